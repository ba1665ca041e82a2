package kernel

import (
	"time"

	"portlab/sim/abi"
)

// A Process is a program as the kernel sees it: credentials and a table of descriptors. It has one
// thread, so it is in at most one call.
type Process struct {
	name   string
	pid    int
	parent string
	uid    int
	state  ProcState
	status int // exit status
	fds    FDTable
	wait   *wait // with state Waiting, the call that it is in
}

// A wait is a call that has blocked.
type wait struct {
	call  *abi.Call
	file  *FileDescription
	sock  *Socket // for a close with SO_LINGER, whose descriptor is gone
	seq   int     // waits are woken in this order
	sent  int     // bytes of a send that have been taken so far
	until time.Duration
	woken bool // of an accept: the listener was stopped
	// disconnects is the socket's when the wait began: another process may dissolve the
	// connection meanwhile.
	disconnects int
}

// privileged reports whether the process has its capabilities: a process starts with all, and
// setuid to a non-zero uid drops them.
func (p *Process) privileged() bool { return p.uid == 0 }

// A FileDescription is POSIX's open file description: what dup and fork share. sock is nil for
// /dev/null, which stands for any file that is no socket.
type FileDescription struct {
	id    int
	refs  int // descriptors, in all processes, and calls in progress
	flags int // O_NONBLOCK and access mode
	sock  *Socket
}

func (f *FileDescription) nonblock() bool { return f.flags&abi.O_NONBLOCK != 0 }

// An FD is an entry of a process's descriptor table.
type FD struct {
	file        *FileDescription
	closeOnExec bool
}

// An FDTable maps descriptors to open file descriptions. A number is free where file is nil. POSIX
// promises the lowest free number (open(2)), and a table is small, so a scan finds it.
type FDTable []FD

func (t FDTable) get(fd int) *FileDescription {
	if fd < 0 || fd >= len(t) {
		return nil
	}
	return t[fd].file
}

// lowest returns the lowest free number that is at least min, or -1 where RLIMIT_NOFILE is reached.
func (t FDTable) lowest(min int) int {
	for fd := min; fd < abi.RLIMIT_NOFILE; fd++ {
		if t.get(fd) == nil {
			return fd
		}
	}
	return -1
}

func (t *FDTable) set(fd int, f FD) {
	for len(*t) <= fd {
		*t = append(*t, FD{})
	}
	(*t)[fd] = f
}
