package kernel

import (
	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysSend is send(2), sendto(2) and write(2).
func (k *Kernel) sysSend(p *Process, f *FileDescription, s *Socket, c *abi.Call) reply {
	switch {
	case s == nil:
		return k.ok(len(c.Data)) // /dev/null takes everything
	case s.typ == abi.SOCK_DGRAM:
		return k.sendDatagram(s, c)
	}
	return k.sendStream(p, f, s, c)
}

// sendStream is tcp_sendmsg. The address of a sendto is ignored.
func (k *Kernel) sendStream(p *Process, f *FileDescription, s *Socket, c *abi.Call) reply {
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
	n := min(k.writable(s), len(c.Data)-sent)
	k.tcb(s).unsent += c.Data[sent : sent+n]
	sent += n
	k.push(s)
	switch {
	case (sent == len(c.Data) || nonblock && sent > 0) && s.state == CloseWait:
		return k.okNotingOf(sent, profile.SendHalfClosed, s.id)
	case sent == len(c.Data) || nonblock && sent > 0:
		return k.ok(sent)
	case nonblock:
		return k.failOn(abi.EAGAIN, profile.SendRoom, s.id)
	}
	k.keepSent(p, c, sent)
	return k.blocks(profile.SendRoom, s.id)
}

// keepSent notes how much of a send has been taken while the rest waits.
func (k *Kernel) keepSent(p *Process, c *abi.Call, sent int) {
	if p.wait == nil {
		k.block(p, &wait{call: c, file: p.fds.get(c.FD)})
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
func (k *Kernel) sysRecv(p *Process, f *FileDescription, s *Socket, c *abi.Call) reply {
	switch {
	case s == nil, c.Name == "read" && c.Len == 0:
		return k.ok(0)
	case s.typ == abi.SOCK_DGRAM:
		return k.recvDatagram(p, f, s, c)
	}
	return k.recvStream(p, f, s, c)
}

// recvStream is tcp_recvmsg_locked.
func (k *Kernel) recvStream(p *Process, f *FileDescription, s *Socket, c *abi.Call) reply {
	switch {
	case s.state == Listen:
		return k.failOn(abi.ENOTCONN, profile.Connected, s.id)
	case len(k.unread(s)) > 0:
		return k.takeStream(s, c)
	case s.done:
		k.readFin(s, c)
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
	t := k.tcb(s)
	n := min(c.Len, len(t.recv))
	k.frame.result.Data = t.recv[:n]
	if c.Flags&abi.MSG_PEEK == 0 {
		t.recv = t.recv[n:]
		if t.recv == "" {
			k.readFin(s, c)
		}
	}
	k.tellRoom(s)
	return k.ok(n)
}

// readFin takes the peer's FIN out of the receive queue: with the last byte before it, or by itself.
func (k *Kernel) readFin(s *Socket, c *abi.Call) {
	if s.tcb != 0 && c.Flags&abi.MSG_PEEK == 0 {
		k.tcb(s).finQueued = false
	}
}

// recvDatagram is udp_recvmsg: a pending error comes before data.
func (k *Kernel) recvDatagram(p *Process, f *FileDescription, s *Socket, c *abi.Call) reply {
	switch {
	case s.err != 0:
		return k.failOn(s.takeError(), profile.PendingError, s.id)
	case len(k.inboxes[s.ref()].queue) > 0:
		return k.takeDatagram(s, c)
	case p.nonblock(f, c):
		return k.failOn(abi.EAGAIN, profile.RecvData, s.id)
	case s.shutRecv:
		return k.okNotingOf(0, profile.RecvShut, s.id)
	}
	return k.blocks(profile.RecvData, s.id)
}

func (k *Kernel) takeDatagram(s *Socket, c *abi.Call) reply {
	in := k.inboxes[s.ref()]
	d := in.queue[0]
	if in.reader == 0 {
		in.reader = len(in.queue)
	}
	if c.Flags&abi.MSG_PEEK == 0 {
		in.queue = in.queue[1:]
		in.discharge(d.cost, int(s.opts.rcvbuf))
	}
	k.inboxes[s.ref()] = in
	k.frame.result.Data = d.data[:min(c.Len, len(d.data))]
	if c.Name == "recvfrom" {
		k.frame.result.Addr = abi.Sockaddr{Family: int(s.family), Addr: s.asFamily(d.src.Addr()), Port: d.src.Port()}
	}
	return k.ok(len(k.frame.result.Data))
}

// discharge gives room in the receive buffer back, not one datagram at a time: when a quarter of
// the buffer has come together, or the reader's refill is used up (udp_rmem_release).
func (in *inbox) discharge(cost, rcvbuf int) {
	in.reader--
	in.deficit += cost
	if in.reader == 0 || in.deficit >= rcvbuf/4 {
		in.deficit = 0
	}
}

// readable reports whether a receive would return now.
func (k *Kernel) readable(s *Socket) bool {
	return len(k.unread(s)) > 0 || len(k.inboxes[s.ref()].queue) > 0 || s.err != 0 || s.done || s.shutRecv ||
		s.typ == abi.SOCK_STREAM && (s.state == Close || s.state == Listen)
}
