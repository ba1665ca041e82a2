//go:build amd64 || arm64

package probe

import (
	"context"
	"time"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// sleepTick is how long a sleep may take to see that its context has ended. A call that finishes
// is seen at once: its SIGCHLD is meant for this thread, and interrupts its nap.
const sleepTick = 20 * time.Millisecond

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
		nap(min(sleepTick, c.Duration-passed))
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

// nap sleeps until a signal comes or the time is over. Unlike time.Sleep it keeps to this thread.
func nap(d time.Duration) {
	t := unix.NsecToTimespec(int64(d))
	_ = unix.Nanosleep(&t, nil)
}

func (h *Host) report(p *process, total, elapsed time.Duration) {
	if h.onWait != nil {
		h.onWait(Wait{Proc: p.name, Total: total, Elapsed: elapsed})
	}
}
