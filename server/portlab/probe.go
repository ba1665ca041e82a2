package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"portlab/server/probe"
	"portlab/sim/interp"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

type probeCmd struct {
	scenarioFile
	JSON bool `name:"json" help:"Print one JSON object a line."`
}

func (c *probeCmd) Run(ctx context.Context, s streams) error {
	text, err := c.read(s.in)
	if err != nil {
		return err
	}
	p := newPrinter(s.out, c.JSON)
	if err := onHost(ctx, text, s.err, p.print); err != nil {
		return err
	}
	return p.result()
}

// onHost runs a scenario on this host's kernel and hands on each event. Where stderr is a terminal
// it shows how far a sleep has come.
func onHost(ctx context.Context, text *scenario.Scenario, stderr io.Writer, emit func(trace.Event) error) (err error) {
	options := probe.Options{}
	if isTerminal(stderr) {
		options.OnWait = func(w probe.Wait) { showWait(stderr, w) }
	}
	host, err := probe.Open(ctx, options)
	if err != nil {
		return err
	}
	defer func() {
		if failed := host.Close(); err == nil {
			err = failed
		}
	}()
	return interp.New(text, host).Run(ctx, emit)
}

// showWait writes one line over the last, and clears it at the end.
func showWait(stderr io.Writer, w probe.Wait) {
	line := fmt.Sprintf("%s sleeps: %v of %v", w.Proc, w.Elapsed.Round(time.Second), w.Total)
	if w.Elapsed >= w.Total {
		line = ""
	}
	fmt.Fprintf(stderr, "\r\x1b[K%s", line)
}
