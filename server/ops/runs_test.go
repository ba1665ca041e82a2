package ops

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"portlab/server/probe"
	"portlab/server/probeapi"
	"portlab/sim/scenario"
)

// A brokenRunner ends its runs with an error, or without one.
type brokenRunner struct {
	probeapi.Runner
	err error
}

func (b brokenRunner) Run(context.Context, *scenario.Scenario, probeapi.Observer) error { return b.err }

func TestRunsAreCounted(t *testing.T) {
	m := NewMetrics()
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, c := range []struct {
		ctx     context.Context
		err     error
		outcome string
	}{
		{t.Context(), nil, "completed"},
		{gone, context.Canceled, "cancelled"},
		{t.Context(), &probe.LimitError{What: "steps", Max: "1"}, "limit"},
		{t.Context(), errors.New("line 1: " + secret), "failed"},
	} {
		var log bytes.Buffer
		err := Runs(NewLog(&log, LogText, slog.LevelInfo), m, brokenRunner{err: c.err}).Run(c.ctx, nil, nil)
		if !errors.Is(err, c.err) {
			t.Errorf("the run's error is %v, want %v", err, c.err)
		}
		if got := log.String(); !strings.Contains(got, "outcome="+c.outcome) || strings.Contains(got, secret) {
			t.Errorf("the log of a run that was %s: %s", c.outcome, got)
		}
		if got, want := scraped(t, m), `portlab_probe_runs_total{outcome="`+c.outcome+`"} 1`; !strings.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
