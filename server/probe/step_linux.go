//go:build amd64 || arm64

package probe

import (
	"context"
	"fmt"
	"time"

	"portlab/sim/abi"
	"portlab/sim/interp"
)

// step makes one call of the scenario and waits until the machine is at rest.
func (h *Host) step(ctx context.Context, name string, c abi.Call) (interp.Outcome, error) {
	p, err := h.ready(name)
	if err != nil {
		return interp.Outcome{}, err
	}
	if err := h.countStep(); err != nil {
		return interp.Outcome{}, err
	}
	h.finished = nil
	made := time.Since(h.opened)
	if err := h.make(ctx, p, c); err != nil {
		return interp.Outcome{}, fmt.Errorf("%s by %s: %w", c.Name, name, err)
	}
	if err := h.settle(ctx); err != nil {
		return interp.Outcome{}, err
	}
	out := h.outcome(p)
	out.Time = made
	return out, countLimit("sockets", h.used.sockets, h.limits.Sockets)
}

// ready returns the named process, which must be able to take a call.
func (h *Host) ready(name string) (*process, error) {
	p := h.procs[name]
	switch {
	case p == nil:
		return nil, fmt.Errorf("there is no process %s", name)
	case p.pending != nil:
		return nil, fmt.Errorf("process %s is blocked in an earlier call", name)
	}
	return p, nil
}

func (h *Host) countStep() error {
	h.used.steps++
	return countLimit("steps", h.used.steps, h.limits.Steps)
}

// make begins the call, or carries it out where it is none that the process makes in one go.
func (h *Host) make(ctx context.Context, p *process, c abi.Call) error {
	if do := composites[c.Name]; do != nil {
		return do(h, ctx, p, c)
	}
	build := requests[c.Name]
	if build == nil {
		return fmt.Errorf("the probe does not know this call")
	}
	q, err := build(h, p, c)
	if err != nil {
		return err
	}
	p.step = h.used.steps
	return h.begin(p, q)
}

// finish records what a call returned.
func (h *Host) finish(p *process, r abi.Result) {
	h.finished = append(h.finished, interp.Resumed{Proc: p.name, Result: r, Time: time.Since(h.opened)})
}

// outcome tells the result of the process's own call from the completions of others.
func (h *Host) outcome(p *process) interp.Outcome {
	out := interp.Outcome{Blocked: true}
	for _, f := range h.finished {
		if f.Proc == p.name {
			out.Blocked, out.Result = false, f.Result
		} else {
			out.Resumed = append(out.Resumed, f)
		}
	}
	return out
}
