//go:build amd64 || arm64

package probe

import (
	"context"
	"fmt"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// fork makes a real child of a process. The kernel reports the birth to the tracer in the
// parent's stop PTRACE_EVENT_FORK, and stops the child with a SIGSTOP.
func (h *Host) fork(parent *process, name string) (*process, error) {
	q := &request{nr: unix.SYS_CLONE, args: [6]uintptr{uintptr(unix.SIGCHLD)}}
	if err := h.begin(parent, q); err != nil {
		return nil, err
	}
	pid, err := h.awaitChild(parent)
	if err != nil {
		return nil, err
	}
	if err := h.awaitBreakpoint(parent); err != nil {
		return nil, err
	}
	r, err := h.answer(parent)
	if err != nil {
		return nil, err
	}
	child := &process{name: name, pid: pid, inner: r.Ret, memory: memory{pid, h.base.memory.base}}
	h.procs[name], h.byPID[pid], h.inner[name] = child, child, r.Ret
	return child, nil
}

func (h *Host) awaitChild(parent *process) (int, error) {
	status, err := waitFor(parent.pid)
	if err != nil {
		return 0, err
	}
	if !status.Stopped() || status.TrapCause() != unix.PTRACE_EVENT_FORK {
		return 0, h.noChild(parent, status)
	}
	pid, err := unix.PtraceGetEventMsg(parent.pid)
	if err != nil {
		return 0, err
	}
	if err := awaitStop(int(pid)); err != nil {
		return 0, err
	}
	return int(pid), unix.PtraceCont(parent.pid, 0)
}

// noChild says why a fork made none: the call failed, so the parent stands at its breakpoint.
func (h *Host) noChild(parent *process, status unix.WaitStatus) error {
	if !status.Stopped() {
		return fmt.Errorf("process %s was ended by the host, not by the scenario (%s)", parent.name, ended(status))
	}
	r, err := h.answer(parent)
	if err != nil {
		return err
	}
	return fmt.Errorf("this host makes no more processes: fork: %w", unix.Errno(r.Errno))
}

// doFork is the call fork of a scenario.
func (h *Host) doFork(_ context.Context, p *process, c abi.Call) error {
	if err := h.countProcess(); err != nil {
		return err
	}
	_, err := h.fork(p, c.Child)
	if err == nil {
		h.finish(p, abi.Result{})
	}
	return err
}
