package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// A fakeHost is a server whose probe streams what a test says, in place of a real host: first begin, and
// once the test releases it, the end.
type fakeHost struct {
	*site
	release chan struct{}
}

func serveFakeHost(t *testing.T, begin, end []string) *fakeHost {
	t.Helper()
	release := make(chan struct{})
	stream := func(w http.ResponseWriter, events []string) {
		for _, event := range events {
			name, data, _ := strings.Cut(event, " ")
			fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, data)
		}
		w.(http.Flusher).Flush()
	}
	return &fakeHost{release: release, site: serveThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			switch req.URL.Path {
			case "/api/host":
				fmt.Fprint(w, `{"probe": true, "release": "9.8.7"}`)
			case "/api/probe":
				w.Header().Set("Content-Type", "text/event-stream")
				stream(w, begin)
				select {
				case <-release:
					stream(w, end)
				case <-req.Context().Done():
				}
			default:
				h.ServeHTTP(w, req)
			}
		})
	})}
}

// The host's results of the scenario taken, of which the last is another than the simulator's.
var (
	takenBegin = []string{
		`host {"release": "9.8.7", "sysctls": {"net.ipv4.tcp_tw_reuse": "2", "net.core.somaxconn": "4096"}}`,
		`step {"line":1,"proc":"A","call":"socket","state":"done","ret":3}`,
		`step {"line":2,"proc":"A","call":"bind","state":"done","ret":0}`,
		`step {"line":3,"proc":"B","call":"socket","state":"done","ret":3}`,
		`wait {"line": 4, "seconds": 60, "elapsed": 12.5}`,
	}
	takenEnd = []string{`step {"line":4,"proc":"B","call":"bind","state":"done","ret":0}`, `end {"ok": true}`}
)

// TestReportsDifference runs a scenario on a host that does something else than the simulator: results come
// as they are streamed, with the progress of a wait, and the difference can be reported.
func TestReportsDifference(t *testing.T) {
	t.Parallel()
	for lang, says := range map[string]struct{ waits, differ, title, here string }{
		"en": {"3 of 4 results, waiting, 48 s left", "Results that differ: 1.", "A real host does something else", "simulator: EADDRINUSE"},
		"zh": {"还剩 48 秒", "1 个结果不同", "真实主机的结果与", "模拟器: EADDRINUSE"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := serveFakeHost(t, takenBegin, takenEnd)
			p := visit(t, s.URL)
			p.open("/" + lang + "/playground/")
			b := p.player(0)
			b.write(taken)
			b.untilResult(4, "EADDRINUSE")
			b.click(b.in(`button.run`))
			b.untilShows(view, says.waits)
			if n := find[int](p, js(`document.querySelectorAll(%s).length`, b.in(".compare tr.ok"))); n != 3 {
				t.Errorf("while the host waits %d results agree, want 3", n)
			}
			if done := find[float64](p, js(`document.querySelector(%s).position`, b.in("progress"))); done < 0.79 || done > 0.81 {
				t.Errorf("the progress is %v, want three results and 12.5 of 60 s of four", done)
			}
			if find[bool](p, js(`!!document.querySelector(%s)`, b.in(`[data-dialog="report"]`))) {
				t.Error("a report is offered before the run has ended")
			}
			close(s.release)
			b.untilShows(view, says.differ)
			b.until("the row that differs is marked", js(`document.querySelectorAll(%s).length === 1`, b.in(".compare tr.error")))

			b.click(b.in(`[data-dialog="report"]`))
			p.until("the report is there", `document.getElementById("report").open`)
			report := find[string](p, `document.getElementById("report-text").value`)
			for _, want := range []string{
				says.title, p.site + "/" + lang + "/playground/#step=4&view=host", "Linux 9.8.7", "net.ipv4.tcp_tw_reuse: 2", "net.core.somaxconn: 4096",
				"B bind(3, 127.0.0.1:8080)\n  " + says.here, ": 0\n\nA socket(AF_INET, SOCK_STREAM, 0) = 3\n",
			} {
				if !strings.Contains(report, want) {
					t.Errorf("the report lacks %q:\n%s", want, report)
				}
			}
			if strings.Contains(report, "A bind(3, 127.0.0.1:8080)\n") {
				t.Errorf("the report tells of a call that agrees:\n%s", report)
			}
			p.press(kb.Escape)
			p.until("the focus is back", `document.activeElement.dataset.dialog === "report"`)

			link := report[strings.Index(report, "/"+lang+"/playground/#"):]
			p.open("/" + lang + "/")
			p.open(link[:strings.Index(link, "\n")])
			b = p.player(0)
			b.untilAt(4)
			b.untilResult(4, "EADDRINUSE")
			if got := b.text(); got != taken {
				t.Errorf("the report's link opens %q, want %q", got, taken)
			}
		})
	}
}
