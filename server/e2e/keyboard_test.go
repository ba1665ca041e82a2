package e2e

import (
	"fmt"
	"slices"
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

// tabTo presses Tab until what a selector finds has the focus; each stop on the way must show that it has it.
func (p *person) tabTo(selector string) {
	p.t.Helper()
	const far = 300
	for range far {
		p.press(kb.Tab)
		if wrong := find[string](p, focusFault); wrong != "" {
			p.t.Errorf("on the way to %s: %s", selector, wrong)
		}
		if find[bool](p, js(`!!document.activeElement?.matches(%s)`, selector)) {
			return
		}
	}
	p.t.Fatalf("%s is not reached with %d times Tab\n%s", selector, far, p.situation())
}

// restartSaid is what who does not see the page is told of each step of the lesson's first scenario; at the
// question first the question, then the answer to "EADDRINUSE".
var restartSaid = []string{
	"Before the first step. Press → or Play to begin.",
	"Step 1 of 13. A makes a TCP socket. The new descriptor is fd 3.",
	"Step 2 of 13. A binds fd 3 to 127.0.0.1:8080.",
	"Step 3 of 13. A listens on fd 3, backlog 128. Now socket 1: LISTEN.",
	"Step 4 of 13. B makes a TCP socket. The new descriptor is fd 3.",
	"Step 5 of 13. B connects fd 3 to 127.0.0.1:8080. Now socket 2: ESTAB; socket 3: ESTAB.",
	"Step 6 of 13. A calls accept on fd 3. The new descriptor is fd 4.",
	"Step 7 of 13. A closes fd 4. Now socket 2: CLOSE-WAIT; socket 4 (was 3): FIN-WAIT-2 60 s.",
	"Step 8 of 13. B closes fd 3. Now socket 2: closed; socket 4 (was 3): TIME-WAIT 60 s.",
	"Step 9 of 13. A exits with status 0. Now socket 1: closed.",
	"Step 10 of 13. A2 makes a TCP socket. The new descriptor is fd 3.",
	"Step 11 of 13. A2 binds fd 3 to 127.0.0.1:8080. What does it return?",
	"Step 11 of 13. Right: EADDRINUSE. A2 binds fd 3 to 127.0.0.1:8080. The call fails: EADDRINUSE, Address already in use.",
	"Step 12 of 13. A2 sleeps for 65 s. Now socket 4: closed.",
	"Step 13 of 13. A2 binds fd 3 to 127.0.0.1:8080.",
}

// TestCompletesLessonByKeyboard opens a lesson from the start page, steps through all its scenarios, answers
// what they and the quiz ask, and goes on to the next lesson, without the mouse.
func TestCompletesLessonByKeyboard(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/")
	p.tabTo(`[data-slug="address-already-in-use"] a`)
	p.toOtherPage("the lesson is opened", func() { p.press(kb.Enter) })
	for slot, answer := range []string{"EADDRINUSE", "0", "EADDRINUSE", "0", "EADDRINUSE"} {
		b := p.player(slot)
		p.tabTo(b.in("*"))
		if said := b.stepThrough(answer); slot == 0 && !slices.Equal(said, restartSaid) {
			t.Errorf("of the first scenario is told\n%q\nwant\n%q", said, restartSaid)
		}
	}
	p.untilScore("5 of 8 right", "Lesson: 5 of 8 right")
	for range 3 {
		p.tabTo(`.quiz:not(:has(.chosen)) .choice[data-right] summary`)
		p.press(kb.Enter)
		p.until("the choice is marked", `document.activeElement.parentElement.matches(".chosen[open]")`)
	}
	p.untilScore("8 of 8 right ✓", "Lesson: 8 of 8 right ✓")
	p.tabTo(`.around [rel="next"]`)
	title := find[string](p, `document.activeElement.lastChild.textContent.trim()`)
	p.toOtherPage("the next lesson is opened", func() { p.press(kb.Enter) })
	if got := p.textOf("h1"); got != title {
		t.Errorf("the next lesson is %q, want %q", got, title)
	}
}

// stepThrough goes with the arrow key from the beginning to the end of the player that has the focus, and
// answers its questions. It returns what who does not see the page is told on the way.
func (b *scenarioPlayer) stepThrough(answer string) (said []string) {
	b.t.Helper()
	steps := find[int](b.person, js(`Number(document.querySelector(%s).max)`, b.in(`input[type="range"]`)))
	said = append(said, b.seen(live))
	for step := 1; step <= steps; step++ {
		b.press(kb.ArrowRight)
		b.untilShows(live, fmt.Sprintf("Step %d of %d.", step, steps))
		said = append(said, b.seen(live))
		if !find[bool](b.person, js(`!!document.querySelector(%s)`, b.in(choices))) {
			continue
		}
		b.press(kb.ArrowRight)
		b.until("the answers have the focus", js(`document.activeElement.matches(%s)`, b.in(choices)))
		b.focusAnswer(answer)
		b.press(kb.Enter)
		b.untilShows(live, "Right: ")
		said = append(said, b.seen(live))
		b.until("the player has the focus", js(`document.querySelector(%s).contains(document.activeElement)`, b.root))
	}
	return said
}
