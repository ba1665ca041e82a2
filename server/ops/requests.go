package ops

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// Requests writes a line of the log for each request and counts it. The kind of address is what the
// handlers inside leave in Request.Pattern.
func Requests(log *slog.Logger, m *Metrics, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		start := time.Now()
		m.inFlight.Inc()
		defer m.inFlight.Dec()
		counted := &response{ResponseWriter: w}
		cut := answer(log, next, counted, req)
		done := request{method(req.Method), route(req.Pattern), counted.status, counted.bytes, time.Since(start)}
		m.observe(done)
		done.log(log, req)
		if cut {
			panic(http.ErrAbortHandler) // so that the client sees a broken answer, not a short one
		}
	})
}

// answer lets a handler answer, and reports whether it broke off in the middle. Where a handler fails
// net/http would write the visitor's address to its log.
func answer(log *slog.Logger, next http.Handler, w *response, req *http.Request) (cut bool) {
	defer func() {
		failed := recover()
		if failed == nil {
			return
		}
		if cut = w.status != 0 || failed == http.ErrAbortHandler; !cut {
			http.Error(w, "The server failed; its log says how.", http.StatusInternalServerError)
		}
		if failed != http.ErrAbortHandler {
			log.Error("a handler failed", "panic", fmt.Sprint(failed), "stack", string(debug.Stack()))
		}
	}()
	next.ServeHTTP(w, req)
	return false
}

// A request is what is told of one.
type request struct {
	method, route string
	status, bytes int
	took          time.Duration
}

func (r request) log(log *slog.Logger, req *http.Request) {
	log.LogAttrs(req.Context(), slog.LevelInfo, "request",
		slog.String("method", r.method), slog.String("route", r.route), slog.Int("status", r.status),
		slog.Int("bytes", r.bytes), slog.Float64("seconds", r.took.Seconds()))
}

// method returns a request's method, and "other" for what anybody could have made up.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return name
	}
	return "other"
}

// route returns the kind of address of a pattern, which may begin with a method; "none" where nothing
// is at the address.
func route(pattern string) string {
	if pattern == "" {
		return "none"
	}
	return pattern[strings.LastIndexByte(pattern, ' ')+1:]
}
