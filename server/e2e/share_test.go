package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestShares opens the dialog at a step, reads what it offers, and closes it by key.
func TestShares(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/scenarios/restart/")
	b := p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
	p.click("button.share")
	p.until("the dialog is open", `document.getElementById("share").open && document.querySelector("[name=link]").value !== ""`)
	for name, want := range map[string]string{
		"link": "/en/playground/?scenario=restart#step=1", "markdown": "[The restart](", "snippet": "/en/embed/scenario/restart/",
	} {
		if got := find[string](p, js(`document.querySelector("[name=" + %s + "]").value`, name)); !strings.Contains(got, want) {
			t.Errorf("%s is %s, want %s in it", name, got, want)
		}
	}
	p.press(kb.Escape)
	p.until("the focus is on the button again", `document.activeElement.className === "share"`)
}
