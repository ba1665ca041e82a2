//go:build amd64 || arm64

package probe

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// exit does not return: the process's end is its result.
func exit(_ *Host, p *process, c abi.Call) (*request, error) {
	p.dying = true
	return &request{nr: unix.SYS_EXIT_GROUP, args: ints(c.Status)}, nil
}

// kill also works on a process that is gone: the kernel says so.
func kill(h *Host, _ *process, c abi.Call) (*request, error) {
	inner, ok := h.inner[c.Target]
	if !ok {
		return nil, fmt.Errorf("there is no process %s", c.Target)
	}
	target := h.procs[c.Target]
	if target != nil {
		target.dying = true
	}
	lives := func(_ memory, r *abi.Result) error {
		if r.Errno != 0 && target != nil {
			target.dying = false
		}
		return nil
	}
	return &request{nr: unix.SYS_KILL, args: ints(inner, c.Signal), after: lives}, nil
}

func setuid(h *Host, _ *process, c abi.Call) (*request, error) {
	if known, err := h.hasUser(c.UID); err != nil || !known {
		return nil, errors.Join(err, fmt.Errorf("this host has no user id %d: an ordinary user who runs portlab "+
			"may use one user id only; start portlab as root to run setuid here", c.UID))
	}
	return &request{nr: unix.SYS_SETUID, args: ints(c.UID)}, nil
}

// execve closes the descriptors that are marked close-on-exec, the highest first: the kernel goes
// upwards, but what nothing refers to any more ends only after that, the last first (task_work_run).
// That is all of it: no program is run.
func execve(_ *Host, p *process, _ abi.Call) (*request, error) {
	fds, err := closeOnExec(p.pid)
	slices.Reverse(fds)
	return closeAll(fds), err
}

// closeAll closes descriptors one after the other, and then answers 0.
func closeAll(fds []int) *request {
	if len(fds) == 0 {
		return &request{nr: unix.SYS_GETPID, after: func(_ memory, r *abi.Result) error {
			r.Ret = 0
			return nil
		}}
	}
	return &request{nr: unix.SYS_CLOSE, args: ints(fds[0]), then: closeAll(fds[1:])}
}
