package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"portlab/server"
	"portlab/server/probe"
	"portlab/server/probeapi"
	"portlab/sim/scenario"
)

// A site is the server on a loopback address of its own.
type site struct {
	*httptest.Server
	runs *runLog
}

// serve starts the server with the handler that `portlab serve` uses, and the probe on.
func serve(t testing.TB) *site {
	return serveThrough(t, func(h http.Handler) http.Handler { return h })
}

// serveThrough starts the server with something between it and the browser.
func serveThrough(t testing.TB, between func(http.Handler) http.Handler) *site {
	t.Helper()
	runs := &runLog{Runner: probeapi.ThisHost(probe.DefaultLimits), ended: make(chan error, 16)}
	handler := server.New(pages, server.Options{API: probeapi.New(probeapi.Options{Runner: runs})})
	s := &site{httptest.NewServer(between(handler)), runs}
	t.Cleanup(s.Close)
	return s
}

// A runLog tells when a run on the host has ended and left nothing behind.
type runLog struct {
	probeapi.Runner
	ended chan error
}

func (l *runLog) Run(ctx context.Context, s *scenario.Scenario, o probeapi.Observer) error {
	err := l.Runner.Run(ctx, s, o)
	l.ended <- err
	return err
}

// holdingWebAssembly keeps the WebAssembly back until release is closed.
func holdingWebAssembly(release <-chan struct{}) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if strings.HasSuffix(req.URL.Path, ".wasm") {
				select {
				case <-release:
				case <-req.Context().Done():
				}
			}
			next.ServeHTTP(w, req)
		})
	}
}
