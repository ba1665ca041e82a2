package ops

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// secret stands in all places of a request that a visitor fills.
const secret = "s3cret"

// ask sends a request with a secret in each of its parts through Requests, and returns the answer and
// the log.
func ask(t *testing.T, m *Metrics, h http.HandlerFunc) (*httptest.ResponseRecorder, string) {
	t.Helper()
	req := httptest.NewRequest("POST", "/"+secret+"?q="+secret, strings.NewReader(secret))
	req.RemoteAddr = "203.0.113.77:4242"
	req.Host = secret + ".example"
	for _, name := range []string{"User-Agent", "Referer", "Cookie", "X-Forwarded-For"} {
		req.Header.Set(name, secret)
	}
	var log bytes.Buffer
	w := httptest.NewRecorder()
	Requests(NewLog(&log, LogJSON, slog.LevelInfo), m, h).ServeHTTP(w, req)
	for _, told := range []string{secret, "203.0.113.77", "4242"} {
		if strings.Contains(log.String(), told) {
			t.Errorf("the log tells %s:\n%s", told, &log)
		}
	}
	return w, log.String()
}

func TestRequestIsLoggedWithoutItsVisitor(t *testing.T) {
	_, log := ask(t, NewMetrics(), func(w http.ResponseWriter, req *http.Request) {
		req.Pattern = "POST /api/probe"
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, "tea")
	})
	var line struct {
		Msg, Method, Route string
		Status, Bytes      int
		Seconds            float64
	}
	if err := json.Unmarshal([]byte(log), &line); err != nil {
		t.Fatalf("%v in %s", err, log)
	}
	if line.Msg != "request" || line.Method != "POST" || line.Route != "/api/probe" || line.Status != 418 || line.Bytes != 3 || line.Seconds <= 0 {
		t.Errorf("got %s", log)
	}
}

func TestTextLog(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out, LogText, slog.LevelWarn)
	log.Info("quiet")
	log.Warn("loud", "n", 1)
	if got := out.String(); strings.Contains(got, "quiet") || !strings.Contains(got, "level=WARN msg=loud n=1") {
		t.Errorf("got %s", got)
	}
}

func TestHandlerThatFails(t *testing.T) {
	w, log := ask(t, NewMetrics(), func(http.ResponseWriter, *http.Request) { panic("it broke") })
	if w.Code != http.StatusInternalServerError || !strings.Contains(log, "it broke") || !strings.Contains(log, "ops_test.go") {
		t.Errorf("status %d, log %s", w.Code, log)
	}
}

func TestHandlerThatFailsInTheMiddleBreaksItsAnswerOff(t *testing.T) {
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("it ends with %v, want net/http to close the connection", got)
		}
	}()
	ask(t, NewMetrics(), func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "half")
		panic("it broke")
	})
}

// scraped returns what the metrics' own address answers.
func scraped(t *testing.T, m *Metrics) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stop := m.Serve(listener, slog.New(slog.DiscardHandler))
	defer stop()
	resp, err := http.Get("http://" + listener.Addr().String() + MetricsPath)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v", resp.StatusCode, err)
	}
	return string(text)
}

func TestMetrics(t *testing.T) {
	m := NewMetrics()
	for range 2 {
		ask(t, m, func(w http.ResponseWriter, req *http.Request) {
			req.Pattern = "/{page}/"
			io.WriteString(w, "page")
		})
	}
	ask(t, m, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusNotFound) })
	got := scraped(t, m)
	for _, want := range []string{
		`portlab_requests_total{code="200",method="POST",route="/{page}/"} 2`,
		`portlab_requests_total{code="404",method="POST",route="none"} 1`,
		`portlab_response_bytes_total{route="/{page}/"} 8`,
		`portlab_request_seconds_count{route="/{page}/"} 2`,
		`portlab_requests_in_flight 0`,
		`portlab_probe_runs_in_flight 0`,
		`portlab_build_info{`,
		`go_goroutines `,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if strings.Contains(got, secret) {
		t.Errorf("the metrics tell %s", secret)
	}
}

func TestUnknownMethodsCountAsOne(t *testing.T) {
	for given, want := range map[string]string{"GET": "GET", "HEAD": "HEAD", "POST": "POST", secret: "other"} {
		if got := method(given); got != want {
			t.Errorf("method(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestResponseReachesTheConnection(t *testing.T) {
	flushed := make(chan error, 1)
	server := httptest.NewServer(Requests(slog.New(slog.DiscardHandler), NewMetrics(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		flushed <- http.NewResponseController(w).Flush()
	})))
	defer server.Close()
	resp, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if err := <-flushed; err != nil {
		t.Errorf("an answer cannot be sent piece by piece: %v", err)
	}
}

func TestHealth(t *testing.T) {
	var h Health
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	status := func(path string) int {
		w := httptest.NewRecorder()
		h.Beside(next).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Code
	}
	for path, want := range map[string]int{AlivePath: 200, ReadyPath: 200, "/en/": 418, "/healthz/": 418} {
		if got := status(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	h.Drain()
	for path, want := range map[string]int{AlivePath: 200, ReadyPath: 503, "/en/": 418} {
		if got := status(path); got != want {
			t.Errorf("draining, %s: %d, want %d", path, got, want)
		}
	}
}
