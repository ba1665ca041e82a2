package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
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

// TestStaticSiteLosesTheWay asks a web host, which has one page for all that is not there, for such addresses.
func TestStaticSiteLosesTheWay(t *testing.T) {
	t.Parallel()
	dir := writtenSite(t)
	missing, err := os.ReadFile(filepath.Join(dir, "404.html"))
	if err != nil {
		t.Fatal(err)
	}
	files := http.FileServer(http.Dir(dir))
	web := httptest.NewServer(http.StripPrefix("/course", http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(path.Clean(req.URL.Path)))); err == nil {
			files.ServeHTTP(w, req)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write(missing)
	})))
	t.Cleanup(web.Close)
	p := visit(t, web.URL)
	p.watch.expect("404")
	for _, address := range []string{"/course/nowhere", "/course/zh/lessons/nowhere/", "/course/en/a/b/c/d.html"} {
		for link, want := range map[string]string{`main a:not([hreflang])`: "/course/en/", `main a[hreflang="zh-CN"]`: "/course/zh/", ".logo": "/course/en/"} {
			p.do("open a page that is not there", chromedp.Navigate(p.site+address))
			if styled := find[string](p, `getComputedStyle(document.querySelector("main")).maxWidth`); styled != "640px" {
				t.Errorf("%s has not its styles", address)
			}
			p.follow(link)
			if got := p.path(); got != want {
				t.Errorf("from %s %s leads to %s, want %s", address, link, got, want)
			}
		}
	}
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
