package e2e

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp/kb"
)

// Addresses of pages.
const (
	lessonPath     = "/en/lessons/address-already-in-use/"
	playgroundPath = "/en/playground/"
)

// A scenarioPlayer is one of the players of a page, as a person uses it.
type scenarioPlayer struct {
	*person
	root string // finds it
}

// player returns a player of the page, counted from 0, once the simulator runs.
func (p *person) player(slot int) *scenarioPlayer {
	p.t.Helper()
	b := &scenarioPlayer{p, fmt.Sprintf(`.player-slot [role="region"][data-slot="%d"]`, slot)}
	p.until("the simulator runs", js(`document.documentElement.dataset.engine === "running" && !!document.querySelector(%s)`, b.root))
	return b
}

// in returns the selector of something in the player.
func (b *scenarioPlayer) in(selector string) string { return b.root + " " + selector }

// control returns the selector of one of the buttons that move the cursor, and of help.
func (b *scenarioPlayer) control(name string) string { return b.in(`button[data-do="` + name + `"]`) }

// Parts of the player.
const (
	view     = `[role="tabpanel"]`
	live     = `[aria-live="polite"]`
	sentence = `.sentence`
	choices  = `.choice`
	field    = `textarea` // holds the text in the playground
	editor   = `.rich`    // stands over the field
	faults   = `[role="status"]`
)

func (b *scenarioPlayer) seen(part string) string {
	b.t.Helper()
	return b.textOf(b.in(part))
}

// cursor returns the step that the cursor is at; 0 is before the first.
func (b *scenarioPlayer) cursor() int {
	b.t.Helper()
	return find[int](b.person, b.cursorJS())
}

func (b *scenarioPlayer) cursorJS() string {
	return js(`Number(document.querySelector(%s)?.dataset.step ?? 0)`, b.in(`[aria-current="step"]`))
}

func (b *scenarioPlayer) untilAt(step int) {
	b.t.Helper()
	b.until(fmt.Sprintf("the cursor is at step %d", step), fmt.Sprintf(`%s === %d`, b.cursorJS(), step))
}

// result returns what the script shows as the result of a step.
func (b *scenarioPlayer) result(step int) string {
	b.t.Helper()
	return strings.TrimSpace(b.textOf(b.in(fmt.Sprintf(`[data-step="%d"] .result`, step))))
}

func (b *scenarioPlayer) untilResult(step int, result string) {
	b.t.Helper()
	selector := b.in(fmt.Sprintf(`[data-step="%d"] .result`, step))
	b.until(fmt.Sprintf("step %d has the result %s", step, result),
		js(`document.querySelector(%s)?.innerText.includes(%s)`, selector, result))
}

func (b *scenarioPlayer) untilShows(part, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("%s shows %q", part, text),
		js(`document.querySelector(%s)?.innerText.includes(%s)`, b.in(part), text))
}

// answer picks one of the offered results.
func (b *scenarioPlayer) answer(label string) {
	b.t.Helper()
	b.click(b.in(fmt.Sprintf(`%s[data-label="%s"]`, choices, label)))
}

// tab opens one of the views: sockets, timeline, why, host.
func (b *scenarioPlayer) tab(name string) {
	b.t.Helper()
	b.click(b.in(`[role="tab"][data-tab="` + name + `"]`))
	b.until("the view is open", js(`document.querySelector(%s).ariaSelected === "true"`, b.in(`[data-tab="`+name+`"]`)))
}

// enter presses Tab until the focus is in the player.
func (b *scenarioPlayer) enter() {
	b.t.Helper()
	const far = 200
	for range far {
		b.press(kb.Tab)
		if b.hasFocus() {
			return
		}
	}
	b.t.Fatalf("the focus is not in the player after %d times Tab\n%s", far, b.situation())
}

func (b *scenarioPlayer) hasFocus() bool {
	b.t.Helper()
	return find[bool](b.person, js(`!!document.activeElement?.closest(%s)`, b.root))
}
