//go:build amd64 || arm64

package probe

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// settle waits until the machine is at rest: every process is stopped, or asleep in a call, and
// no packet is on its way. Where a process sleeps two looks in a row must find it so, for between
// two parts of one look another may wake it.
func (h *Host) settle(ctx context.Context) error {
	for calm, looks := 0, 0; calm == 0 || calm == 1 && h.waits(); looks++ {
		if err := h.interrupted(ctx); err != nil {
			return err
		}
		giveWay(looks)
		rest, err := h.look()
		if err != nil {
			return err
		}
		calm++
		if !rest {
			calm = 0
		}
	}
	return nil
}

// waits reports whether any process is in a call.
func (h *Host) waits() bool {
	for _, p := range h.byPID {
		if p.pending != nil {
			return true
		}
	}
	return false
}

// giveWay lets the processes run, which share this thread's CPU. Where that takes long the CPU is
// busy with other work, or the call is.
func giveWay(looks int) {
	if looks < 100 {
		_, _, _ = unix.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0)
		return
	}
	nap(100 * time.Microsecond)
}

// look collects the calls that have finished, and reports whether the machine was at rest.
func (h *Host) look() (bool, error) {
	if n, err := h.collect(); n > 0 || err != nil {
		return false, err
	}
	for _, p := range h.byPID {
		if p.dying {
			return false, nil
		}
		if p.pending == nil {
			continue
		}
		if asleep, err := p.asleep(); !asleep || err != nil {
			return false, err
		}
	}
	return h.noBacklog()
}

// collect takes note of every process that has stopped or ended, and returns how many did.
func (h *Host) collect() (int, error) {
	for n := 0; ; n++ {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-h.carrier.pid, &status, unix.WALL|unix.WNOTHREAD|unix.WNOHANG, nil)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return n, fmt.Errorf("wait4: %w", err)
		case pid == 0:
			return n, nil
		}
		if err := h.note(pid, status); err != nil {
			return n, err
		}
	}
}

func (h *Host) note(pid int, status unix.WaitStatus) error {
	p := h.byPID[pid]
	if p == nil {
		return fmt.Errorf("the namespace's first process was ended by the host (%s)", ended(status))
	}
	if !status.Stopped() && p.dying {
		h.bury(p)
		return nil
	}
	done, err := h.resumed(p, status)
	if !done || err != nil {
		return err
	}
	return h.complete(p)
}

// complete records what the process's call returned, or lets it go on with what follows.
func (h *Host) complete(p *process) error {
	q := p.pending
	r, err := h.answer(p)
	if err != nil {
		return err
	}
	if q.then != nil {
		return h.begin(p, q.then)
	}
	if q.makesSocket && r.Errno == 0 {
		h.used.sockets++
	}
	h.finish(p, r)
	return nil
}

// bury forgets a process that has ended. Its last call, where it was its own end, did not return.
func (h *Host) bury(p *process) {
	p.closeFiles()
	delete(h.byPID, p.pid)
	delete(h.procs, p.name)
	if p.pending != nil && p.step == h.used.steps {
		h.finish(p, abi.Result{Gone: true})
	}
}
