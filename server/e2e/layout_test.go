package e2e

import (
	_ "embed"
	"fmt"
	"testing"
)

//go:embed layout.js
var layoutFaults string

// screens are the windows that the pages are made for, and how high in them at least what one
// presses in a player must be: on a phone, as high as a finger needs.
var screens = map[screen]int{{390, 844}: 44, {700, 500}: 0, {700, 900}: 0, {1100, 800}: 0, {1440, 900}: 0}

// moments are what a player shows one after the other.
var moments = []struct {
	name string
	act  func(*scenarioPlayer)
}{
	{"at the beginning", func(*scenarioPlayer) {}},
	{"at the question", func(b *scenarioPlayer) { b.click(b.control("failnext")); b.untilAt(failingStep) }},
	{"with the reason", func(b *scenarioPlayer) { b.answer("0"); b.untilShows(view, "EADDRINUSE") }},
	{"with the timeline", func(b *scenarioPlayer) { b.tab("timeline") }},
	{"with the host", func(b *scenarioPlayer) { b.tab("host") }},
	{"with the sockets", func(b *scenarioPlayer) { b.tab("sockets") }},
	{"with the help", func(b *scenarioPlayer) {
		b.press("?")
		b.until("the help is open", js(`!!document.querySelector(%s)`, b.in(`[role="dialog"]`)))
	}},
}

// TestLessonFits resizes the window at every moment of a lesson's player.
func TestLessonFits(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			p := visit(t, serve(t).URL)
			p.open("/" + lang + "/lessons/address-already-in-use/")
			b := p.player(0)
			for _, m := range moments {
				p.resize(desktop)
				m.act(b)
				p.fits(m.name)
			}
		})
	}
}

// TestOtherPagesFit resizes the window on the pages without questions.
func TestOtherPagesFit(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	for _, lang := range []string{"/en/", "/zh/"} {
		p.open(lang)
		p.fits("home " + lang)
		p.open(lang + "playground/")
		b := p.player(0)
		p.fits("playground " + lang)
		b.write("A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:8080, and what else = 0\n" + taken)
		b.until("a fault is shown", js(`!!document.querySelector(%s)`, b.in(".fault")))
		p.fits("playground with a fault " + lang)
		for _, path := range []string{"scenarios/", "scenarios/fork/", "challenge/?level=hard&seed=2"} {
			p.open(lang + path)
			p.fits(lang + path)
		}
		b = p.player(0)
		b.click(b.control("last"))
		p.fits("challenge with its question " + lang)
		p.click("button.share")
		p.until("the dialog is open", `document.getElementById("share").open`)
		p.fitsDialog("the dialog that shares " + lang)
	}
}

// fitsDialog makes sure that the open dialog lies within every window, and scrolls upright alone.
func (p *person) fitsDialog(moment string) {
	p.t.Helper()
	for size := range screens {
		p.resize(size)
		if !find[bool](p, `(() => {
			const dialog = document.querySelector("dialog[open]"), box = dialog.getBoundingClientRect();
			return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight && dialog.scrollWidth <= dialog.clientWidth;
		})()`) {
			p.t.Errorf("%s, %s: it does not fit", size, moment)
		}
	}
}

// fits makes sure that the page fits into every window.
func (p *person) fits(moment string) {
	p.t.Helper()
	for size, lowest := range screens {
		p.resize(size)
		p.fitsNow(fmt.Sprintf("%s, %s", size, moment), lowest)
	}
}

// fitsNow makes sure that the page fits into the window as it is.
func (p *person) fitsNow(moment string, lowest int) {
	p.t.Helper()
	for _, fault := range find[[]string](p, fmt.Sprintf(`(() => { %s; return layoutFaults(%d); })()`, layoutFaults, lowest)) {
		p.t.Errorf("%s: %s", moment, fault)
	}
}

// TestPlayerFitsIntoPhone looks at a player on a phone: what moves the cursor is seen together
// with the sentence that says what the step did.
func TestPlayerFitsIntoPhone(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.resize(screen{390, 844})
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
	for _, part := range []string{sentence, `button[data-do="next"]`} {
		if !find[bool](p, js(`(() => { const box = document.querySelector(%s).getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; })()`, b.in(part))) {
			t.Errorf("%s is out of sight when the button for the next step has been pressed", part)
		}
	}
}

// TestZooms makes sure that a finger may zoom, and that text twice as large still fits.
func TestZooms(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	p.player(0)
	if viewport := find[string](p, `document.querySelector("meta[name=viewport]").content`); viewport != "width=device-width, initial-scale=1" {
		t.Errorf("the viewport is %q, want nothing in it that forbids to zoom", viewport)
	}
	p.resize(screen{desktop.width / 2, desktop.height / 2})
	p.fitsNow("zoomed to 200 %", 0)
}
