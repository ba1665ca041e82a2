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
	if s.owns != 0 && !s.lockPort {
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
	k.stopTimers(s)
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
	tw := k.socks.add()
	tw.family, tw.typ, tw.state, tw.sub, tw.mini, tw.uid = s.family, s.typ, TimeWait, sub, true, s.uid
	tw.saddr, tw.rcvAddr, tw.sport, tw.daddr, tw.dport = s.saddr, s.rcvAddr, s.sport, s.daddr, s.dport
	tw.connectBind, tw.hashed, tw.replaces, tw.dead = s.connectBind, true, s.ref(), true
	tw.opts.reuseAddr, tw.opts.reusePort = s.opts.reuseAddr, s.opts.reusePort
	tw.opts.device, tw.opts.v6only = s.opts.device, s.opts.v6only
	t, old := k.newTCB(tw), k.tcb(s)
	t.iss, t.irs, t.sndNxt, t.rcvNxt, t.born = old.iss, old.irs, old.sndNxt, old.rcvNxt, k.clock.now
	if s.owns != 0 {
		k.hold(tw, s.num)
	}
	k.fileConn(tw)
	k.noteWait(tw)
	s.hashed = false
	k.tws++
	k.startTimer(tw, timerTimeWait, after)
}

// endTimeWait removes a minisock (inet_twsk_deschedule_put).
func (k *Kernel) endTimeWait(tw *Socket) {
	if tw.gone {
		return
	}
	k.unhashConn(tw)
	k.tws--
	k.destroy(tw)
}

// fire does what a socket's timer was started for.
func (k *Kernel) fire(s *Socket, kind timerKind) {
	switch kind {
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
