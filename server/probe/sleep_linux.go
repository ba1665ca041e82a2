//go:build amd64 || arm64

package probe

import (
	"context"
	"time"

	"portlab/sim/abi"
)

// sleepTick is how often a sleep looks for calls that have finished: finer than the kernel's
// timers, which fire 100 to 1000 times a second, so that two timers are told apart.
const sleepTick = time.Millisecond

// waitReport is how often OnWait is called.
const waitReport = time.Second

// doSleep lets real time pass. Calls that finish meanwhile are noted as they do.
func (h *Host) doSleep(ctx context.Context, p *process, c abi.Call) error {
	h.used.sleep += c.Duration
	if err := timeLimit("of sleep in all", h.used.sleep, h.limits.Sleep); err != nil {
		return err
	}
	start := time.Now()
	reported := start
	for {
		passed := time.Since(start)
		if passed >= c.Duration {
			break
		}
		if time.Since(reported) >= waitReport {
			h.report(p, c.Duration, passed)
			reported = reported.Add(waitReport)
		}
		time.Sleep(min(sleepTick, c.Duration-passed))
		if err := h.interrupted(ctx); err != nil {
			return err
		}
		if _, err := h.collect(); err != nil {
			return err
		}
	}
	h.report(p, c.Duration, c.Duration)
	h.finish(p, abi.Result{})
	return nil
}

func (h *Host) report(p *process, total, elapsed time.Duration) {
	if h.onWait != nil {
		h.onWait(Wait{Proc: p.name, Total: total, Elapsed: elapsed})
	}
}
