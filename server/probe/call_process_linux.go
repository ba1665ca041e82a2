//go:build amd64 || arm64

package probe

import (
	"fmt"

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
	if h.oneUser && c.UID != 0 {
		return nil, fmt.Errorf("this run belongs to an ordinary user, whom the kernel lets use one user id only; "+
			"to run setuid(%d) on this host, start portlab as root", c.UID)
	}
	return &request{nr: unix.SYS_SETUID, args: ints(c.UID)}, nil
}

// execve closes the descriptors that are marked close-on-exec, in order, as the kernel does. That
// is all of it: no program is run.
func execve(_ *Host, p *process, _ abi.Call) (*request, error) {
	fds, err := closeOnExec(p.pid)
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
