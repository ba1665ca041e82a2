package ops

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
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

// Serve answers requests until ctx ends, then ends as told, and returns nil where every request
// could be answered to its end.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, h *Health, e Ending, log *slog.Logger) error {
	requests, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	web := newServer(requests, handler, log)
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("ending", "delay", e.Delay.String(), "grace", e.Grace.String())
	h.Drain()
	select {
	case err := <-failed:
		return err
	case <-time.After(e.Delay):
	}
	cancel(ErrEnding)
	return shutDown(ctx, web, e.Grace)
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

func shutDown(ctx context.Context, web *http.Server, grace time.Duration) error {
	limited, stop := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer stop()
	err := web.Shutdown(limited)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(errCut, web.Close())
	}
	return err
}
