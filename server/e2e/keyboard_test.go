package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestUsesKeyboardAlone goes into the player with Tab and uses every key that the help names.
func TestUsesKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.enter()

	b.press(kb.ArrowRight)
	b.untilAt(1)
	if said, want := b.seen(live), "Step 1 of 13"; !strings.Contains(said, want) {
		t.Errorf("who does not see the page is told %q, want %q in it", said, want)
	}
	b.press(kb.ArrowRight)
	b.untilAt(2)
	b.press(kb.ArrowLeft)
	b.untilAt(1)
	b.press(kb.End)
	b.untilAt(failingStep) // the question is in the way
	b.press(kb.Home)
	b.untilAt(0)
	b.press(kb.ArrowRight, chromedp.ModifierShift)
	b.untilAt(failingStep)

	b.press("w")
	b.untilShows(`[role="tab"][aria-selected="true"]`, "Why")
	b.press("T")
	b.untilShows(`[role="tab"][aria-selected="true"]`, "Sockets")
	b.press("p")
	b.untilResult(failingStep, "EADDRINUSE")
	b.press("p")
	b.untilResult(failingStep, "?")
	b.press("?")
	b.until("the help is open", js(`document.querySelector(%s).contains(document.activeElement)`, b.in(`[role="dialog"]`)))
	b.press(kb.Escape)
	b.until("the help is closed", js(`!document.querySelector(%s)`, b.in(`[role="dialog"]`)))
	b.until("the focus is back on the button for help", js(`document.activeElement.matches(%s)`, b.control("help")))

	b.press(kb.ArrowRight)
	b.until("the answers have the focus", js(`document.activeElement.matches(%s)`, b.in(choices)))
	b.focusAnswer("EADDRINUSE")
	b.press(kb.Enter)
	b.untilShows(view, "EADDRINUSE")
	b.showsReason()
	b.press(kb.ArrowRight)
	b.untilAt(failingStep + 1)
	b.press(kb.ArrowLeft, chromedp.ModifierShift)
	b.untilAt(failingStep)
}

// focusAnswer presses Tab until the focus is on an answer.
func (b *scenarioPlayer) focusAnswer(label string) {
	b.t.Helper()
	const most = 10
	for range most {
		if find[bool](b.person, js(`document.activeElement.dataset.label === %s`, label)) {
			return
		}
		b.press(kb.Tab)
	}
	b.t.Fatalf("the answer %s is not reached with %d times Tab", label, most)
}

// TestPlays lets the scenario play on to the question, with the space bar.
func TestPlays(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	const start = failingStep - 3
	b.click(b.in(fmt.Sprintf(`button[data-step="%d"]`, start)))
	b.untilAt(start)
	for !find[bool](p, js(`document.activeElement.matches(%s)`, b.in(view))) {
		b.press(kb.Tab) // to where the space bar presses no button
	}
	b.press(" ")
	b.until("it plays", js(`document.querySelector(%s).ariaLabel.startsWith("Pause")`, b.control("play")))
	b.untilAt(failingStep)
	b.until("it stands still", js(`document.querySelector(%s).ariaLabel.startsWith("Play")`, b.control("play")))
}

// TestMovesBetweenTabs uses the arrows as tab lists have them.
func TestMovesBetweenTabs(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.in(`[role="tab"][data-tab="sockets"]`))
	for _, c := range []struct{ key, tab string }{
		{kb.ArrowRight, "timeline"}, {kb.ArrowRight, "why"}, {kb.End, "host"}, {kb.ArrowRight, "sockets"}, {kb.ArrowLeft, "host"}, {kb.Home, "sockets"},
	} {
		b.press(c.key)
		b.until("the focus is on the tab "+c.tab, js(
			`document.activeElement.dataset.tab === %s && document.activeElement.ariaSelected === "true"`, c.tab))
	}
	if at := b.cursor(); at != 0 {
		t.Errorf("the keys of the tab list have moved the cursor to step %d", at)
	}
}

// TestLeavesOtherKeysAlone types in the editor and presses keys elsewhere: the cursor stays.
func TestLeavesOtherKeysAlone(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.click(b.in(editor))
	for _, key := range []string{kb.ArrowRight, kb.End, "w", "?"} {
		b.press(key)
	}
	b.until("the keys are in the text", js(`document.querySelector(%s).value.includes("w?")`, b.in(field)))
	p.click("h1")
	b.press(kb.ArrowRight)
	b.click(b.control("next"))
	b.untilAt(1)
	b.press(kb.ArrowRight, chromedp.ModifierAlt)
	b.press(kb.ArrowRight)
	b.untilAt(2)
}

// TestSeesFocus goes through a whole page with Tab: every place that has the focus shows it, lies in
// the window, and has a name, and the way leads out of the players.
func TestSeesFocus(t *testing.T) {
	t.Parallel()
	for _, path := range []string{lessonPath, playgroundPath} {
		p := visit(t, serve(t).URL)
		p.open(path)
		p.player(0)
		const far = 300
		stops := 0
		for ; stops < far; stops++ {
			p.press(kb.Tab)
			if find[bool](p, `document.activeElement === document.body`) {
				break
			}
			if wrong := find[string](p, focusFault); wrong != "" {
				t.Errorf("%s: stop %d: %s", path, stops+1, wrong)
			}
		}
		if stops < 20 || stops == far {
			t.Errorf("%s has %d stops, want more than 20 and an end", path, stops)
		}
	}
}

// focusFault says what is wrong with how the focus is shown: "" where nothing is.
const focusFault = `(() => {
	let e = document.activeElement;
	while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
	const box = e.getBoundingClientRect(), what = e.outerHTML.slice(0, 160);
	const host = e.getRootNode().host;
	const outlined = (e) => parseFloat(getComputedStyle(e).outlineWidth) >= 1 && getComputedStyle(e).outlineStyle !== "none";
	if (!outlined(e) && !outlined(e.closest(".card") ?? host ?? e)) return "no outline: " + what;
	if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return "out of sight: " + what;
	const name = (e.ariaLabel ?? "") + e.textContent + (e.labels?.length ?? "") + (e.getAttribute("aria-labelledby") ?? "");
	return name.trim() ? "" : "no name: " + what;
})()`
