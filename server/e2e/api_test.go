package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestOtherSiteCannotRun opens a page of another site that tries to run a scenario on the host, in
// every way that a page has.
func TestOtherSiteCannotRun(t *testing.T) {
	t.Parallel()
	for name, attempt := range map[string]string{
		"fetch":        `fetch(probe, { method: "POST", body: text, headers: { "Content-Type": "text/plain" } })`,
		"blind fetch":  `fetch(probe, { method: "POST", body: text, mode: "no-cors" })`,
		"beacon":       `navigator.sendBeacon(probe, text)`,
		"hidden frame": `sendForm()`,
	} {
		for _, host := range []string{"127.0.0.1", "localhost"} {
			t.Run(name+" from "+host, func(t *testing.T) {
				t.Parallel()
				answers := make(chan int, 16)
				s := serveThrough(t, tellingAnswers(answers))
				other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "text/html")
					fmt.Fprintf(w, attackPage, s.URL, attempt)
				}))
				t.Cleanup(other.Close)
				p := visit(t, strings.Replace(other.URL, "127.0.0.1", host, 1))
				p.watch.expect("") // what the browser says to the other site's page is not our page's trouble
				p.open("/")
				if got := <-answers; got != http.StatusForbidden {
					t.Errorf("the server answers the other site's request with %d, want %d", got, http.StatusForbidden)
				}
				if len(s.runs.ended) > 0 {
					t.Error("the other site's scenario was run")
				}
			})
		}
	}
}

// attackPage is a page that tries something with the server's probe.
const attackPage = `<!doctype html><link rel="icon" href="data:,"><iframe name="frame" hidden></iframe><script>
	const probe = %q + "/api/probe", text = "A socket(AF_INET, SOCK_STREAM, 0) = 3\n";
	function sendForm() {
		const form = document.createElement("form");
		Object.assign(form, { action: probe, method: "post", enctype: "text/plain", target: "frame" });
		const input = Object.assign(document.createElement("input"), { name: "A socket(AF_INET, SOCK_STREAM, 0) ", value: " 3" });
		form.append(input);
		document.body.append(form);
		form.submit();
	}
	%s;
</script>`

// tellingAnswers sends the status of each answer of the probe.
func tellingAnswers(answers chan<- int) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if req.URL.Path != "/api/probe" {
				next.ServeHTTP(w, req)
				return
			}
			recorded := httptest.NewRecorder()
			next.ServeHTTP(recorded, req)
			w.WriteHeader(recorded.Code)
			answers <- recorded.Code
		})
	}
}

// TestOtherNameCannotRun opens the page under a name that somebody has pointed to this machine. The
// page works, but no scenario runs on the host.
func TestOtherNameCannotRun(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, strings.Replace(s.URL, "127.0.0.1", "portlab.localhost", 1))
	p.open(playgroundPath)
	b := p.player(0)
	b.click(b.in(`button.run`))
	b.untilShows(view, "loopback address")
	if len(s.runs.ended) > 0 {
		t.Error("the scenario was run")
	}
}

// TestOtherSiteCannotFrame opens a page of another site with the lesson in a frame.
func TestOtherSiteCannotFrame(t *testing.T) {
	t.Parallel()
	s := serve(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><link rel="icon" href="data:,"><iframe src="%s%s"></iframe>`, s.URL, lessonPath)
	}))
	t.Cleanup(other.Close)
	p := visit(t, other.URL)
	p.watch.expect("request to another site: "+s.URL+lessonPath, "frame-ancestors")
	p.open("/")
	p.answersInOrder()
	if got := p.watch.all(); !strings.Contains(strings.Join(got, "\n"), "frame-ancestors") {
		t.Errorf("the browser says %q, want that frame-ancestors forbids the frame", got)
	}
}
