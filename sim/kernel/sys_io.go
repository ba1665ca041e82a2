package kernel

import (
	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysSend is send(2), sendto(2) and write(2).
func (k *Kernel) sysSend(p *Process, f *FileDescription, c *abi.Call) reply {
	switch {
	case f.sock == nil:
		return k.ok(len(c.Data)) // /dev/null takes everything
	case f.sock.typ == abi.SOCK_DGRAM:
		return k.sendDatagram(f.sock, c)
	}
	return k.sendStream(p, f, c)
}

// sendStream is tcp_sendmsg. The address of a sendto is ignored.
func (k *Kernel) sendStream(p *Process, f *FileDescription, c *abi.Call) reply {
	s := f.sock
	nonblock := p.nonblock(f, c)
	if s.connecting() {
		if nonblock {
			return k.failOn(abi.EAGAIN, profile.SendConnected, s.id)
		}
		return k.blocks(profile.SendConnected, s.id)
	}
	sent := 0
	if p.wait != nil {
		sent = p.wait.sent
	}
	if s.err != 0 || s.sendClosed() {
		return k.sendRefused(s, sent)
	}
	n := min(s.writable(), len(c.Data)-sent)
	s.tcb.unsent = append(s.tcb.unsent, c.Data[sent:sent+n]...)
	sent += n
	k.push(s)
	switch {
	case sent == len(c.Data):
		return k.ok(sent)
	case nonblock && sent > 0:
		return k.ok(sent)
	case nonblock:
		return k.failOn(abi.EAGAIN, profile.SendRoom, s.id)
	}
	k.keepSent(p, f, c, sent)
	return k.blocks(profile.SendRoom, s.id)
}

// keepSent notes how much of a send has been taken while the rest waits.
func (k *Kernel) keepSent(p *Process, f *FileDescription, c *abi.Call, sent int) {
	if p.wait == nil {
		k.block(p, &wait{call: c, file: f})
	}
	p.wait.sent = sent
}

func (k *Kernel) sendRefused(s *Socket, sent int) reply {
	if sent > 0 {
		return k.ok(sent)
	}
	if e := s.takeError(); e != 0 {
		return k.failOn(e, profile.PendingError, s.id)
	}
	return k.failOn(abi.EPIPE, profile.SendOpen, s.id)
}

// nonblock reports whether a transfer must not wait. That is decided when the call is made: O_NONBLOCK
// set while it waits changes nothing.
func (p *Process) nonblock(f *FileDescription, c *abi.Call) bool {
	return p.wait == nil && (f.nonblock() || c.Flags&abi.MSG_DONTWAIT != 0)
}

// sysRecv is recv(2), recvfrom(2) and read(2).
func (k *Kernel) sysRecv(p *Process, f *FileDescription, c *abi.Call) reply {
	switch {
	case f.sock == nil, c.Name == "read" && c.Len == 0:
		return k.ok(0)
	case f.sock.typ == abi.SOCK_DGRAM:
		return k.recvDatagram(p, f, c)
	}
	return k.recvStream(p, f, c)
}

// recvStream is tcp_recvmsg_locked.
func (k *Kernel) recvStream(p *Process, f *FileDescription, c *abi.Call) reply {
	s := f.sock
	switch {
	case s.state == Listen:
		return k.failOn(abi.ENOTCONN, profile.Connected, s.id)
	case len(s.recv) > 0:
		return k.takeStream(s, c)
	case s.done:
		return k.okNotingOf(0, profile.RecvEnd, s.id)
	case s.err != 0:
		return k.failOn(s.takeError(), profile.PendingError, s.id)
	case s.shutRecv:
		return k.okNotingOf(0, profile.RecvShut, s.id)
	case s.state == Close:
		return k.failOn(abi.ENOTCONN, profile.Connected, s.id)
	case p.nonblock(f, c):
		return k.failOn(abi.EAGAIN, profile.RecvData, s.id)
	}
	return k.blocks(profile.RecvData, s.id)
}

func (k *Kernel) takeStream(s *Socket, c *abi.Call) reply {
	n := min(c.Len, len(s.recv))
	r := k.ok(n)
	k.frame.data = string(s.recv[:n])
	if c.Flags&abi.MSG_PEEK != 0 {
		return r
	}
	wasShut := s.window() < maxSegment/2
	s.recv = s.recv[n:]
	if s.tcb != nil && wasShut && !s.done && s.state != Close {
		k.sendAck(s) // tells the peer that there is room again
	}
	return r
}

// recvDatagram is udp_recvmsg: a pending error comes before data.
func (k *Kernel) recvDatagram(p *Process, f *FileDescription, c *abi.Call) reply {
	s := f.sock
	switch {
	case s.err != 0:
		return k.failOn(s.takeError(), profile.PendingError, s.id)
	case len(s.queue) > 0:
		return k.takeDatagram(s, c)
	case p.nonblock(f, c):
		return k.failOn(abi.EAGAIN, profile.RecvData, s.id)
	case s.shutRecv:
		return k.okNotingOf(0, profile.RecvShut, s.id)
	}
	return k.blocks(profile.RecvData, s.id)
}

func (k *Kernel) takeDatagram(s *Socket, c *abi.Call) reply {
	d := s.queue[0]
	if s.reader == 0 {
		s.reader = len(s.queue)
	}
	if c.Flags&abi.MSG_PEEK == 0 {
		s.queue = s.queue[1:]
		s.discharge(d.cost)
	}
	r := k.ok(min(c.Len, len(d.data)))
	k.frame.data = d.data[:r.ret]
	if c.Name == "recvfrom" {
		k.frame.addr = abi.Sockaddr{Family: s.family, Addr: s.asFamily(d.src.Addr()), Port: d.src.Port()}
	}
	return r
}

// discharge gives room in the receive buffer back, not one datagram at a time: when a quarter of
// the buffer has come together, or the reader's refill is used up (udp_rmem_release).
func (s *Socket) discharge(cost int) {
	s.reader--
	s.deficit += cost
	if s.reader == 0 || s.deficit >= s.opts.rcvbuf/4 {
		s.deficit = 0
	}
}

// readable reports whether a receive would return now.
func (k *Kernel) readable(s *Socket) bool {
	return len(s.recv) > 0 || len(s.queue) > 0 || s.err != 0 || s.done || s.shutRecv ||
		s.typ == abi.SOCK_STREAM && (s.state == Close || s.state == Listen)
}
