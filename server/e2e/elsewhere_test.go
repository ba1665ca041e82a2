package e2e

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/page"
)

// TestStaticSite opens the site written out as files, as any web host serves it, below an address
// of its own: all works but the real host, and the player says so.
func TestStaticSite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := pages.Write(dir); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(http.StripPrefix("/course", http.FileServer(http.Dir(dir))))
	t.Cleanup(web.Close)
	p := visit(t, web.URL)
	p.open("/course/")
	p.until("the front door leads to a language", `location.pathname === "/course/en/" && document.readyState === "complete"`)
	p.follow(`[data-slug="address-already-in-use"] a`)
	b := p.player(0)
	b.click(b.control("failnext"))
	b.untilAt(failingStep)
	b.answer("EADDRINUSE")
	b.untilShows(view, "inet_bind_conflict")
	p.watch.expect("404", "405") // how the page finds out that there is no server
	b.click(b.in(`button.run`))
	b.untilShows(view, "no Portlab server")
	p.follow("#language")
	p.player(0)
}

// deniedStorage makes the browser deny pages its storage, as in some frames and private windows.
const deniedStorage = `
	for (const name of ["localStorage", "sessionStorage"]) {
		Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException("denied", "SecurityError"); } });
	}`

// TestWorksWithoutStorage opens pages in a browser that denies them its storage.
func TestWorksWithoutStorage(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	command(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: deniedStorage})
	p.open(playgroundPath)
	b := p.player(0)
	b.write(taken)
	b.untilResult(4, "EADDRINUSE")
	p.click("#theme")
	p.until("the colours are light", `document.documentElement.dataset.theme === "light"`)
	p.open(lessonPath)
	b = p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
}
