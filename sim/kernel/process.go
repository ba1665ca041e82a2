package kernel

import (
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
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
	file  int32   // the open file description, 0 for none
	sock  sockID  // for a close with SO_LINGER, whose descriptor is gone
	rest  []int32 // files to be closed after that
	sent  int     // bytes of a send that have been taken so far
	until time.Duration
	kept  profile.Check // see frame
	woken bool          // of an accept: the listener was stopped
	// disconnects is the socket's when the wait began: another process may dissolve the
	// connection meanwhile.
	disconnects int32
}

// privileged reports whether the process has its capabilities: a process starts with all, and
// setuid to a non-zero uid drops them.
func (p *Process) privileged() bool { return p.uid == 0 }

// A FileDescription is POSIX's open file description: what dup and fork share. sock is 0 for
// /dev/null, which stands for any file that is no socket.
type FileDescription struct {
	id    int32
	refs  int32 // descriptors, in all processes
	flags int32 // O_NONBLOCK and access mode
	sock  sockID
}

func (f *FileDescription) nonblock() bool { return f.flags&abi.O_NONBLOCK != 0 }

// An FD is an entry of a process's descriptor table.
type FD struct {
	file        int32 // the number of its FileDescription in Kernel.files
	closeOnExec bool
}

// An FDTable maps descriptors to open file descriptions. A number is free where file is 0.
type FDTable struct {
	list  []FD
	full  int // every number below is taken
	edits int
}

func (t *FDTable) get(fd int) int32 {
	if fd < 0 || fd >= len(t.list) {
		return 0
	}
	return t.list[fd].file
}

// lowest returns the lowest free number that is at least min, as POSIX promises of open(2), or -1
// where RLIMIT_NOFILE is reached.
func (t *FDTable) lowest(min int) int {
	fd := max(min, t.full)
	for fd < len(t.list) && t.list[fd].file != 0 {
		fd++
	}
	if min <= t.full {
		t.full = fd
	}
	if fd >= abi.RLIMIT_NOFILE {
		return -1
	}
	return fd
}

func (t *FDTable) set(fd int, f FD) {
	for len(t.list) <= fd {
		t.list = append(t.list, FD{})
	}
	t.list[fd] = f
	t.edits++
	if f.file == 0 {
		t.full = min(t.full, fd)
	}
}

// file returns the open file description that a descriptor refers to, nil where it is closed.
func (k *Kernel) file(p *Process, fd int) *FileDescription {
	if n := p.fds.get(fd); n != 0 {
		return k.files.at(n)
	}
	return nil
}

// waitsOn returns the socket that a waiting process's call was made on, nil for a close that lingers.
func (k *Kernel) waitsOn(p *Process) *Socket {
	if p.wait.file == 0 {
		return nil
	}
	return k.socks.at(k.files.at(p.wait.file).sock)
}
