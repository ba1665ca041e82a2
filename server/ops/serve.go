package ops

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"portlab/server/plain"
)

// How long a client may take. A handler whose answer takes longer sets deadlines of its own with
// http.ResponseController.
const (
	headerTime = 10 * time.Second
	bodyTime   = 30 * time.Second
	answerTime = 5 * time.Minute // the WebAssembly on the slowest line
	idleTime   = 2 * time.Minute
)

// maxHeader is how long the header of a request may be, in bytes.
const maxHeader = 16 << 10

// ErrEnding is the cause with which a request's context is cancelled when the server ends.
var ErrEnding = errors.New("the server is ending: run it again in a moment")

// Ending says how the server ends once it is told to.
type Ending struct {
	// Delay is how long it still answers, saying that it is not ready, so that no load balancer
	// sends more.
	Delay time.Duration
	// Grace is how long requests under way may take after that. Runs on this host are cancelled at
	// its beginning.
	Grace time.Duration
}

// A Server is what Serve needs.
type Server struct {
	Handler http.Handler
	// Plain reports which paths the handler answers at once, with a Content-Length. They are answered
	// without net/http (package plain).
	Plain  func(path string) bool
	Health *Health
	Ending Ending
	Log    *slog.Logger
}

// Serve answers requests until ctx ends, then ends as told, and returns nil where every request
// could be answered to its end.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	requests, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	web := newServer(requests, s.Handler, s.Log)
	front := plain.Listen(listener, s.Handler, s.Plain)
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(front) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.Log.Info("ending", "delay", s.Ending.Delay.String(), "grace", s.Ending.Grace.String())
	s.Health.Drain()
	select {
	case err := <-failed:
		return err
	case <-time.After(s.Ending.Delay):
	}
	cancel(ErrEnding)
	return shutDown(ctx, front, web, s.Ending.Grace)
}

func newServer(requests context.Context, handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		BaseContext:       func(net.Listener) context.Context { return requests },
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// errCut says that requests did not end in time.
var errCut = errors.New("requests were still under way when the time that --grace gives them was over")

func shutDown(ctx context.Context, front *plain.Listener, web *http.Server, grace time.Duration) error {
	limited, stop := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer stop()
	err := errors.Join(front.Shutdown(limited), web.Shutdown(limited))
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(errCut, web.Close())
	}
	return err
}
