package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/page"
)

// TestNothingMoves opens pages and lets WebAssembly take over only after they have been painted:
// nothing that a person is reading may move.
func TestNothingMoves(t *testing.T) {
	t.Parallel()
	for _, size := range []screen{desktop, {1100, 800}, {700, 500}, {390, 844}} {
		for _, path := range []string{lessonPath, "/zh/lessons/address-already-in-use/", playgroundPath, playgroundPath + "#example=udp"} {
			t.Run(fmt.Sprint(size, path), func(t *testing.T) {
				t.Parallel()
				release := make(chan struct{})
				p := visit(t, serveThrough(t, holdingWebAssembly(release)).URL)
				p.resize(size)
				command(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: collectShifts})
				p.open(path)
				p.until("the page is painted", `performance.getEntriesByName("first-contentful-paint").length === 1`)
				close(release)
				p.player(0)
				for _, shift := range find[[]string](p, afterPainting(`shifts`)) {
					t.Errorf("moved: %s", shift)
				}
			})
		}
	}
}

// collectShifts keeps a description of each layout shift in the list shifts.
const collectShifts = `
	var shifts = [];
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) {
			const place = (box) => [box.x, box.y, box.width, box.height].map(Math.round).join(" ");
			const moved = e.sources.map((s) => place(s.previousRect) + " to " + place(s.currentRect) + ": " +
				(s.node?.outerHTML ?? s.node?.textContent ?? "").slice(0, 100));
			shifts.push(e.value + ": " + moved.join(" | "));
		}
	}).observe({ type: "layout-shift", buffered: true });`

// afterPainting is an expression's value once what the page has become is painted and observed.
func afterPainting(expression string) string {
	return `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(` + expression + `)))))`
}

// TestShiftIsNoticed makes sure that something that does move is seen.
func TestShiftIsNoticed(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	command(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: collectShifts})
	p.open(lessonPath)
	p.player(0)
	find[int](p, afterPainting(`(document.querySelector("h1").append(document.createElement("br"), "more"), 0)`))
	p.until("the shift is noticed", `shifts.length > 0`)
}
