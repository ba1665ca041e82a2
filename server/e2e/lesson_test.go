package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The lesson's first scenario: the step that fails, and how many there are.
const (
	failingStep  = 11
	restartSteps = 13
)

// TestStepsToFailure steps through the restart, answers wrongly or rightly, and reads the reason:
// once with the mouse and once with the keyboard.
func TestStepsToFailure(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		forward, back func(*scenarioPlayer)
		answer, says  string
	}{
		"by button": {
			forward: func(b *scenarioPlayer) { b.click(b.control("next")) },
			back:    func(b *scenarioPlayer) { b.click(b.control("back")) },
			answer:  "EADDRINUSE", says: "Right",
		},
		"by key": {
			forward: func(b *scenarioPlayer) { b.press(kb.ArrowRight) },
			back:    func(b *scenarioPlayer) { b.press(kb.ArrowLeft) },
			answer:  "0", says: "You said 0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := visit(t, serve(t).URL)
			p.open(lessonPath)
			b := p.player(0)
			if name == "by key" {
				b.enter()
			}
			for step := 1; step <= failingStep; step++ {
				c.forward(b)
				b.untilAt(step)
			}
			b.asksWithoutTelling(failingStep)
			c.forward(b)
			b.asksWithoutTelling(failingStep)

			b.answer(c.answer)
			b.untilShows(view, "EADDRINUSE")
			b.showsReason()
			if said := b.seen(`.feedback`); !strings.Contains(said, c.says) {
				t.Errorf("the answer %s is answered with %q, want %q", c.answer, said, c.says)
			}

			for step := failingStep - 1; step >= failingStep-3; step-- {
				c.back(b)
				b.untilAt(step)
			}
			if got := b.result(failingStep); !strings.Contains(got, "EADDRINUSE") {
				t.Errorf("having stepped back, the script shows the result %q of step %d, want the one that was seen", got, failingStep)
			}
		})
	}
}

// asksWithoutTelling makes sure that the step's result is a question, and nowhere in the player: the
// answers that are offered do not give away which is right.
func (b *scenarioPlayer) asksWithoutTelling(step int) {
	b.t.Helper()
	b.until("a result is asked for", js(`!!document.querySelector(%s)`, b.in(choices)))
	if at := b.cursor(); at != step {
		b.t.Errorf("the question is at step %d, want %d", at, step)
	}
	if got := b.result(step); !strings.HasSuffix(got, "?") {
		b.t.Errorf("before the answer the script shows the result %q, want ?", got)
	}
	for _, tab := range []string{"timeline", "why", "host", "sockets"} {
		b.tab(tab)
		html := find[string](b.person, js(`(() => {
			const copy = document.querySelector(%s).cloneNode(true);
			copy.querySelectorAll(%s).forEach((e) => e.remove());
			return copy.outerHTML;
		})()`, b.root, choices))
		for _, told := range []string{"EADDRINUSE", "Address already in use", "inet_bind_conflict", "in the way", "-1"} {
			if strings.Contains(withoutAttribute(html, "tabindex"), told) {
				b.t.Errorf("before the answer, with the view %s open, the page holds %q", tab, told)
			}
		}
	}
	if kinds := b.kindsOfChoices(); len(kinds) != 1 {
		b.t.Errorf("the offered answers differ in their elements: %q", kinds)
	}
}

// withoutAttribute returns HTML without an attribute, whose values would be taken for results.
func withoutAttribute(html, name string) string {
	return strings.ReplaceAll(html, name+`="-1"`, "")
}

// kindsOfChoices returns the different elements of the offered answers, without their words.
func (b *scenarioPlayer) kindsOfChoices() []string {
	b.t.Helper()
	return find[[]string](b.person, js(`[...new Set([...document.querySelectorAll(%s)].map((e) =>
		e.tagName + " " + e.getAttributeNames().map((n) => n === "data-label" || n === "title" ? n : n + "=" + e.getAttribute(n)).sort()))]`,
		b.in(choices+"[data-label]")))
}

// showsReason makes sure that the failure is explained: what failed, which socket is in the way, and
// the rule, which the kernel's function and a document back.
func (b *scenarioPlayer) showsReason() {
	b.t.Helper()
	reason := b.seen(view)
	for _, part := range []string{"EADDRINUSE", "Address already in use", "Blocked by", "TIME-WAIT", "127.0.0.1:8080", "inet_bind_conflict"} {
		if !strings.Contains(strings.ReplaceAll(reason, "TIME_WAIT", "TIME-WAIT"), part) {
			b.t.Errorf("the reason does not say %q:\n%s", part, reason)
		}
	}
	if passed, failed := b.checks("ok"), b.checks("error"); len(passed) == 0 || len(failed) != 1 {
		b.t.Errorf("of the rules %q passed and %q failed, want one that failed last", passed, failed)
	}
	if said := b.seen(live); !strings.Contains(said, "EADDRINUSE") {
		b.t.Errorf("who does not see the page is told %q, want the result", said)
	}
	b.until("the socket in the way is lit on the stage", js(`!!document.querySelector(%s)`, b.in(`[data-c~="drawing"] [data-c~="card"][data-c~="blocks"]`)))
}

// checks returns the rules that passed ("ok") or failed ("error") and lead to a source.
func (b *scenarioPlayer) checks(how string) []string {
	b.t.Helper()
	return find[[]string](b.person, js(`[...document.querySelectorAll(%s)].filter((rule) => rule.querySelector('a.cite[href^="https://"]')).map((rule) => rule.innerText)`,
		b.in(`.checks > li.`+how)))
}

// TestSeesTheRestOfTheScenario goes on after the failure, to the bind that succeeds when the
// TIME_WAIT is over, and back to the failure with its key.
func TestSeesTheRestOfTheScenario(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("failnext"))
	b.untilAt(failingStep)
	b.answer("EADDRINUSE")
	b.click(b.control("last"))
	b.untilAt(restartSteps)
	if got := b.result(restartSteps); got != "0" {
		t.Errorf("the last bind returns %q, want 0", got)
	}
	b.press(kb.ArrowLeft, chromedp.ModifierShift)
	b.untilAt(failingStep)
	b.click(b.control("first"))
	b.untilAt(0)
	b.click(b.in(fmt.Sprintf(`button[data-step="%d"]`, failingStep)))
	b.untilAt(failingStep)
}

// TestScenariosOfLesson answers the question of each further scenario of the lesson.
func TestScenariosOfLesson(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	for slot, c := range map[int]struct {
		step   int
		result string
	}{
		1: {12, "0"}, 2: {12, "EADDRINUSE"}, 3: {13, "0"}, 4: {9, "EADDRINUSE"},
	} {
		b := p.player(slot)
		b.click(b.control("failnext"))
		b.untilAt(c.step)
		b.answer(c.result)
		b.untilShows(`.feedback`, "Right")
		b.untilResult(c.step, c.result)
	}
}
