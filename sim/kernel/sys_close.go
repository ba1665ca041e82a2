package kernel

import (
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// closeSocket closes a socket whose last descriptor has gone (tcp_close, udp_lib_close). It reports
// whether the close waits, because of SO_LINGER with a time.
func (k *Kernel) closeSocket(s *Socket, exiting bool) (lingers bool) {
	if s.typ == abi.SOCK_DGRAM {
		k.releaseDatagramPort(s)
		k.forget(s)
		return false
	}
	s.shutRecv, s.shutSend = true, true
	unread := len(k.unread(s)) > 0
	if unread {
		k.tcb(s).recv = ""
	}
	switch {
	case s.state == Listen:
		k.become(s, Close)
		k.listenStop(s)
	case s.state == Close:
	case unread:
		k.become(s, Close)
		k.sendReset(s)
		k.frame.why.NoteOf(profile.CloseReset, s.id)
	case s.opts.lingerOn && s.opts.linger == 0:
		if k.disconnect(s) {
			k.frame.why.NoteOf(profile.CloseReset, s.id)
		}
	default:
		k.sendFin(s)
		if s.opts.lingerOn && !exiting && s.closing() {
			return true
		}
		if s.state != Close {
			k.frame.why.NoteOf(profile.CloseOrphan, s.id)
		}
	}
	k.orphan(s)
	return false
}

// orphan makes the socket die by itself from here on (sock_orphan and what follows in __tcp_close).
func (k *Kernel) orphan(s *Socket) {
	s.dead = true
	switch s.state {
	case Close:
		k.destroy(s)
	case FinWait2:
		k.orphanFinWait2(s)
	}
}

// orphanFinWait2 gives an orphan in FIN_WAIT_2 its time: tcp_fin_timeout, or TCP_LINGER2, of which
// what exceeds 60 s is spent as a full socket.
func (k *Kernel) orphanFinWait2(s *Socket) {
	if s.opts.linger2Negative {
		k.become(s, Close)
		k.sendReset(s)
		k.destroy(s)
		return
	}
	after := k.finTime(s)
	if after > k.prof.TimeWait {
		k.startTimer(s, timerOrphan, after-k.prof.TimeWait)
		return
	}
	k.timeWait(s, FinWait2, after)
}

// minFinTime is 3.5 retransmission timeouts on a fast path, the least that tcp_fin_time gives.
const minFinTime = 700 * time.Millisecond

func (k *Kernel) finTime(s *Socket) time.Duration {
	after := s.opts.linger2
	if after == 0 {
		after = k.sysctl.finTimeout
	}
	return max(after, minFinTime)
}

// listenStop resets the connections that nobody has accepted (inet_csk_listen_stop).
func (k *Kernel) listenStop(s *Socket) {
	if s.listener == 0 {
		return
	}
	for child := k.nextReady(s); child != nil; child = k.nextReady(s) {
		child.dead = true
		k.disconnect(child)
		k.destroy(child)
	}
	k.listeners.remove(s.listener)
	s.listener = 0
}

// linger makes a call wait for a closed socket, up to SO_LINGER's time.
func (k *Kernel) linger(p *Process, s *Socket, c *abi.Call) reply {
	after := time.Duration(s.opts.linger) * time.Second
	w := &wait{call: c, sock: s.ref(), until: k.clock.now + after}
	if p.wait == nil {
		k.block(p, w)
	} else {
		p.wait = w // it has closed one before
	}
	k.startTimer(s, timerLinger, after)
	return k.blocks(profile.LingerAcked, s.id)
}

// finishLinger returns from a close that waited: all was acknowledged, or the time is up.
func (k *Kernel) finishLinger(p *Process) reply {
	s := k.socks.at(p.wait.sock)
	k.stopTimer(s, timerLinger)
	rule := profile.LingerAcked
	if s.closing() {
		rule = profile.CloseOrphan
	}
	k.frame.why.NoteOf(rule, s.id)
	k.orphan(s)
	if c := p.wait.call; c.Name == "dup2" {
		return reply{ret: c.FD2}
	}
	return k.closeLast(p, p.wait.call, p.wait.rest)
}
