package ops

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// MetricsPath is where the metrics stand, in the text format of Prometheus.
const MetricsPath = "/metrics"

// Metrics are the server's numbers.
type Metrics struct {
	registry *prometheus.Registry

	inFlight prometheus.Gauge
	requests *prometheus.CounterVec   // by method, route, code
	bytes    *prometheus.CounterVec   // by route
	seconds  *prometheus.HistogramVec // by route

	runsInFlight prometheus.Gauge
	runs         *prometheus.CounterVec // by outcome
	runSeconds   prometheus.Histogram
}

// NewMetrics returns metrics that are all zero, with those of the process and of Go.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "portlab_requests_in_flight", Help: "Requests under way."}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "portlab_requests_total", Help: "Requests answered."}, []string{"method", "route", "code"}),
		bytes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "portlab_response_bytes_total", Help: "Bytes of the bodies of answers, as sent."}, []string{"route"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "portlab_request_seconds", Help: "From a request's header to the end of its answer.",
			Buckets: []float64{.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 5, 10, 60, 300}}, []string{"route"}),
		runsInFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "portlab_probe_runs_in_flight", Help: "Scenarios under way on this host."}),
		runs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "portlab_probe_runs_total", Help: "Scenarios run on this host, by how they ended."}, []string{"outcome"}),
		runSeconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "portlab_probe_run_seconds", Help: "How long scenarios took on this host.",
			Buckets: []float64{.01, .05, .1, .5, 1, 5, 10, 60, 120, 300}}),
	}
	m.registry.MustRegister(m.inFlight, m.requests, m.bytes, m.seconds, m.runsInFlight, m.runs, m.runSeconds, buildInfo(),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// buildInfo is 1, with what was built as its labels.
func buildInfo() prometheus.Collector {
	labels := prometheus.Labels{"version": "unknown", "goversion": "unknown"}
	if info, ok := debug.ReadBuildInfo(); ok {
		labels["version"], labels["goversion"] = info.Main.Version, info.GoVersion
	}
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "portlab_build_info", Help: "The program's version.", ConstLabels: labels,
	}, func() float64 { return 1 })
}

func (m *Metrics) observe(r request) {
	m.requests.WithLabelValues(r.method, r.route, strconv.Itoa(r.status)).Inc()
	m.bytes.WithLabelValues(r.route).Add(float64(r.bytes))
	m.seconds.WithLabelValues(r.route).Observe(r.took.Seconds())
}

// Serve answers with the metrics until stop is called.
func (m *Metrics) Serve(listener net.Listener, log *slog.Logger) (stop func() error) {
	mux := http.NewServeMux()
	mux.Handle("GET "+MetricsPath, promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	web := newServer(context.Background(), mux, log)
	go func() {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the metrics are not served any more", "error", err)
		}
	}()
	return web.Close
}
