package probeapi

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"portlab/sim/abi"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A fakeRunner tells the observer what a run of one call would.
type fakeRunner struct {
	unavailable error
	fails       error
	started     chan struct{} // where set, Run tells it that it began, and waits for its context to end
	ended       chan error    // where set, Run tells it how it ended
}

func (f fakeRunner) Available() error { return f.unavailable }
func (f fakeRunner) Release() string  { return "6.18.44" }

func (f fakeRunner) Run(ctx context.Context, s *scenario.Scenario, o Observer) (err error) {
	if f.ended != nil {
		defer func() { f.ended <- err }()
	}
	if err := o.Opened("6.18.44", map[string]string{"net.ipv4.tcp_tw_reuse": "2"}); err != nil {
		return err
	}
	o.At(7)
	if f.started != nil {
		f.started <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	o.Waited(65*time.Second, 3*time.Second)
	claim := &scenario.Claim{Kind: scenario.ClaimRet, Text: "0"}
	e := trace.Event{Line: 7, Proc: "A", Call: &abi.Call{Name: "listen"}, State: trace.Done, Claim: claim, OK: true}
	if err := o.Happened(e); err != nil {
		return err
	}
	return f.fails
}

// ask sends a request as a script of the page at http://localhost:8000 would, but for what change
// does to it.
func ask(h http.Handler, method, target, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "http://localhost:8000"+target, strings.NewReader(body))
	req.Header.Set("Origin", "http://localhost:8000")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("Sec-Fetch-Dest", "empty")
	req.Header.Set("Referer", "http://localhost:8000/en/playground/")
	req.Header.Set("Content-Type", "text/plain; charset=utf-8")
	if change != nil {
		change(req)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w
}

func set(header, value string) func(*http.Request) {
	return func(req *http.Request) { req.Header.Set(header, value) }
}

func toHost(host string) func(*http.Request) {
	return func(req *http.Request) { req.Host, req.Header = host, http.Header{"Content-Type": {"text/plain"}} }
}

const oneCall = "A listen(3, 1) = 0\n"

func TestStream(t *testing.T) {
	w := ask(New(Options{Runner: fakeRunner{}}), "POST", "/api/probe", oneCall, nil)
	const want = `event: host
data: {"release":"6.18.44","sysctls":{"net.ipv4.tcp_tw_reuse":"2"}}

event: wait
data: {"line":7,"seconds":65,"elapsed":3}

event: step
data: {"line":7,"proc":"A","call":"listen","state":"done","ret":0,"claim":"0","ok":true}

event: end
data: {"ok":true,"steps":1,"seconds":`
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/event-stream" || !w.Flushed {
		t.Errorf("status %d, flushed %v, %v", w.Code, w.Flushed, w.Header())
	}
	if !strings.HasPrefix(w.Body.String(), want) {
		t.Errorf("got\n%s", w.Body)
	}
}

func TestErrorEndsTheStream(t *testing.T) {
	fails := fakeRunner{fails: errors.New("line 7: this host has no user id 1000")}
	w := ask(New(Options{Runner: fails}), "POST", "/api/probe", oneCall, nil)
	want := "event: error\ndata: {\"message\":\"this host has no user id 1000\",\"line\":7}\n\n"
	if !strings.HasSuffix(w.Body.String(), want) {
		t.Errorf("got\n%s", w.Body)
	}
}

func TestHost(t *testing.T) {
	for _, c := range []struct {
		name   string
		o      Options
		change func(*http.Request)
		want   string
	}{
		{"there is one", Options{Runner: fakeRunner{}}, nil, `{"probe":true,"release":"6.18.44"}`},
		{"off", Options{Off: "it is off"}, nil, `{"probe":false,"reason":"it is off"}`},
		{"unavailable", Options{Runner: fakeRunner{unavailable: errors.New("no namespaces")}}, nil, `{"probe":false,"reason":"no namespaces"}`},
		{"elsewhere", Options{Runner: fakeRunner{}}, toHost("portlab.example"), `{"probe":false,"reason":"Scenarios run on this host only for pages opened under a loopback address, such as http://localhost or http://127.0.0.1."}`},
		{"embedded", Options{Runner: fakeRunner{}}, set("Referer", "http://localhost:8000/embed/restart/"), `{"probe":false,"reason":"Scenarios do not run on this host from an embedded player; open the page itself."}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(New(c.o), "GET", "/api/host", "", c.change)
			if got := strings.TrimSpace(w.Body.String()); w.Code != http.StatusOK || got != c.want {
				t.Errorf("status %d, got %s", w.Code, got)
			}
		})
	}
}

func TestGuard(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*http.Request)
		status int
	}{
		{"page", nil, http.StatusOK},
		{"IPv4", toHost("127.1.2.3:8000"), http.StatusOK},
		{"IPv6", toHost("[::1]:8000"), http.StatusOK},
		{"IPv6 without port", toHost("[::1]"), http.StatusOK},
		{"name without port", toHost("LocalHost"), http.StatusOK},
		{"rebound name", toHost("127.0.0.1.evil.example:8000"), http.StatusForbidden},
		{"name under localhost", toHost("localhost.evil.example"), http.StatusForbidden},
		{"private address", toHost("192.168.1.2:8000"), http.StatusForbidden},
		{"every address", toHost("0.0.0.0:8000"), http.StatusForbidden},
		{"no host", toHost(""), http.StatusForbidden},
		{"other origin", set("Origin", "http://evil.example"), http.StatusForbidden},
		{"other port", set("Origin", "http://localhost:9000"), http.StatusForbidden},
		{"opaque origin", set("Origin", "null"), http.StatusForbidden},
		{"two origins", func(req *http.Request) { req.Header.Add("Origin", "http://localhost:8000") }, http.StatusForbidden},
		{"cross-site", set("Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		{"same-site", set("Sec-Fetch-Site", "same-site"), http.StatusForbidden},
		{"form", set("Sec-Fetch-Dest", "document"), http.StatusForbidden},
		{"frame", set("Sec-Fetch-Dest", "iframe"), http.StatusForbidden},
		{"embedded player", set("Referer", "http://localhost:8000/embed?s=restart"), http.StatusForbidden},
		{"embedded player in a language", set("Referer", "http://localhost:8000/en/embed/restart/"), http.StatusForbidden},
		{"forwarded", set("X-Forwarded-For", "203.0.113.1"), http.StatusForbidden},
		{"forwarded by the standard", set("Forwarded", "for=203.0.113.1"), http.StatusForbidden},
		{"through a gateway", set("Via", "1.1 gateway"), http.StatusForbidden},
		{"form's type", set("Content-Type", "application/x-www-form-urlencoded"), http.StatusUnsupportedMediaType},
		{"no type", func(req *http.Request) { req.Header.Del("Content-Type") }, http.StatusUnsupportedMediaType},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(New(Options{Runner: fakeRunner{}}), "POST", "/api/probe", oneCall, c.change)
			if w.Code != c.status {
				t.Errorf("status %d, want %d\n%s", w.Code, c.status, w.Body)
			}
		})
	}
}

func TestBadRequests(t *testing.T) {
	for _, c := range []struct {
		name, method, body string
		o                  Options
		status             int
		want               string
	}{
		{"bad text", "POST", "A listen(3, 1) = 0\nA lisen(3, 1)\n", Options{Runner: fakeRunner{}}, http.StatusBadRequest, `"line":2,"col":3}`},
		{"too long", "POST", strings.Repeat("#", MaxBody+1), Options{Runner: fakeRunner{}}, http.StatusRequestEntityTooLarge, "longer than 65536 bytes"},
		{"off", "POST", oneCall, Options{Off: "it is off"}, http.StatusServiceUnavailable, `{"message":"it is off"}`},
		{"method", "GET", "", Options{Runner: fakeRunner{}}, http.StatusMethodNotAllowed, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(New(c.o), c.method, "/api/probe", c.body, nil)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("status %d\n%s", w.Code, w.Body)
			}
		})
	}
}

func TestRate(t *testing.T) {
	h := New(Options{Runner: fakeRunner{}, Burst: 1, Every: time.Hour})
	if w := ask(h, "POST", "/api/probe", oneCall, nil); w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	w := ask(h, "POST", "/api/probe", oneCall, nil)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "3600" {
		t.Errorf("status %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
}

func TestBucket(t *testing.T) {
	b := newBucket(2, time.Second)
	start := time.Unix(1000, 0)
	for _, c := range []struct{ at, wait time.Duration }{
		{0, 0}, {0, 0},
		{0, time.Second},
		{500 * time.Millisecond, 500 * time.Millisecond},
		{time.Second, 0},
		{time.Second, time.Second},
		{time.Hour, 0}, {time.Hour, 0},
		{time.Hour, time.Second},
	} {
		if wait := b.take(start.Add(c.at)); wait != c.wait {
			t.Errorf("at %v: wait %v, want %v", c.at, wait, c.wait)
		}
	}
}

// A second run is refused while the only one allowed is under way, and the first ends when its
// client goes away.
func TestAtOnceAndDisconnect(t *testing.T) {
	runner := fakeRunner{started: make(chan struct{}), ended: make(chan error, 1)}
	h := New(Options{Runner: runner, AtOnce: 1})
	server := httptest.NewServer(h)
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		readAll(ctx, t, server.URL, oneCall)
	}()
	<-runner.started
	if w := ask(h, "POST", "/api/probe", oneCall, nil); w.Code != http.StatusTooManyRequests {
		t.Errorf("a second run: status %d\n%s", w.Code, w.Body)
	}
	leave()
	if err := <-runner.ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the first run ended with %v", err)
	}
	<-gone
}

// A run that ends because the server does says so.
func TestCancelledRunSaysWhy(t *testing.T) {
	runner := fakeRunner{started: make(chan struct{})}
	ctx, end := context.WithCancelCause(t.Context())
	answered := make(chan *httptest.ResponseRecorder)
	go func() {
		answered <- ask(New(Options{Runner: runner}), "POST", "/api/probe", oneCall, func(req *http.Request) {
			*req = *req.WithContext(ctx)
		})
	}()
	<-runner.started
	end(errors.New("the server is ending"))
	if w := <-answered; !strings.Contains(w.Body.String(), `event: error`+"\n"+`data: {"message":"the server is ending","line":7}`) {
		t.Errorf("got\n%s", w.Body)
	}
}

// readAll runs a scenario over HTTP and returns the lines of its events, as many as came.
func readAll(ctx context.Context, t *testing.T, url, text string) []string {
	req, err := http.NewRequestWithContext(ctx, "POST", url+"/api/probe", strings.NewReader(text))
	if err != nil {
		t.Error(err)
		return nil
	}
	req.Header.Set("Content-Type", "text/plain")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		if ctx.Err() == nil {
			t.Error(err)
		}
		return nil
	}
	defer resp.Body.Close()
	return readLines(resp.Body, nil)
}

// readLines reads lines to the end, or until one makes stop true.
func readLines(r io.Reader, stop func(string) bool) (lines []string) {
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
		if stop != nil && stop(scanner.Text()) {
			break
		}
	}
	return lines
}
