package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
)

// TestPagesKeepTheAnswer looks for the result of an open question in whole documents: as they are served, before
// anything runs, and with the player at the question. Nothing that could find it out is loaded by then.
func TestPagesKeepTheAnswer(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	const scenario = "scenario/address-already-in-use/restart/"
	for _, path := range []string{"/en/" + strings.Replace(scenario, "scenario", "scenarios", 1), "/zh/embed/" + scenario, "/en/embed/" + scenario + "?step=13"} {
		p.open(path)
		b := p.player(0)
		b.click(b.control("last"))
		b.untilAt(failingStep)
		b.until("it asks", js(`!!document.querySelector(%s)`, b.in(choices)))
		for what, expression := range map[string]string{
			"as it is served":  `fetch(location.href).then((response) => response.text())`,
			"with its player":  js(`(() => { const copy = document.documentElement.cloneNode(true); copy.querySelectorAll(%s).forEach((e) => e.remove()); return copy.outerHTML; })()`, choices),
			"by what it keeps": `JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, window.portlabStates])`,
		} {
			text := find[string](p, expression)
			for _, told := range []string{"EADDRINUSE", "inet_bind_conflict", "in the way", "挡"} {
				if strings.Contains(text, told) {
					t.Errorf("%s, %s, holds %q before the answer", path, what, told)
				}
			}
		}
		if loaded := find[[]string](p, `performance.getEntriesByType("resource").map((e) => e.name).filter((name) => /remedies[.]\w+[.]wasm|worker/.test(name))`); len(loaded) > 0 {
			t.Errorf("%s has loaded %q before the answer", path, loaded)
		}
	}
}

// TestAnswersByTouch taps an answer on a phone.
func TestAnswersByTouch(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.resize(screen{390, 844})
	command(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	p.open(lessonPath)
	b := p.player(0)
	b.tap(b.control("last"))
	b.untilAt(failingStep)
	b.asksWithoutTelling(failingStep)
	b.tap(b.in(choices + `[data-label="EADDRINUSE"]`))
	b.untilShows(`.feedback`, "Right")
	b.untilResult(failingStep, "EADDRINUSE")
}

// tap touches what a selector finds first, for a moment.
func (p *person) tap(selector string) {
	p.t.Helper()
	p.until("there is "+selector, js(`!!document.querySelector(%s)?.checkVisibility()`, selector))
	at := find[struct{ X, Y float64 }](p, js(`(() => {
		const e = document.querySelector(%s);
		e.scrollIntoView({ block: "center" });
		const box = e.getBoundingClientRect();
		return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	})()`, selector))
	command(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: "touchStart", TouchPoints: []*input.TouchPoint{{X: at.X, Y: at.Y}}})
	command(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: "touchEnd", TouchPoints: []*input.TouchPoint{}})
}
