//go:build amd64 || arm64

package probe

import (
	"context"
	"fmt"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// clone makes a child of a process, in new namespaces where flags say so. The kernel reports the
// birth to the tracer in the parent's stop PTRACE_EVENT_FORK, and stops the child with a SIGSTOP.
func (h *Host) clone(parent *process, flags uintptr) (*process, error) {
	q := &request{nr: unix.SYS_CLONE, args: [6]uintptr{flags | uintptr(unix.SIGCHLD)}}
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
	return &process{name: "1", pid: pid, inner: r.Ret, memory: memory{pid, parent.memory.base}}, err
}

// enter gives a process its name in the scenario.
func (h *Host) enter(p *process, name string) {
	p.name = name
	h.procs[name], h.byPID[p.pid], h.inner[name] = p, p, p.inner
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
	return fmt.Errorf("cannot make a process: clone: %w", unix.Errno(r.Errno))
}

// doFork is the call fork of a scenario.
func (h *Host) doFork(_ context.Context, p *process, c abi.Call) error {
	if err := h.countProcess(); err != nil {
		return err
	}
	child, err := h.clone(p, 0)
	if err != nil {
		return err
	}
	h.enter(child, c.Child)
	h.finish(p, abi.Result{})
	return nil
}
