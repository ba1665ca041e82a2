package kernel

import "time"

// become is the one way into a state. Leaving for Close takes the socket out of the tables and
// gives up its port, unless bind gave it that port (tcp_set_state).
//
//	Close -> Listen                          listen
//	Close -> SynSent -> Established          connect; SynSent -> SynRecv where both connect
//	SynRecv -> Established                   the handshake's last ACK
//	Established -> FinWait1 -> FinWait2      this side closes first; then TIME_WAIT, a minisock
//	Established -> CloseWait -> LastAck      the peer closes first
//	FinWait1 -> Closing                      both close at once; then TIME_WAIT
//	any -> Close                             reset, refused, dissolved, all done
func (k *Kernel) become(s *Socket, next State) {
	if transitions[s.state]&(1<<next) == 0 {
		panic("kernel: a socket went from " + s.state.String() + " to " + next.String())
	}
	old := s.state
	s.state = next
	switch next {
	case Established, CloseWait, FinWait2, Closing:
		k.wakeAccepts(s, len(k.procs))
	}
	if next != Close {
		return
	}
	if s.hashed {
		s.state = old
		k.unhash(s)
		s.state = next
	}
	if s.bucket != nil && !s.lockPort {
		k.release(s)
	}
}

// transitions are the states that each state is left for, as a set of bits.
var transitions = [...]uint16{
	Close:       1<<Listen | 1<<SynSent | 1<<Close,
	Listen:      1 << Close,
	SynSent:     1<<SynRecv | 1<<Established | 1<<Close,
	SynRecv:     1<<Established | 1<<FinWait1 | 1<<Close,
	Established: 1<<FinWait1 | 1<<CloseWait | 1<<Close,
	FinWait1:    1<<FinWait2 | 1<<Closing | 1<<Close,
	FinWait2:    1 << Close,
	CloseWait:   1<<LastAck | 1<<Close,
	Closing:     1 << Close,
	LastAck:     1 << Close,
	TimeWait:    0,
}

// unhash takes the socket out of the table of connections or listeners.
func (k *Kernel) unhash(s *Socket) {
	if s.state == Listen {
		k.unhashListener(s)
		return
	}
	k.unhashConn(s)
}

// finish ends a connection (tcp_done). Without a descriptor the socket is gone.
func (k *Kernel) finish(s *Socket) {
	for i := range s.timers {
		k.stopTimer(s, timerKind(i))
	}
	k.become(s, Close)
	k.wakeAccepts(s, len(k.procs))
	s.shutRecv, s.shutSend = true, true
	if s.dead {
		k.destroy(s)
	}
}

// destroy frees a socket that nobody refers to, and its port (inet_csk_destroy_sock).
func (k *Kernel) destroy(s *Socket) {
	k.release(s)
	k.forget(s)
}

// timeWait replaces a connection by what is left of it: TIME_WAIT, or FIN_WAIT_2 without a
// descriptor (tcp_time_wait). It holds the port and the 4-tuple from now on, with the flags that
// the socket had.
func (k *Kernel) timeWait(s *Socket, sub State, after time.Duration) {
	if sub == TimeWait {
		after = k.prof.TimeWait
	}
	if k.tws < k.sysctl.maxTimeWait {
		k.newTimeWait(s, sub, after)
	}
	k.finish(s)
}

func (k *Kernel) newTimeWait(s *Socket, sub State, after time.Duration) {
	key := s.connKey()
	tw := k.newSocket(Socket{
		family: s.family, typ: s.typ, state: TimeWait, sub: sub, mini: true, uid: s.uid,
		saddr: s.saddr, rcvAddr: s.rcvAddr, sport: s.sport, daddr: s.daddr, dport: s.dport,
		connectBind: s.connectBind, hashed: true, replaces: s.id, dead: true,
		opts: options{reuseAddr: s.opts.reuseAddr, reusePort: s.opts.reusePort,
			device: s.opts.device, v6only: s.opts.v6only},
		tcb: &tcb{iss: s.tcb.iss, irs: s.tcb.irs, sndNxt: s.tcb.sndNxt, rcvNxt: s.tcb.rcvNxt},
	})
	if s.bucket != nil {
		k.holdBeside(tw, s)
	}
	k.conns[key] = tw
	s.hashed = false
	k.tws++
	k.startTimer(tw, timerTimeWait, after)
}

// holdBeside makes tw an owner of the port that s holds, at the same address.
func (k *Kernel) holdBeside(tw, s *Socket) {
	k.hold(tw, s.num)
}

// endTimeWait removes a minisock (inet_twsk_deschedule_put).
func (k *Kernel) endTimeWait(tw *Socket) {
	if k.socks[tw.id-1] == nil {
		return
	}
	k.unhashConn(tw)
	k.tws--
	k.destroy(tw)
}

// fire does what a timer was started for.
func (k *Kernel) fire(t *Timer) {
	s := t.sock
	s.timers[t.kind] = nil
	switch t.kind {
	case timerTimeWait:
		k.endTimeWait(s)
	case timerOrphan:
		k.timeWait(s, FinWait2, k.prof.TimeWait)
	case timerRetransmit:
		k.retransmit(s)
	case timerLinger:
		// The process that waits sees for itself that its time is up.
	case timerAck:
		k.sendAck(s)
	case timerProbe:
		k.probeWindow(s)
	}
}
