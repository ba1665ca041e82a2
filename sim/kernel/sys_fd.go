package kernel

import (
	"slices"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// dupFD makes a second descriptor for an open file description, at the lowest free number from min.
func (k *Kernel) dupFD(p *Process, oldFD, min int, closeOnExec bool) reply {
	fd := p.fds.lowest(min)
	if fd < 0 {
		return k.fail(abi.EMFILE, profile.FDLimit)
	}
	p.fds.set(fd, FD{file: k.share(p.fds.get(oldFD)), closeOnExec: closeOnExec})
	return k.ok(fd)
}

// share counts one more descriptor of an open file description.
func (k *Kernel) share(file int32) int32 {
	f := k.files.at(file)
	f.refs++
	if s := k.socks.at(f.sock); s != nil {
		s.refs = f.refs
	}
	return file
}

// drop counts one descriptor less. The last one closes the socket; where that waits (SO_LINGER),
// drop returns the socket that it waits for.
func (k *Kernel) drop(file int32, exiting bool) (lingering *Socket) {
	if k.unref(file) {
		return k.closeFile(file, exiting)
	}
	return nil
}

// unref counts one descriptor less, and reports whether it was the last.
func (k *Kernel) unref(file int32) bool {
	f := k.files.at(file)
	f.refs--
	if s := k.socks.at(f.sock); s != nil {
		s.refs = f.refs
	}
	return f.refs == 0
}

// closeFile closes what no descriptor refers to any more.
func (k *Kernel) closeFile(file int32, exiting bool) (lingering *Socket) {
	s := k.socks.at(k.files.at(file).sock)
	k.files.remove(file)
	if s != nil && k.closeSocket(s, exiting) {
		return s
	}
	return nil
}

// closeAll closes the descriptors of a process that ends, without waiting for anything.
func (k *Kernel) closeAll(p *Process) {
	for _, file := range slices.Backward(k.unrefAll(p, func(FD) bool { return true })) {
		k.closeFile(file, true)
		k.net.deliver()
	}
}

// closeLast closes files that nothing refers to any more, the last one first, and what it sends arrives
// before the next ends (task_work_run). SO_LINGER makes the call wait, and the rest with it.
func (k *Kernel) closeLast(p *Process, c *abi.Call, files []int32) reply {
	for i, file := range slices.Backward(files) {
		s := k.closeFile(file, false)
		k.net.deliver()
		switch {
		case s == nil:
		case s.closing():
			r := k.linger(p, s, c)
			p.wait.rest = files[:i]
			return r
		default:
			k.orphan(s)
		}
	}
	return reply{}
}

// unrefAll takes away the descriptors of a process that match, and returns the files that nothing refers
// to any more.
func (k *Kernel) unrefAll(p *Process, match func(FD) bool) (last []int32) {
	for fd, entry := range p.fds.list {
		if entry.file != 0 && match(entry) {
			p.fds.set(fd, FD{})
			if k.unref(entry.file) {
				last = append(last, entry.file)
			}
		}
	}
	return last
}

// sysDup2 is dup2(2): what was open at the new number is closed.
func (k *Kernel) sysDup2(p *Process, oldFD, newFD int) reply {
	if newFD < 0 || newFD >= abi.RLIMIT_NOFILE {
		return k.fail(abi.EBADF, profile.FDRange)
	}
	if newFD == oldFD {
		return k.ok(newFD)
	}
	old := p.fds.get(newFD)
	p.fds.set(newFD, FD{file: k.share(p.fds.get(oldFD))})
	if old == 0 {
		return k.ok(newFD)
	}
	if s := k.drop(old, false); s != nil {
		return k.linger(p, s, &abi.Call{Name: "dup2", FD: oldFD, FD2: newFD})
	}
	return k.ok(newFD)
}

// sysClose is close(2).
func (k *Kernel) sysClose(p *Process, fd int) reply {
	f := p.fds.get(fd)
	p.fds.set(fd, FD{})
	if !k.unref(f) {
		return k.okNotingOf(0, profile.CloseShared, int(k.files.at(f).sock))
	}
	if s := k.closeFile(f, false); s != nil {
		return k.linger(p, s, &abi.Call{Name: "close", FD: fd})
	}
	return reply{}
}

// settable are the file status flags that F_SETFL changes (SETFL_MASK).
const settable = abi.O_APPEND | abi.O_NONBLOCK | abi.O_ASYNC

// sysFcntl is fcntl(2).
func (k *Kernel) sysFcntl(p *Process, f *FileDescription, c *abi.Call) reply {
	switch c.Cmd {
	case abi.F_DUPFD, abi.F_DUPFD_CLOEXEC:
		if c.Arg < 0 || c.Arg >= abi.RLIMIT_NOFILE {
			return k.fail(abi.EINVAL, profile.FDRange)
		}
		return k.dupFD(p, c.FD, c.Arg, c.Cmd == abi.F_DUPFD_CLOEXEC)
	case abi.F_GETFD:
		if p.fds.list[c.FD].closeOnExec {
			return k.ok(abi.FD_CLOEXEC)
		}
		return k.ok(0)
	case abi.F_SETFD:
		p.fds.list[c.FD].closeOnExec = c.Arg&abi.FD_CLOEXEC != 0
		p.fds.edits++
		return k.ok(0)
	case abi.F_GETFL:
		return k.ok(int(f.flags))
	case abi.F_SETFL:
		f.flags = f.flags&^settable | int32(c.Arg)&settable
		return k.ok(0)
	}
	return k.fail(abi.EINVAL, profile.FcntlCommand)
}
