package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// inEditor writes a JavaScript expression about what the editor has in its shadow root.
func (b *scenarioPlayer) inEditor(expression string) string {
	return js(`(() => { const root = document.querySelector(%s)?.shadowRoot; return `, b.in(editor)) + expression + ` })()`
}

// atEnd puts the cursor at the end of the text.
func (b *scenarioPlayer) atEnd() {
	b.t.Helper()
	b.click(b.in(editor))
	b.press(kb.End, chromedp.ModifierCtrl)
}

// TestCompletesCall writes the beginning of a call, takes the word that is offered, and sees the signature.
func TestCompletesCall(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.write(taken)
	b.atEnd()
	b.press("C sock")
	b.until("the call is offered with its signature", b.inEditor(
		`root.querySelector('[role="listbox"] [aria-selected="true"]')?.textContent.includes("socket(DOMAIN, TYPE, PROTOCOL) = FD")`))
	// As a keyboard does it, whose character is not typed where the page has taken the key.
	command(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13})
	b.until("its first argument is offered", b.inEditor(
		`root.querySelector('[role="listbox"] [aria-selected="true"]')?.textContent === "AF_INET"`))
	b.until("its signature is shown", b.inEditor(`!!root.querySelector(".cm-signature")`))
	b.press("AF_INET, SOCK_STREAM, 0)")
	b.untilResult(5, "3")
	if got, want := b.text(), taken+"C socket(AF_INET, SOCK_STREAM, 0)"; got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
}

// TestColoursScenario wants each kind of word in a colour of its own.
func TestColoursScenario(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.write("# a comment\nA bind(3, [::1]:80) = -1 EACCES\nA socket(AF_INET6, SOCK_DGRAM, 0) = ?\nA send(3, \"x\") = 1\n")
	for kind, word := range map[string]string{
		"comment": "# a comment", "call": "bind", "address": "[::1]:80", "errno": "EACCES", "constant": "AF_INET6", "question": "= ?", "string": `"x"`,
	} {
		b.until(word+" is a "+kind, b.inEditor(js(`root.querySelector(%s)?.textContent === %s`, ".cm-"+kind, word)))
	}
}

// TestMistakeIsShownBelowItsLine makes a mistake, reads what it is below the line, and undoes it.
func TestMistakeIsShownBelowItsLine(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.write(strings.TrimSuffix(taken, "\n"))
	b.untilResult(4, "EADDRINUSE")
	b.atEnd()
	b.press("x")
	b.until("the message stands below the last line", b.inEditor(
		`root.querySelector(".cm-line:last-of-type + .cm-message, .cm-line + .cm-message")?.previousElementSibling.textContent.endsWith("?x")`))
	b.untilShows(faults, "line 4")
	b.press("z", chromedp.ModifierCtrl)
	b.until("the message is gone", b.inEditor(`!root.querySelector(".cm-message")`))
	b.untilResult(4, "EADDRINUSE")
}

// TestKeepsPlaceWhileOneTypes writes a line before the one that the player is at.
func TestKeepsPlaceWhileOneTypes(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.write(taken)
	b.untilResult(4, "EADDRINUSE")
	b.click(b.in(`[data-step="4"]`))
	b.untilAt(4)
	b.click(b.in(editor))
	b.press(kb.Home, chromedp.ModifierCtrl)
	b.press("C sleep(1)\n")
	b.untilAt(5)
	b.untilResult(5, "EADDRINUSE")
	b.until("the editor marks its line", b.inEditor(`root.querySelector(".cm-current")?.textContent.startsWith("B bind")`))
}

// TestTabLeavesEditor goes through the editor with the keyboard.
func TestTabLeavesEditor(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.atEnd()
	b.press(kb.Tab)
	b.until("the focus is behind the editor", js(`!document.activeElement.matches(%s)`, editor))
	b.press(kb.Tab, chromedp.ModifierShift)
	b.until("the focus is in the editor", js(`document.activeElement.matches(%s)`, editor))
}

// TestWritesWithoutEditor uses the plain field where the editor does not load.
func TestWritesWithoutEditor(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.watch.expect("editor.")
	command(p, network.SetBlockedURLs, network.SetBlockedURLsParams{
		URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*/editor.*", Block: true}},
	})
	p.open(playgroundPath)
	b := p.player(0)
	b.replaceText(b.in(field), taken+"B bnid(3)\n")
	b.untilResult(4, "EADDRINUSE")
	b.untilShows(faults, "bnid")
}
