package kernel

import (
	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysSocket is socket(2): the flags, then the protocol (inet_create), then a descriptor.
func (k *Kernel) sysSocket(p *Process, c *abi.Call) reply {
	typ := c.Type & abi.SOCK_TYPEMASK
	if c.Type&^(abi.SOCK_TYPEMASK|abi.SOCK_NONBLOCK|abi.SOCK_CLOEXEC) != 0 {
		return k.fail(abi.EINVAL, profile.SocketFlags)
	}
	want := abi.IPPROTO_TCP
	if typ == abi.SOCK_DGRAM {
		want = abi.IPPROTO_UDP
	}
	if c.Protocol != abi.IPPROTO_IP && c.Protocol != want {
		return k.fail(abi.EPROTONOSUPPORT, profile.SocketProtocol)
	}
	fd := p.fds.lowest(0)
	if fd < 0 {
		return k.fail(abi.EMFILE, profile.FDLimit)
	}
	k.install(p, fd, k.newSocket(k.freshSocket(p, c.Family, typ)), c.Type)
	return k.ok(fd)
}

func (k *Kernel) freshSocket(p *Process, family, typ int) Socket {
	s := Socket{family: family, typ: typ, uid: p.uid}
	s.opts.v6only = family == abi.AF_INET6 && k.sysctl.v6only
	s.opts.rcvbuf, s.opts.sndbuf = k.prof.ReceiveBuffer, k.prof.SendBuffer
	if typ == abi.SOCK_DGRAM {
		s.opts.rcvbuf, s.opts.sndbuf = k.prof.DatagramBuffer, k.prof.DatagramBuffer
	}
	return s
}

// install gives the socket a new open file description at fd; flags are SOCK_NONBLOCK and
// SOCK_CLOEXEC.
func (k *Kernel) install(p *Process, fd int, s *Socket, flags int) {
	f := k.newFile(s, abi.O_RDWR|flags&abi.SOCK_NONBLOCK)
	s.refs = 1
	p.fds.set(fd, FD{file: f, closeOnExec: flags&abi.SOCK_CLOEXEC != 0})
}
