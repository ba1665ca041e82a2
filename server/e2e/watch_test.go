package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A watch notices what must not happen in a window: a warning or an error on the console, which
// violations of the content security policy are too, an exception, and a request to another site.
type watch struct {
	site     string
	mu       sync.Mutex
	troubles []string
	expected []string
}

// notice is called by the browser for every event of the window.
func (w *watch) notice(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if slices.Contains([]runtime.ConsoleAPICalledType{"error", "warning", "assert"}, e.Type) {
			w.add("console.%s: %s", e.Type, written(e.Args))
		}
	case *runtime.EventExceptionThrown:
		w.add("%v", &chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails})
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			w.add("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if !w.isOwn(e.Request.URL) {
			w.add("request to another site: %s", e.Request.URL)
		}
	}
}

func written(values []*runtime.RemoteObject) string {
	var words []string
	for _, v := range values {
		words = append(words, strings.Trim(string(v.Value), `"`)+v.Description)
	}
	return strings.Join(words, " ")
}

// isOwn reports whether an address lies within the site, or in no site at all.
func (w *watch) isOwn(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Host == "" || u.Scheme+"://"+u.Host == w.site)
}

func (w *watch) add(format string, values ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.troubles = append(w.troubles, fmt.Sprintf(format, values...))
}

// expect says that troubles with these words in them are what the test is about.
func (w *watch) expect(words ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.expected = append(w.expected, words...)
}

// unexpected returns the troubles so far, but for the expected ones.
func (w *watch) unexpected() []string {
	troubles := w.all()
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(troubles, func(trouble string) bool {
		return slices.ContainsFunc(w.expected, func(words string) bool { return strings.Contains(trouble, words) })
	})
}

// all returns the troubles so far.
func (w *watch) all() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.troubles)
}

// report fails the person's test for every trouble.
func (w *watch) report(p *person) {
	p.answersInOrder()
	for _, trouble := range w.unexpected() {
		p.t.Errorf("the page complains: %s", trouble)
	}
}

// answersInOrder asks the browser for an answer, after which no event of what went before is under way.
func (p *person) answersInOrder() {
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[int](`0`)); err != nil {
		p.t.Errorf("the page does not answer: %v", err)
	}
}

// TestTroubleIsNoticed makes sure that no page of the other tests is clean only because nobody looks.
func TestTroubleIsNoticed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, says string }{
		"error":      {`<script>console.error("lost", 3)</script>`, "console.error: lost 3"},
		"warning":    {`<script>console.warn("look out")</script>`, "console.warning: look out"},
		"exception":  {`<script>throw new Error("broken")</script>`, "broken"},
		"rejection":  {`<script>Promise.reject(new Error("unheard"))</script>`, "unheard"},
		"missing":    {`<img src="/missing.png">`, "404"},
		"policy":     {`<p style="color: red">`, "Content Security Policy"},
		"other site": {`<img src="http://localhost:1/x.png">`, "request to another site: http://localhost:1/x.png"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Path != "/" {
					http.NotFound(w, req)
					return
				}
				w.Header().Set("Content-Type", "text/html")
				w.Header().Set("Content-Security-Policy", "default-src * 'unsafe-inline'; style-src 'self'")
				fmt.Fprintf(w, `<!doctype html><link rel="icon" href="data:,">%s`, c.body)
			}))
			t.Cleanup(server.Close)
			p := visit(t, server.URL)
			p.open("/")
			p.answersInOrder()
			if got := p.watch.unexpected(); !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, c.says) }) {
				t.Errorf("noticed %q, want something with %q", got, c.says)
			}
			p.watch.expect("")
		})
	}
}
