package e2e

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axe is axe-core 4.14.1 (https://github.com/dequelabs/axe-core, Mozilla Public License 2.0, as it is
// published): it finds what keeps people from using a page with a screen reader, or from reading it.
//
//go:embed testdata/axe.min.js
var axe string

// complaints returns what axe finds in a page, a line each.
const complaints = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap((v) =>
	v.nodes.map((n) => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))))`

// TestAxeFindsNothing looks at every page but those that differ only in their scenario, in both
// languages; at one of each kind in dark colours too.
func TestAxeFindsNothing(t *testing.T) {
	t.Parallel()
	for _, theme := range []string{"light", "dark"} {
		t.Run(theme, func(t *testing.T) {
			t.Parallel()
			p := visit(t, serve(t).URL)
			p.prefer("prefers-color-scheme", theme)
			seen := map[string]bool{}
			for _, r := range pages.Resources {
				kind := kindOfPage(r.Path)
				lesson := theme == "light" && strings.HasSuffix(kind, "/lessons")
				if strings.HasSuffix(r.Path, "/") && (lesson || !seen[kind]) {
					seen[kind] = true
					p.looksAt("/" + r.Path)
				}
			}
			if len(seen) < 20 {
				t.Errorf("looked at %d kinds of pages, want at least ten in each language", len(seen))
			}
		})
	}
}

// kindOfPage is the folder that pages made alike are in, with the language: "en/lessons".
func kindOfPage(path string) string {
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	depth := 2
	if len(parts) > 1 && parts[1] == "embed" {
		depth = 3
	}
	return strings.Join(parts[:min(depth, len(parts))], "/")
}

// looksAt opens a page, waits until what is made by script is there, and lets axe look at it.
func (p *person) looksAt(path string) {
	p.t.Helper()
	p.open(path)
	p.until("the page is there", `document.readyState === "complete" &&
		(document.body.matches(".embed, :not(:has(.player-slot))") || document.documentElement.dataset.engine === "running")`)
	p.axe(path)
}

func (p *person) axe(where string) {
	p.t.Helper()
	p.do("load axe", chromedp.Evaluate[chromedp.Void](axe))
	for _, c := range find[[]string](p, complaints) {
		p.t.Errorf("%s: %s", where, c)
	}
}

// TestAxeFindsNothingInThePlayer looks at the states that a player can be in.
func TestAxeFindsNothingInThePlayer(t *testing.T) {
	t.Parallel()
	for _, theme := range []string{"light", "dark"} {
		t.Run(theme, func(t *testing.T) {
			t.Parallel()
			p := visit(t, serve(t).URL)
			p.prefer("prefers-color-scheme", theme)
			p.open(lessonPath)
			b := p.player(0)
			b.click(b.control("last"))
			p.axe("a question")
			b.answer("0")
			b.untilShows(remedy, "set SO_REUSEADDR")
			p.axe("why")
			b.tab("timeline")
			p.axe("the timeline")
			b.tab("sockets")
			p.axe("the socket table")
			b.click(b.control("help"))
			p.axe("help")
			b.click(b.control("help"))
			b.tab("why")
			b.click(b.in(remedy))
			b.untilAt(failingStep + 2)
			p.axe("a changed scenario")
			p.open(playgroundPath)
			b = p.player(0)
			b.write(taken + "B bnid(3)\n")
			b.untilShows(faults, "bnid")
			p.axe("a mistake in the editor")
		})
	}
}
