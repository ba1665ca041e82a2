package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// taken is a scenario whose last bind fails: both sockets want one port.
const taken = `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:8080) = ?
`

func (b *scenarioPlayer) untilSteps(n int) {
	b.t.Helper()
	b.until(fmt.Sprintf("the scenario has %d steps", n),
		js(`document.querySelectorAll(%s).length === %s`, b.in(`button[data-step]`), n))
}

// write replaces the scenario.
func (b *scenarioPlayer) write(text string) {
	b.t.Helper()
	b.replaceText(b.in(editor), text)
}

func (b *scenarioPlayer) text() string {
	b.t.Helper()
	return find[string](b.person, js(`document.querySelector(%s).value`, b.in(field)))
}

// TestEditsScenario changes a port and sees the result change.
func TestEditsScenario(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.write(taken)
	b.untilResult(4, "EADDRINUSE")
	b.write(strings.Replace(taken, "B bind(3, 127.0.0.1:8080)", "B bind(3, 127.0.0.1:8081)", 1))
	b.untilResult(4, "0")
	b.write(taken + "B close(3) = 0\n")
	b.untilSteps(5)
	b.untilResult(4, "EADDRINUSE")
}

// TestAsksInPlayground switches questions on, where they are off until then.
func TestAsksInPlayground(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.write(taken)
	b.untilResult(4, "EADDRINUSE")
	b.click(b.in(`button[aria-pressed="false"].predict`))
	b.untilResult(4, "?")
	b.click(b.control("last"))
	b.untilAt(4)
	b.asksWithoutTelling(4)
	b.answer("EADDRINUSE")
	b.untilShows(view, "EADDRINUSE")
	b.untilShows(view, "127.0.0.1:8080")
}

// TestPredictRestsWhereNothingIsAsked writes a scenario without a question, and puts one in.
func TestPredictRestsWhereNothingIsAsked(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/scenarios/accept-queue/")
	b := p.player(0)
	resting := js(`document.querySelector(%s).ariaDisabled === "true" && document.querySelector(%s).ariaPressed === "false"`, b.in(".predict"), b.in(".predict"))
	b.until("nothing is there to predict", resting)
	p.open(playgroundPath)
	b = p.player(0)
	b.write(taken)
	b.until("there is something to predict", js(`document.querySelector(%s).ariaDisabled === "false"`, b.in(".predict")))
	b.click(b.in(".predict"))
	b.until("prediction is on", js(`document.querySelector(%s).ariaPressed === "true"`, b.in(".predict")))
	b.write(strings.Replace(taken, "?", "0", 1))
	b.until("nothing is there to predict", resting)
}

// TestBreaksScenario makes a mistake in a line and reads what is wrong with it, while the rest of the
// scenario goes on to be shown.
func TestBreaksScenario(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		old, new string
		says     []string
	}{
		"call":    {"B bind(", "B bnid(", []string{"line 4, column 3", "bnid", "bind"}},
		"port":    {"B bind(3, 127.0.0.1:8080)", "B bind(3, 127.0.0.1:80800)", []string{"line 4, column 21", "80800"}},
		"bracket": {"B bind(3, 127.0.0.1:8080)", "B bind(3, 127.0.0.1:8080", []string{"line 4", ")"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := visit(t, serve(t).URL)
			p.open(playgroundPath)
			b := p.player(0)
			b.write(taken)
			b.untilSteps(4)
			b.write(strings.Replace(taken, c.old, c.new, 1))
			b.untilShows(faults, "line 4")
			said := b.seen(faults)
			for _, words := range c.says {
				if !strings.Contains(said, words) {
					t.Errorf("the message does not say %q:\n%s", words, said)
				}
			}
			if invalid := find[string](p, js(`document.querySelector(%s).ariaInvalid`, b.in(field))); invalid != "true" {
				t.Errorf("the field is not marked as invalid")
			}
			if got := b.result(2); got != "0" {
				t.Errorf("the result of the right line before is %q, want it kept: 0", got)
			}
			b.write(taken)
			b.untilResult(4, "EADDRINUSE")
		})
	}
}

// TestFindsTextAgain reloads the page in the middle of the work, and finds the text, the mistake in
// it included.
func TestFindsTextAgain(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	broken := taken + "C bnid(3, 127.0.0.1:8080)\n"
	b.write(broken)
	b.untilShows(faults, "bnid")
	p.untilAddressHas("&s=")
	p.reload()
	b = p.player(0)
	if got := b.text(); got != broken {
		t.Errorf("after a reload the text is %q, want %q", got, broken)
	}
	b.untilShows(faults, "bnid")
	b.untilResult(2, "0")
}

// TestOpensExample picks an example below the playground, and another by its link from elsewhere.
func TestOpensExample(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.click(`a[href="?scenario=udp"]`)
	b.until("the example is in the field", js(`document.querySelector(%s).value.includes("SOCK_DGRAM")`, b.in(field)))
	b.untilResult(10, "EAGAIN")
	p.back()
	b.until("the first scenario is in the field again", js(`document.querySelector(%s).value.includes("A2 sleep(65)")`, b.in(field)))

	for _, link := range []string{"?scenario=privileged", "#example=privileged"} {
		p = visit(t, p.site)
		p.open(playgroundPath + link)
		b = p.player(0)
		b.untilResult(3, "EACCES")
		b.untilShows(`.bar`, "Ports below 1024")
	}
}
