package probeapi

import (
	"context"
	"time"

	"portlab/server/probe"
	"portlab/sim/interp"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A Runner runs scenarios on a real kernel.
type Runner interface {
	// Available returns nil where scenarios can be run, and otherwise the reason.
	Available() error
	// Release returns the kernel's release.
	Release() string
	// Run runs a scenario and tells o what happens, from the calling goroutine. An error of o ends
	// the run and is returned, as is any other that ends it.
	Run(ctx context.Context, s *scenario.Scenario, o Observer) error
}

// An Observer is told how a run goes.
type Observer interface {
	Opened(release string, sysctls map[string]string) error
	// At says which line comes next.
	At(line int)
	Happened(e trace.Event) error
	// Waited says how far the sleep of the line under way has come.
	Waited(total, elapsed time.Duration)
}

// ThisHost runs scenarios on the kernel of this machine, within the limits.
func ThisHost(limits probe.Limits) Runner { return thisHost{limits} }

type thisHost struct{ limits probe.Limits }

func (thisHost) Available() error { return probe.Available() }

func (thisHost) Release() string { return probe.Release() }

func (t thisHost) Run(ctx context.Context, s *scenario.Scenario, o Observer) (err error) {
	host, err := probe.Open(ctx, probe.Options{
		Limits: t.limits,
		OnWait: func(w probe.Wait) { o.Waited(w.Total, w.Elapsed) },
	})
	if err != nil {
		return err
	}
	defer func() {
		if failed := host.Close(); err == nil {
			err = failed
		}
	}()
	sysctls, err := host.Sysctls()
	if err != nil {
		return err
	}
	if err := o.Opened(probe.Release(), sysctls); err != nil {
		return err
	}
	return steps(ctx, interp.New(s, host), o)
}

// steps runs a scenario line by line.
func steps(ctx context.Context, in *interp.Interp, o Observer) error {
	for line := in.Next(); line != nil; line = in.Next() {
		o.At(line.Pos.Line)
		_, events, err := in.Step(ctx)
		for _, e := range events {
			if err := o.Happened(e); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}
