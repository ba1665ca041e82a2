package ops

import (
	"io"
	"net/http"
	"sync/atomic"
)

// Addresses that tell how the server is. They stand at the root, whatever the site's base path is.
const (
	AlivePath = "/healthz" // 200 as long as the process answers
	ReadyPath = "/readyz"  // 200, and 503 once it has been told to end
)

// Health tells whether the server is alive and ready. Its zero value is ready.
type Health struct{ draining atomic.Bool }

// Drain makes the server say that it is not ready.
func (h *Health) Drain() { h.draining.Store(true) }

// Beside answers at AlivePath and ReadyPath, and leaves the rest to next.
func (h *Health) Beside(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch req.URL.Path {
		case AlivePath:
			say(w, http.StatusOK, "alive\n")
		case ReadyPath:
			h.ready(w)
		default:
			next.ServeHTTP(w, req)
		}
	})
}

func (h *Health) ready(w http.ResponseWriter) {
	if h.draining.Load() {
		say(w, http.StatusServiceUnavailable, "ending\n")
		return
	}
	say(w, http.StatusOK, "ready\n")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	io.WriteString(w, text) // an error means that the client has gone
}
