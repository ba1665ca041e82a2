package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// remedy is a button that changes the scenario so that the call succeeds.
const remedy = `.remedy`

// TestAppliesRemedy makes the restart succeed with a button, sees what was changed, and takes it back:
// by key, and by the button that leads back to the lesson.
func TestAppliesRemedy(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("last"))
	b.answer("EADDRINUSE")
	b.untilShows(remedy, "set SO_REUSEADDR on both A and A2 before their bind")
	b.untilShows(view, "SO_REUSEADDR on A2 alone does not help")

	b.click(b.in(remedy))
	b.untilShows(`.change`, "set SO_REUSEADDR on both A and A2 before their bind")
	b.untilAt(failingStep + 2)
	b.untilResult(failingStep+2, "0")
	if added, want := b.marked("added"), []string{"2", "12"}; !slices.Equal(added, want) {
		t.Errorf("steps %q are marked as added, want %q", added, want)
	}
	b.until("the focus is on what undoes it", js(`document.activeElement.matches(%s)`, b.control("undo")))
	b.untilShows(live, "Changed: set SO_REUSEADDR on both A and A2 before their bind. Step 13 of 15.")

	b.press("u")
	b.untilAt(failingStep)
	b.untilShows(live, "The change is undone. Step 11 of 13.")
	b.untilShows(remedy, "set SO_REUSEADDR")
	if !b.hasFocus() {
		t.Error("the focus has left the player")
	}
	for !find[bool](p, js(`document.activeElement.matches(%s)`, b.in(remedy))) {
		b.press(kb.Tab)
	}
	b.press(kb.Enter)
	b.untilAt(failingStep + 2)
	b.click(b.control("restore"))
	b.untilAt(failingStep)
	b.untilResult(failingStep, "EADDRINUSE")
	b.until("nothing is marked", js(`!document.querySelector(%s)`, b.in(`.added, .change`)))
	if other := p.player(1).cursor(); other != 0 {
		t.Errorf("the next player of the lesson has moved to step %d", other)
	}
}

// marked returns the numbers of the steps that are marked as different from the scenario as it was given.
func (b *scenarioPlayer) marked(how string) []string {
	b.t.Helper()
	return find[[]string](b.person, js(`[...document.querySelectorAll(%s)].map(e => e.dataset.step)`, b.in(`.`+how+` [data-step]`)))
}

// TestRemedyInEditor lets a remedy change the text that is being written, and takes it back.
func TestRemedyInEditor(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/zh/playground/")
	b := p.player(0)
	b.write(taken)
	b.untilResult(4, "EADDRINUSE")
	b.click(b.in(`[data-step="4"]`))
	b.tab("why")
	b.untilShows(view, "127.0.0.2:8080")
	b.click(b.in(remedy))
	b.until("the text is changed", js(`document.querySelector(%s).value.split("\n").length > 5`, b.in(field)))
	b.click(b.control("undo"))
	b.until("the text is as it was", js(`document.querySelector(%s).value === %s`, b.in(field), taken))
}

// BenchmarkRemedies measures how long the page's worker searches for the remedies of a call in a scenario
// of thirty steps, from the question to the answer, once it is loaded.
func BenchmarkRemedies(b *testing.B) {
	p := visit(b, serve(b).URL)
	p.open(lessonPath)
	p.player(0)
	ask := js(`(async () => {
		const start = performance.now();
		const found = JSON.parse(await portlabRemedies(%s, 30, "en")).found.length;
		return found > 3 ? performance.now() - start : -1;
	})()`, thirtySteps())
	loading := find[float64](p, ask)
	var times []float64
	for b.Loop() {
		ms := find[float64](p, ask)
		if ms < 0 {
			b.Fatal("too few remedies are found")
		}
		times = append(times, ms)
	}
	b.ReportMetric(loading, "first-ms")
	b.ReportMetric(median(times), "search-ms")
	b.ReportMetric(slices.Max(times), "worst-ms")
	b.ReportMetric(0, "ns/op")
}

// thirtySteps is a scenario in which the thirtieth step is refused: a server with six clients, of which
// it has closed some, is started again.
func thirtySteps() string {
	var s strings.Builder
	s.WriteString("A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 0.0.0.0:8080) = 0\nA listen(3, 128) = 0\n")
	for c := 1; c <= 6; c++ {
		fmt.Fprintf(&s, "C%d socket(AF_INET, SOCK_STREAM, 0) = 3\nC%d connect(3, 127.0.0.1:8080) = 0\nA accept(3) = %d\n", c, c, c+3)
	}
	for c := 1; c <= 3; c++ {
		fmt.Fprintf(&s, "A close(%d) = 0\nC%d close(3) = 0\n", c+3, c)
	}
	s.WriteString("A exit(0) = ?\nB socket(AF_INET, SOCK_STREAM, 0) = 3\nB bind(3, 0.0.0.0:8080) = -1 EADDRINUSE\n")
	return s.String()
}
