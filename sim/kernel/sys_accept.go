package kernel

import (
	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysAccept is accept(2) and accept4(2). The descriptor is reserved before the queue is looked at
// (__sys_accept4_file, inet_csk_accept).
func (k *Kernel) sysAccept(p *Process, f *FileDescription, s *Socket, c *abi.Call) reply {
	if c.Flags&^(abi.SOCK_NONBLOCK|abi.SOCK_CLOEXEC) != 0 {
		return k.fail(abi.EINVAL, profile.SocketFlags)
	}
	fd := p.fds.lowest(0)
	switch {
	case fd < 0:
		return k.fail(abi.EMFILE, profile.FDLimit)
	case s.typ != abi.SOCK_STREAM:
		return k.fail(abi.EOPNOTSUPP, profile.ListenStream)
	case s.state != Listen:
		return k.failOn(abi.EINVAL, profile.AcceptListening, s.id)
	case k.queued(s) > 0:
		return k.acceptFirst(p, s, fd, c.Flags)
	case f.nonblock():
		return k.failOn(abi.EAGAIN, profile.AcceptQueue, s.id)
	}
	return k.blocks(profile.AcceptQueue, s.id)
}

func (k *Kernel) acceptFirst(p *Process, l *Socket, fd, flags int) reply {
	child := k.nextReady(l)
	child.use = connected
	child.uid = int32(p.uid)
	k.install(p, fd, child, flags)
	k.frame.result.Addr = child.peer()
	return k.okNotingOf(fd, profile.AcceptQueue, child.id)
}

// wakeAccepts wakes up to n of the processes that wait for a connection, as the socket no longer
// listens. A connection wakes one; a dissolved listener (sk_error_report) also only one, the others
// sleep on; shutdown, and what becomes of a connection that the socket makes next (sk_state_change),
// wakes all.
func (k *Kernel) wakeAccepts(s *Socket, n int) {
	for _, p := range k.waiters {
		if n > 0 && k.waitsOn(p) == s && !p.wait.woken {
			p.wait.woken = true
			n--
		}
	}
}
