package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestMovesOnlyForWhoLikesIt asks how long cards of the stage and buttons take to change.
func TestMovesOnlyForWhoLikesIt(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
	moving := js(`[...document.querySelectorAll(%s)].filter((e) => getComputedStyle(e).transitionDuration.split(", ").some((time) => time !== "0s")
		|| getComputedStyle(e).animationName !== "none").length`, b.in("*"))
	if n := find[int](p, moving); n != 0 {
		t.Errorf("%d elements move for who asked that nothing does", n)
	}
	p.prefer("prefers-reduced-motion", "no-preference")
	if n := find[int](p, moving); n == 0 {
		t.Error("nothing moves for who likes it")
	}
}

// TestTellsChosenInForcedColours looks, where a system has colours of its own, for what tells what is chosen.
func TestTellsChosenInForcedColours(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.prefer("forced-colors", "active")
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
	p.do("put the focus elsewhere", chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	for chosen, other := range map[string]string{
		`[role="tab"][aria-selected="true"]`: `[role="tab"][aria-selected="false"]`,
		`.predict[aria-pressed="true"]`:      `.tool.run`,
		`.step.current`:                      `.step.ahead`,
	} {
		if find[bool](p, js(`(() => {
			const look = (selector) => { const { backgroundColor, outlineStyle } = getComputedStyle(document.querySelector(selector)); return backgroundColor + outlineStyle; };
			return look(%s) === look(%s);
		})()`, b.in(chosen), b.in(other))) {
			t.Errorf("%s looks like %s", chosen, other)
		}
	}
}
