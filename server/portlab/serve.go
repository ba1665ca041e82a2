package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"portlab/server"
	"portlab/server/ops"
	"portlab/server/probe"
	"portlab/server/probeapi"
)

type serveCmd struct {
	Addr           string                 `help:"The address to listen on (default ${default})." env:"PORTLAB_ADDR" default:"127.0.0.1:8000" placeholder:"HOST:PORT"`
	BasePath       server.Place           `help:"Where the site begins: a path, or the whole address that visitors use, which previews of links and the sitemap need (default ${default})." env:"PORTLAB_BASE_PATH" default:"/" placeholder:"/PATH/|URL"`
	Probe          string                 `help:"Whether visitors may run scenarios on this host: auto (the default), on or off. Auto is on where the address is a loopback one and no proxy is trusted." env:"PORTLAB_PROBE" enum:"auto,on,off" default:"auto" placeholder:"auto|on|off"`
	FrameAncestors []server.FrameAncestor `help:"Sites that may show pages in frames, divided by commas. Without it any site may show embed pages, and no site the rest." env:"PORTLAB_FRAME_ANCESTORS" placeholder:"ORIGIN"`
	TrustedProxy   []server.Proxy         `help:"Addresses of reverse proxies, divided by commas, whose X-Forwarded-Host and X-Forwarded-Proto are believed." env:"PORTLAB_TRUSTED_PROXY" placeholder:"ADDRESS[/BITS]"`
	MetricsAddr    string                 `help:"Another address, to answer with metrics for Prometheus at /metrics." env:"PORTLAB_METRICS_ADDR" placeholder:"HOST:PORT"`
	LogFormat      string                 `help:"How the log is written to standard error: text or json (default ${default})." env:"PORTLAB_LOG_FORMAT" enum:"text,json" default:"text" placeholder:"text|json"`
	LogLevel       slog.Level             `help:"The least level that is written: debug, info, warn or error. Requests are written at info (default ${default})." env:"PORTLAB_LOG_LEVEL" default:"info" placeholder:"LEVEL"`
	DrainDelay     time.Duration          `help:"When told to end: how long to go on answering, as not ready (default ${default})." env:"PORTLAB_DRAIN_DELAY" default:"0s" placeholder:"TIME"`
	Grace          time.Duration          `help:"After that: how long requests under way may take. Runs on this host are cancelled (default ${default})." env:"PORTLAB_GRACE" default:"10s" placeholder:"TIME"`
}

// Run serves until the context ends.
func (c *serveCmd) Run(ctx context.Context, s streams) error {
	site, err := server.NewSite(c.BasePath)
	if err != nil {
		return err
	}
	listener, err := ops.Listen(c.Addr)
	if err != nil {
		return fmt.Errorf("%w: choose another address with --addr HOST:PORT", err)
	}
	log, metrics, health := ops.NewLog(s.err, c.LogFormat, c.LogLevel), ops.NewMetrics(), new(ops.Health)
	stop, err := c.serveMetrics(metrics, log)
	if err != nil {
		return err
	}
	defer stop()
	api := c.probeOptions(listener.Addr())
	fmt.Fprintf(s.out, "Portlab is at http://%s%s\n%s\nPress Ctrl+C to stop.\n", listener.Addr(), c.BasePath.Path, probeLine(api))
	if api.Runner != nil {
		api.Runner = ops.Runs(log, metrics, api.Runner)
	}
	pages := server.New(site, server.Options{API: probeapi.New(api), FrameAncestors: c.FrameAncestors, Proxies: c.TrustedProxy})
	web := ops.Server{
		Handler: health.Beside(ops.Requests(log, metrics, pages)), Plain: pages.Holds,
		Health: health, Ending: ops.Ending{Delay: c.DrainDelay, Grace: c.Grace}, Log: log,
	}
	return web.Serve(ctx, listener)
}

// serveMetrics answers with the metrics at their own address, if there is one, until stop is called.
func (c *serveCmd) serveMetrics(m *ops.Metrics, log *slog.Logger) (stop func() error, err error) {
	if c.MetricsAddr == "" {
		return func() error { return nil }, nil
	}
	listener, err := net.Listen("tcp", c.MetricsAddr)
	if err != nil {
		return nil, fmt.Errorf("%w: choose another address with --metrics-addr HOST:PORT", err)
	}
	return m.Serve(listener, log), nil
}

// probeOptions decides whether pages may run scenarios on this host.
func (c *serveCmd) probeOptions(addr net.Addr) probeapi.Options {
	switch {
	case c.Probe == "off":
		return probeapi.Options{Off: "this server was started with --probe=off"}
	case c.Probe == "auto" && (!isLoopback(addr) || len(c.TrustedProxy) > 0):
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
