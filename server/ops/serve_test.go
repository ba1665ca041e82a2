package ops

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A served is a server under test.
type served struct {
	url    string
	health *Health
	end    context.CancelFunc
	ended  chan error // how Serve ended
}

// isPlain is true of what is answered without net/http.
func isPlain(path string) bool { return path == "/plain" }

func start(t *testing.T, e Ending, handler http.HandlerFunc) *served {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	s := &served{"http://" + listener.Addr().String(), new(Health), cancel, make(chan error, 1)}
	log := slog.New(slog.DiscardHandler)
	web := Server{s.health.Beside(handler), isPlain, s.health, e, log}
	go func() { s.ended <- web.Serve(ctx, listener) }()
	return s
}

// get returns the status and body that an address answers with.
func (s *served) get(t *testing.T, path string) (int, string) {
	t.Helper()
	resp, err := http.Get(s.url + path)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode, string(body)
}

func TestServeEndsWithItsContext(t *testing.T) {
	s := start(t, Ending{Grace: time.Minute}, func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Length", "5")
		fmt.Fprint(w, "hello")
	})
	for _, path := range []string{"/", "/plain", "/", "/plain"} {
		if status, body := s.get(t, path); status != http.StatusOK || body != "hello" {
			t.Errorf("%s: got %d %q", path, status, body)
		}
	}
	s.end()
	if err := <-s.ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
}

// While it drains the server answers, as not ready; then requests under way are told why they end,
// and may finish.
func TestServeDrains(t *testing.T) {
	began, cause := make(chan struct{}), make(chan error, 1)
	s := start(t, Ending{Delay: 200 * time.Millisecond, Grace: time.Minute}, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path != "/long" {
			return
		}
		close(began)
		<-req.Context().Done()
		cause <- context.Cause(req.Context())
		fmt.Fprint(w, "finished")
	})
	long := make(chan string, 1)
	go func() {
		_, body := s.get(t, "/long")
		long <- body
	}()
	<-began
	s.end()
	for status := 0; status != http.StatusServiceUnavailable; {
		status, _ = s.get(t, ReadyPath)
	}
	if status, _ := s.get(t, "/"); status != http.StatusOK {
		t.Errorf("while it drains a page is answered with %d, want %d", status, http.StatusOK)
	}
	if err := <-cause; !errors.Is(err, ErrEnding) {
		t.Errorf("the long request is cancelled because of %v, want %v", err, ErrEnding)
	}
	if body := <-long; body != "finished" {
		t.Errorf("the long request is answered with %q, want it finished", body)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
}

func TestServeDoesNotWaitForEver(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	s := start(t, Ending{Grace: time.Millisecond}, func(http.ResponseWriter, *http.Request) {
		close(began)
		<-release
	})
	gone := make(chan error, 1)
	go func() {
		_, err := http.Get(s.url)
		gone <- err
	}()
	<-began
	s.end()
	if err := <-s.ended; !errors.Is(err, errCut) {
		t.Errorf("Serve ended with %v, want %v", err, errCut)
	}
	if err := <-gone; err == nil {
		t.Error("the request that did not end was answered")
	}
}

func TestServeRefusesALongHeader(t *testing.T) {
	s := start(t, Ending{}, func(http.ResponseWriter, *http.Request) {})
	req, err := http.NewRequest("GET", s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Long", strings.Repeat("x", 4*maxHeader))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d, want %d", resp.StatusCode, http.StatusRequestHeaderFieldsTooLarge)
	}
}
