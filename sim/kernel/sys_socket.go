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
	k.install(p, fd, k.newSocket(p, c.Family, typ), c.Type)
	return k.ok(fd)
}

func (k *Kernel) newSocket(p *Process, family, typ int) *Socket {
	s := k.socks.add()
	s.family, s.typ, s.uid = uint8(family), uint8(typ), int32(p.uid)
	s.opts.v6only = family == abi.AF_INET6 && k.sysctl.v6only
	s.opts.rcvbuf, s.opts.sndbuf = int32(k.prof.ReceiveBuffer), int32(k.prof.SendBuffer)
	if typ == abi.SOCK_DGRAM {
		s.opts.rcvbuf, s.opts.sndbuf = int32(k.prof.DatagramBuffer), int32(k.prof.DatagramBuffer)
	}
	return s
}

// install gives the socket a new open file description at fd; flags are SOCK_NONBLOCK and
// SOCK_CLOEXEC.
func (k *Kernel) install(p *Process, fd int, s *Socket, flags int) {
	f := k.newFile(s.ref(), abi.O_RDWR|flags&abi.SOCK_NONBLOCK)
	s.refs = 1
	p.fds.set(fd, FD{file: f, closeOnExec: flags&abi.SOCK_CLOEXEC != 0})
}
