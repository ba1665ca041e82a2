package kernel

import (
	"net/netip"
	"time"

	"portlab/sim/abi"
)

// A tcb is a connection's transmission control block (RFC 9293 section 3.3.1).
type tcb struct {
	iss, irs  uint32 // initial sequence numbers, sent and received
	sndUna    uint32 // oldest number not acknowledged
	sndNxt    uint32 // next number to send
	sndWnd    int32  // bytes that the peer takes beyond sndUna
	maxWnd    int32  // the most that it ever was
	rcvNxt    uint32 // next number expected
	rcvEnd    uint32 // up to where this side has promised to take more
	rcvMss    uint16 // the largest segment received, from defaultSegment on
	unsent    string // what waits for the peer's window
	recv      string // received and not yet read
	rto       time.Duration
	oowUntil  time.Duration // see ackOld
	born      time.Duration // of a minisock: when it took the connection's place
	repeats   uint8         // how often SYN, SYN-ACK or a window probe was repeated
	finWaits  bool          // a FIN follows unsent
	finQueued bool          // the peer's FIN was received and is not yet read
	crossed   bool          // the peer's SYN came before an answer to this side's
	acked     bool          // of a request: a bare ACK came while accept was deferred
}

// tcb returns a connection's block, which it must have.
func (k *Kernel) tcb(s *Socket) *tcb { return k.tcbs.at(s.tcb) }

// newTCB gives a connection a block, instead of the one that it has.
func (k *Kernel) newTCB(s *Socket) *tcb {
	k.dropTCB(s)
	n, t := k.tcbs.add()
	s.tcb = n
	return t
}

func (k *Kernel) dropTCB(s *Socket) {
	if s.tcb != 0 {
		k.tcbs.remove(s.tcb)
		s.tcb = 0
	}
}

// unread is what a socket has received and no program has read yet.
func (k *Kernel) unread(s *Socket) string {
	if s.tcb == 0 {
		return ""
	}
	return k.tcb(s).recv
}

// sendQueueLimit is how many bytes a TCP socket takes to send before send blocks. Linux adapts this
// limit to the connection.
const sendQueueLimit = 4 << 20

// maxSegment is the data that one segment carries over loopback, whose MTU is 65536.
const maxSegment = 65483

// nextISN returns a first sequence number. It only ever grows, as Linux's does with the clock.
func (k *Kernel) nextISN() uint32 {
	k.isn += 1 << 20
	return k.isn
}

// transmit sends a segment of the connection. What an IPv6 socket sends to an IPv6 address is lost
// once it has connected to a mapped one: tcp_v6_connect changes the socket to IPv4 for that
// (ipv6_mapped) and never back.
func (k *Kernel) transmit(s *Socket, flags tcpFlags, seq uint32, data string) {
	if s.mapped && !s.daddr.Is4In6() {
		return
	}
	k.stopTimer(s, timerAck)
	t := k.tcb(s)
	window := k.window(s)
	t.rcvEnd = t.rcvNxt + uint32(window)
	k.send(Segment{
		typ: abi.SOCK_STREAM, from: s, flags: flags, seq: seq, ack: t.rcvNxt, data: data,
		window: window,
		src:    netip.AddrPortFrom(s.local().Unmap(), s.sport),
		dst:    netip.AddrPortFrom(s.daddr.Unmap(), s.dport),
	})
}

func (k *Kernel) sendAck(s *Socket) { k.transmit(s, flagACK, k.tcb(s).sndNxt, "") }

// delayedAck is how long a connecting socket with TCP_DEFER_ACCEPT keeps back the handshake's last
// ACK for data to go with it (TCP_DELACK_MAX).
const delayedAck = 200 * time.Millisecond

// sendSyn begins the handshake (tcp_connect).
func (k *Kernel) sendSyn(s *Socket) {
	if s.tcb == 0 {
		k.newTCB(s).iss = k.nextISN()
	}
	t := k.tcb(s)
	t.sndUna, t.sndNxt = t.iss, t.iss+1
	s.err, s.done = 0, false
	k.transmit(s, flagSYN, t.iss, "")
	t.rto = k.prof.RetransmitFirst
	k.startTimer(s, timerRetransmit, t.rto)
}

// sendSynAck answers a SYN.
func (k *Kernel) sendSynAck(s *Socket) { k.transmit(s, flagSYN|flagACK, k.tcb(s).iss, "") }

// sendReset aborts the connection at the peer (tcp_send_active_reset).
func (k *Kernel) sendReset(s *Socket) { k.transmit(s, flagRST|flagACK, k.tcb(s).sndNxt, "") }

// sendFin ends this side's stream, after what is still unsent, and moves to the state that follows
// (tcp_close_state).
func (k *Kernel) sendFin(s *Socket) {
	switch s.state {
	case Established, SynRecv:
		k.become(s, FinWait1)
	case CloseWait:
		k.become(s, LastAck)
	case SynSent:
		k.become(s, Close)
		return
	default:
		return // sent already
	}
	k.tcb(s).finWaits = true
	k.push(s)
}

// push sends what the peer's window takes, in whole segments; the FIN takes room too
// (tcp_snd_wnd_test).
func (k *Kernel) push(s *Socket) {
	t := k.tcb(s)
	for t.waits() {
		n := min(len(t.unsent), t.segment())
		need := n
		if t.finWaits && n == len(t.unsent) {
			need++
		}
		if need > t.room() {
			k.armProbe(s)
			return
		}
		k.sendNext(s, n)
	}
}

// waits reports whether data or a FIN is still to be sent.
func (t *tcb) waits() bool { return len(t.unsent) > 0 || t.finWaits }

// sendNext sends the next n unsent bytes, and the FIN where it follows them.
func (k *Kernel) sendNext(s *Socket, n int) {
	t := k.tcb(s)
	data, flags := t.unsent[:n], flagACK
	t.unsent = t.unsent[n:]
	if t.finWaits && len(t.unsent) == 0 {
		flags |= flagFIN
		t.finWaits = false
	}
	k.transmit(s, flags, t.sndNxt, data)
	t.sndNxt += uint32(n)
	if flags.has(flagFIN) {
		t.sndNxt++
	}
}

// writable is how many bytes send(2) can take at once.
func (k *Kernel) writable(s *Socket) int {
	if s.tcb == 0 {
		return 0
	}
	limit := sendQueueLimit
	if s.opts.sndbuf != 0 && s.opts.sndbufSet {
		limit = int(s.opts.sndbuf)
	}
	return max(limit-len(k.tcb(s).unsent), 0)
}

// armProbe starts the persist timer (RFC 9293 section 3.8.6.1).
func (k *Kernel) armProbe(s *Socket) {
	if s.timers[timerProbe] != 0 || k.tcb(s).sndNxt != k.tcb(s).sndUna {
		return
	}
	if k.tcb(s).rto == 0 {
		k.tcb(s).rto = minProbe
	}
	k.startTimer(s, timerProbe, k.tcb(s).rto)
}

// minProbe is the retransmission timeout on a fast path (TCP_RTO_MIN), and maxProbe the longest.
const (
	minProbe = 200 * time.Millisecond
	maxProbe = 120 * time.Second
)

// probeWindow sends a peer whose window has no room for a segment as much as it takes, or else asks
// it for its window (tcp_write_wakeup).
func (k *Kernel) probeWindow(s *Socket) {
	t := k.tcb(s)
	if s.state == Close || !t.waits() {
		return
	}
	if s.dead && t.rto >= maxProbe {
		k.finish(s) // nobody waits for it any more (tcp_probe_timer)
		return
	}
	if n := min(len(t.unsent), t.segment(), t.room()); n > 0 {
		k.sendNext(s, n)
	} else {
		k.transmit(s, flagACK, t.sndUna-1, "")
	}
	t.rto = min(2*t.rto, maxProbe)
	k.startTimer(s, timerProbe, t.rto)
}

// resetFor answers a segment that no socket wants (tcp_v4_send_reset).
func (k *Kernel) resetFor(g *Segment) {
	if g.flags.has(flagRST) || k.strict(g) || !k.canAnswer(g) || k.strayed(g) {
		return
	}
	r := Segment{typ: abi.SOCK_STREAM, src: g.dst, dst: g.src, flags: flagRST}
	if g.flags.has(flagACK) {
		r.seq = g.ack
	} else {
		r.flags |= flagACK
		r.ack = g.seq + g.len()
	}
	k.send(r)
}

// strayed reports whether lo brought a segment for an address of another interface. A listener takes
// it, but no RST answers it: its route is not a local one (tcp_v4_send_reset looks at rt_type).
func (k *Kernel) strayed(g *Segment) bool {
	return g.from.takesAll(g.dst.Addr()) && k.homeOf(g.dst.Addr()) != "lo"
}

// canAnswer reports whether the host may send from the address that a segment was for. One that lo
// brought from a socket of the host's own can be for any address.
func (k *Kernel) canAnswer(g *Segment) bool { return k.addrType(g.dst.Addr()) == addrLocal }

// strict reports whether the answer to a segment finds no route: one to ::1 must leave through the
// interface that the segment's own destination belongs to (rt6_need_strict).
func (k *Kernel) strict(g *Segment) bool {
	return g.src.Addr() == netip.IPv6Loopback() && k.homeOf(g.dst.Addr()) != "lo"
}

// retransmit repeats a SYN or SYN-ACK, or gives up.
func (k *Kernel) retransmit(s *Socket) {
	if s.request {
		k.repeatSynAck(s)
		return
	}
	if s.state != SynSent && s.state != SynRecv {
		return
	}
	t := k.tcb(s)
	if int(t.repeats) >= k.prof.SynRetries+k.prof.SynLinear {
		s.err = abi.ETIMEDOUT
		k.finish(s)
		return
	}
	t.repeats++
	if int(t.repeats) > k.prof.SynLinear {
		t.rto *= 2
	}
	if s.state == SynSent {
		k.transmit(s, flagSYN, t.iss, "")
	} else {
		k.sendSynAck(s)
	}
	k.startTimer(s, timerRetransmit, t.rto)
}
