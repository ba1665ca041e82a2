package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"portlab/server"
	"portlab/server/probe"
	"portlab/server/probeapi"
)

type serveCmd struct {
	Addr  string `help:"The address to listen on." default:"127.0.0.1:8000" placeholder:"HOST:PORT"`
	Probe string `help:"Whether visitors may run scenarios on this host: auto, on or off. Auto is on where the address is a loopback one." enum:"auto,on,off" default:"auto" placeholder:"auto|on|off"`
}

func (c *serveCmd) Run(ctx context.Context, s streams) error {
	site, err := server.NewSite()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("%w: choose another address with --addr HOST:PORT", err)
	}
	api := probeOptions(c.Probe, listener.Addr())
	fmt.Fprintf(s.out, "Portlab is at http://%s/\n%s\nPress Ctrl+C to stop.\n", listener.Addr(), probeLine(api))
	return serve(ctx, listener, server.New(site, server.Options{API: probeapi.New(api)}))
}

// probeOptions decides whether pages may run scenarios on this host.
func probeOptions(mode string, addr net.Addr) probeapi.Options {
	switch {
	case mode == "off":
		return probeapi.Options{Off: "this server was started with --probe=off"}
	case mode == "auto" && !isLoopback(addr):
		return probeapi.Options{Off: "this server can be reached from other machines; its operator allows it with --probe=on"}
	}
	if err := probe.Available(); err != nil {
		return probeapi.Options{Off: err.Error()}
	}
	return probeapi.Options{Runner: probeapi.ThisHost(probe.DefaultLimits)}
}

func probeLine(o probeapi.Options) string {
	if o.Runner == nil {
		return "Its pages run no scenarios on this host: " + o.Off + "."
	}
	return "Its pages can run scenarios on this host, Linux " + probe.Release() + ", in namespaces of their own."
}

func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// serve answers requests until the context ends, and then gives those under way a moment to finish.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	web := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := web.Shutdown(grace); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return web.Close()
}
