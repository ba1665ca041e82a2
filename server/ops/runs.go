package ops

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"portlab/server/probe"
	"portlab/server/probeapi"
	"portlab/sim/scenario"
)

// Runs returns a runner that counts the runs of another, and writes a line of the log for each. It
// tells nothing of the scenario.
func Runs(log *slog.Logger, m *Metrics, inner probeapi.Runner) probeapi.Runner {
	return countedRunner{inner, log, m}
}

type countedRunner struct {
	probeapi.Runner
	log     *slog.Logger
	metrics *Metrics
}

// Run runs the scenario and counts it.
func (r countedRunner) Run(ctx context.Context, s *scenario.Scenario, o probeapi.Observer) error {
	start := time.Now()
	r.metrics.runsInFlight.Inc()
	defer r.metrics.runsInFlight.Dec()
	err := r.Runner.Run(ctx, s, o)
	took, how := time.Since(start), outcome(ctx, err)
	r.metrics.runs.WithLabelValues(how).Inc()
	r.metrics.runSeconds.Observe(took.Seconds())
	r.log.LogAttrs(ctx, slog.LevelInfo, "run on this host", slog.String("outcome", how), slog.Float64("seconds", took.Seconds()))
	return err
}

// outcome says how a run ended: "completed", "cancelled", "limit" or "failed".
func outcome(ctx context.Context, err error) string {
	var limit *probe.LimitError
	switch {
	case err == nil:
		return "completed"
	case ctx.Err() != nil:
		return "cancelled"
	case errors.As(err, &limit):
		return "limit"
	}
	return "failed"
}
