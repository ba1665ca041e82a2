package kernel

import (
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// before compares sequence numbers, which wrap.
func before(a, b uint32) bool { return int32(a-b) < 0 }

// receiveSegment finds the socket that a TCP segment is for (tcp_v4_rcv).
func (k *Kernel) receiveSegment(g *Segment) (to sockID, dropped dropReason) {
	a := k.arrival(g)
	if s := k.connAt(g.dst, g.src, a.Device); s != nil {
		switch {
		case s.mini:
			return s.ref(), k.timeWaitReceives(s, g)
		case s.request:
			return s.ref(), k.requestReceives(s, g)
		}
		return s.ref(), k.segmentArrives(s, g)
	}
	if l := k.findListener(a); l != nil {
		return l.ref(), k.listenerReceives(l, g)
	}
	k.resetFor(g)
	return 0, droppedNoSocket
}

func (k *Kernel) arrival(g *Segment) profile.Arrival {
	family := abi.AF_INET6
	if g.dst.Addr().Is4() {
		family = abi.AF_INET
	}
	device := k.homeOf(g.dst.Addr())
	if g.icmp && family == abi.AF_INET || g.from.takesAll(g.dst.Addr()) {
		device = "lo" // of an ICMP error IPv4 takes the device that carried it (__udp4_lib_err)
	}
	return profile.Arrival{Family: family, Src: g.src, Dst: g.dst, Device: device}
}

// listenerReceives is tcp_rcv_state_process in LISTEN, and tcp_conn_request.
func (k *Kernel) listenerReceives(l *Socket, g *Segment) (dropped dropReason) {
	switch {
	case g.flags.has(flagRST):
		return droppedOld
	case g.flags.has(flagACK) && !g.flags.has(flagSYN) && k.bringsCookie(l, g):
		return k.cookieReceives(l, g)
	case g.flags.has(flagACK):
		k.resetFor(g)
		return droppedNoSocket
	case !g.flags.has(flagSYN) || g.flags.has(flagFIN):
		return droppedOld
	case k.full(l):
		return droppedQueueFull
	case !k.canAnswer(g):
		return droppedForeign
	case k.flooded(l):
		k.sendCookie(l, g)
		return taken
	}
	k.newRequest(l, g, k.nextISN())
	return taken
}

// newRequest remembers a SYN and answers it.
func (k *Kernel) newRequest(l *Socket, g *Segment, isn uint32) {
	r := k.request(l, g, g.seq, isn)
	k.countRequest(l, 1)
	k.sendSynAck(r)
	k.startTimer(r, timerRetransmit, k.tcb(r).rto)
}

// request makes a request of what a listener has received, with the first sequence numbers.
func (k *Kernel) request(l *Socket, g *Segment, irs, isn uint32) *Socket {
	r := k.socks.add()
	r.family, r.typ, r.state, r.request, r.dead, r.parent = l.family, l.typ, SynRecv, true, true, l.ref()
	r.uid, r.num, r.sport, r.dport = l.uid, g.dst.Port(), g.dst.Port(), g.src.Port()
	r.rcvAddr, r.daddr = r.asFamily(g.dst.Addr()), r.asFamily(g.src.Addr())
	r.saddr = r.rcvAddr
	r.opts.device, r.opts.rcvbuf, r.opts.rcvbufSet = l.opts.device, l.opts.rcvbuf, l.opts.rcvbufSet
	t := k.newTCB(r)
	t.iss, t.sndUna, t.sndNxt, t.irs, t.rcvNxt = isn, isn, isn+1, irs, irs+1
	t.rcvEnd, t.rto = t.rcvNxt, k.prof.RetransmitFirst
	t.seeWindow(g.window)
	k.fileConn(r)
	r.hashed = true
	return r
}

// requestReceives is tcp_check_req: the handshake's last ACK makes a connection of the request.
func (k *Kernel) requestReceives(r *Socket, g *Segment) (dropped dropReason) {
	l := k.socks.at(r.parent)
	switch {
	case g.flags.has(flagRST):
		k.dropRequest(r)
		return taken
	case g.flags.has(flagSYN):
		k.sendSynAck(r)
		return taken
	case !l.listens():
		k.dropRequest(r)
		k.resetFor(g)
		return droppedNoSocket
	case !g.flags.has(flagACK) || g.ack != k.tcb(r).sndNxt:
		k.resetFor(g)
		return droppedOld
	case k.tcb(r).repeats < l.opts.deferAccept && g.len() == 0:
		k.tcb(r).acked = true
		return droppedDeferred
	case k.full(l):
		return k.overflow(r, g)
	}
	k.countRequest(l, -1)
	child := k.establish(r, l)
	return k.segmentArrives(child, g)
}

// overflow is what becomes of a finished handshake that finds the accept queue full.
func (k *Kernel) overflow(r *Socket, g *Segment) (dropped dropReason) {
	if k.sysctl.abortOnOverflow {
		k.dropRequest(r)
		k.resetFor(g)
	} else {
		k.tcb(r).acked = true
	}
	return droppedQueueFull
}

// establish turns a request into a connection in the listener's accept queue: the child has the
// listener's options and holds the listener's port with its own address (tcp_v4_syn_recv_sock,
// __inet_inherit_port).
func (k *Kernel) establish(r, l *Socket) *Socket {
	k.stopTimer(r, timerRetransmit)
	r.request, r.dead = false, false
	device := r.opts.device
	r.opts = l.opts
	r.opts.device = device
	r.opts.deferAccept = 0 // it is the accept queue's, of which a connection has none (inet_csk_clone_lock)
	r.lockAddr = l.lockAddr
	r.uid = l.uid
	r.shutRecv, r.shutSend, r.mapped = l.shutRecv, l.shutSend, l.mapped || r.daddr.Is4In6()
	k.hold(r, l.num)
	k.enqueueReady(l, r)
	return r
}

// dropRequest forgets a handshake.
func (k *Kernel) dropRequest(r *Socket) {
	k.countRequest(k.socks.at(r.parent), -1)
	k.unhashConn(r)
	k.forget(r)
}

// repeatSynAck is reqsk_timer_handler: without TCP_DEFER_ACCEPT a request is repeated until its
// tries are used up; with it, only the last repetition before the deadline asks again for the ACK.
func (k *Kernel) repeatSynAck(r *Socket) {
	l, t := k.socks.at(r.parent), k.tcb(r)
	if !l.listens() {
		k.dropRequest(r)
		return
	}
	limit, resend := uint8(k.prof.SynAckRetries), true
	expired := t.repeats >= limit
	if defer_ := l.opts.deferAccept; defer_ > 0 {
		expired = t.repeats >= defer_ && (!t.acked || t.repeats >= limit)
		resend = !t.acked || t.repeats >= defer_-1
	}
	if expired {
		k.dropRequest(r)
		return
	}
	t.repeats++
	t.rto *= 2
	k.startTimer(r, timerRetransmit, t.rto)
	if resend {
		k.sendSynAck(r)
	}
}

// timeWaitReceives is tcp_timewait_state_process.
func (k *Kernel) timeWaitReceives(tw *Socket, g *Segment) (dropped dropReason) {
	if tw.sub == FinWait2 {
		return k.finWait2Receives(tw, g)
	}
	t := k.tcb(tw)
	switch {
	case g.flags.has(flagRST):
		if g.seq == t.rcvNxt && !k.sysctl.rfc1337 {
			k.endTimeWait(tw)
			return taken
		}
		return droppedReset
	case g.seq == t.rcvNxt && g.len() == 0:
		k.startTimer(tw, timerTimeWait, k.prof.TimeWait)
		return taken
	case g.flags.has(flagSYN) && !g.flags.has(flagACK) && before(t.rcvNxt, g.seq):
		return k.reopen(tw, g)
	}
	if g.flags.has(flagACK) {
		k.startTimer(tw, timerTimeWait, k.prof.TimeWait)
	}
	k.ackOld(tw, g)
	return droppedOld
}

// reopen gives a TIME_WAIT's 4-tuple to a new connection, where someone listens (RFC 9293 MAY-2).
func (k *Kernel) reopen(tw *Socket, g *Segment) (dropped dropReason) {
	l := k.findListener(k.arrival(g))
	if l == nil {
		k.ackOld(tw, g)
		return droppedOld
	}
	isn := k.tcb(tw).sndNxt + k.prof.TimeWaitISNStep
	k.endTimeWait(tw)
	if k.full(l) {
		return droppedQueueFull
	}
	k.newRequest(l, g, isn)
	return taken
}

func (k *Kernel) finWait2Receives(tw *Socket, g *Segment) (dropped dropReason) {
	t := k.tcb(tw)
	end := g.seq + g.len()
	switch {
	case before(end, t.rcvNxt) || before(t.rcvNxt+receiveWindow, g.seq):
		k.ackOld(tw, g)
		return droppedOld
	case g.flags.has(flagRST):
		k.endTimeWait(tw)
		return taken
	case g.flags.has(flagSYN) && !before(g.seq, t.rcvNxt):
		k.resetFor(g)
		k.endTimeWait(tw)
		return taken
	case !g.flags.has(flagACK) || !before(t.rcvNxt, end) || g.len() == 0:
		return taken
	case !g.flags.has(flagFIN) || end != t.rcvNxt+1:
		k.resetFor(g)
		k.endTimeWait(tw)
		return taken
	}
	tw.sub = TimeWait
	t.rcvNxt = end
	t.born = k.clock.now
	k.startTimer(tw, timerTimeWait, k.prof.TimeWait)
	k.sendAck(tw)
	return taken
}

// segmentArrives handles a segment for a connection that has a socket (RFC 9293 section 3.10.7,
// tcp_rcv_state_process).
func (k *Kernel) segmentArrives(s *Socket, g *Segment) (dropped dropReason) {
	if s.state == SynSent {
		return k.synSentReceives(s, g)
	}
	t := k.tcb(s)
	simultaneous := s.state == SynRecv && g.flags.has(flagSYN|flagACK) && g.seq+1 == t.rcvNxt && g.ack == t.sndNxt
	switch {
	case g.flags.has(flagRST):
		return k.resetArrives(s, g)
	case g.flags.has(flagSYN) && !simultaneous:
		k.ackOld(s, g)
		return droppedOld
	case g.seq != t.rcvNxt && !simultaneous:
		k.ackOld(s, g)
		return droppedOld
	case !g.flags.has(flagACK):
		return droppedOld
	case before(t.sndNxt, g.ack):
		k.ackOld(s, g)
		return droppedOld
	}
	if alive := k.ackArrives(s, g); !alive {
		return taken
	}
	return k.dataArrives(s, g)
}

// minTimeout is the shortest retransmission timeout, two ticks (TCP_TIMEOUT_MIN). The first SYN is
// repeated so soon where the peer answered for an old connection, which the reset of that answer
// may have ended (tcp_rcv_synsent_state_process).
const minTimeout = 2 * time.Second / ticksPerSecond

// oowInterval is how often a connection answers segments that are no data and do not fit
// (tcp_invalid_ratelimit). Without it two ends that disagree would answer each other for ever.
const oowInterval = 500 * time.Millisecond

// ackOld answers a segment that does not fit, to tell the peer where this side is
// (tcp_oow_rate_limited).
func (k *Kernel) ackOld(s *Socket, g *Segment) {
	if g.len() == 0 || g.flags.has(flagSYN) {
		t := k.tcb(s)
		if t.oowUntil > k.clock.now {
			return
		}
		t.oowUntil = k.clock.now + oowInterval
	}
	k.sendAck(s)
}

func (k *Kernel) synSentReceives(s *Socket, g *Segment) (dropped dropReason) {
	t := k.tcb(s)
	if g.flags.has(flagACK) && g.ack != t.sndNxt {
		k.resetFor(g)
		if t.repeats == 0 {
			k.startTimer(s, timerRetransmit, minTimeout)
		}
		return droppedOld
	}
	switch {
	case g.flags.has(flagRST) && g.flags.has(flagACK):
		k.reset(s)
		return taken
	case g.flags.has(flagRST) || !g.flags.has(flagSYN):
		return droppedOld
	}
	t.irs, t.rcvNxt, t.rcvEnd = g.seq, g.seq+1, g.seq+1
	t.seeWindow(g.window)
	if g.flags.has(flagACK) {
		t.crossed = g.from != nil && g.from.state == SynRecv && !g.from.request
		t.sndUna = g.ack
		k.stopTimer(s, timerRetransmit)
		k.become(s, Established)
		if s.opts.deferAccept > 0 {
			k.startTimer(s, timerAck, delayedAck)
		} else {
			k.sendAck(s)
		}
		return taken
	}
	t.crossed = true
	k.become(s, SynRecv)
	k.sendSynAck(s)
	return taken
}

// resetArrives ends the connection where the RST is exactly in sequence (RFC 5961 section 3.2).
func (k *Kernel) resetArrives(s *Socket, g *Segment) (dropped dropReason) {
	if g.seq != k.tcb(s).rcvNxt {
		return droppedOld
	}
	k.reset(s)
	return taken
}

// reset ends a connection by the peer's RST (tcp_reset).
func (k *Kernel) reset(s *Socket) {
	switch s.state {
	case Close:
		return
	case SynSent:
		s.err = abi.ECONNREFUSED
	case CloseWait:
		s.err = abi.EPIPE
	default:
		s.err = abi.ECONNRESET
	}
	k.tcb(s).unsent = ""
	k.finish(s)
}

// ackArrives takes the acknowledgement, and reports whether the connection still has a socket.
func (k *Kernel) ackArrives(s *Socket, g *Segment) (alive bool) {
	t := k.tcb(s)
	if before(t.sndUna, g.ack) {
		t.sndUna = g.ack
	}
	t.seeWindow(g.window)
	if s.state == SynRecv {
		k.stopTimer(s, timerRetransmit)
		k.become(s, Established)
		if s.shutSend {
			k.sendFin(s) // shutdown came before the handshake was done
		}
	}
	if t.room() > 0 {
		k.stopTimer(s, timerProbe)
		t.rto = 0
	}
	k.push(s)
	if t.sndUna != t.sndNxt || t.waits() {
		return true
	}
	return k.allAcked(s, g)
}

// allAcked is what follows when the peer has acknowledged the FIN.
func (k *Kernel) allAcked(s *Socket, g *Segment) (alive bool) {
	switch s.state {
	case FinWait1:
		k.become(s, FinWait2)
		s.shutSend = true
		return !s.dead || k.orphanAcked(s, g)
	case Closing:
		k.timeWait(s, TimeWait, 0)
		return false
	case LastAck:
		k.finish(s)
		return false
	}
	return true
}

// orphanAcked is FIN_WAIT_2 without a descriptor: data from the peer is refused, a FIN is taken,
// and otherwise a timer decides.
func (k *Kernel) orphanAcked(s *Socket, g *Segment) (alive bool) {
	switch {
	case s.opts.linger2Negative || len(g.data) > 0:
		k.finish(s)
		k.resetFor(g)
		return false
	case g.flags.has(flagFIN):
		return true
	}
	k.orphanFinWait2(s)
	return s.state == FinWait2
}

// dataArrives takes data and FIN.
func (k *Kernel) dataArrives(s *Socket, g *Segment) (dropped dropReason) {
	if len(g.data) > 0 && s.shutRecv && (s.state == FinWait1 || s.state == FinWait2) {
		k.reset(s)
		k.resetFor(g)
		return taken
	}
	if g.len() == 0 || g.flags.has(flagSYN) {
		return taken
	}
	t := k.tcb(s)
	if n := len(g.data); n >= defaultSegment {
		t.rcvMss = max(t.rcvMss, uint16(n))
	}
	t.recv += g.data
	t.rcvNxt += uint32(len(g.data))
	if g.flags.has(flagFIN) {
		k.finArrives(s)
		return taken
	}
	k.sendAck(s)
	return taken
}

// finArrives is tcp_fin.
func (k *Kernel) finArrives(s *Socket) {
	t := k.tcb(s)
	t.rcvNxt++
	t.finQueued = true
	s.shutRecv, s.done = true, true
	switch s.state {
	case Established, SynRecv:
		k.become(s, CloseWait)
		k.sendAck(s)
	case FinWait1:
		k.become(s, Closing)
		k.sendAck(s)
	case FinWait2:
		k.sendAck(s)
		k.timeWait(s, TimeWait, 0)
	default:
		k.sendAck(s)
	}
}
