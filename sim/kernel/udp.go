package kernel

import (
	"iter"
	"net/netip"
	"slices"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// A datagram waits to be received.
type datagram struct {
	data string
	src  netip.AddrPort
	cost int // bytes charged to the receive buffer
}

// An inbox is what a UDP socket has received.
type inbox struct {
	queue   []datagram // a copy of the inbox may share it: it is never changed, but replaced
	reader  int        // how many of them the latest refill has taken for the reader
	deficit int        // bytes of datagrams received that the buffer is still charged with
}

// socketBuffer is what a datagram's struct sk_buff costs the receive buffer besides its data.
const socketBuffer = 256

// headSizes are the sizes that the kernel allocates for a datagram's headers and data
// (kmalloc_reserve); each has sharedInfo bytes that are not for these.
var headSizes = [...]int{576, 1024, 2048, 4096, 8192, 16384}

const sharedInfo = 320

// datagramCost is what a datagram costs the receive buffer (skb->truesize), seen on Linux 6.18 for
// x86-64; above 16 KiB nearly.
func datagramCost(g *Segment) int {
	need := 16 + 15 + 20 + 8 + len(g.data) // link, alignment, IP, UDP
	if g.dst.Addr().Is6() {
		need += 20
	}
	for _, size := range headSizes {
		if need <= size-sharedInfo {
			return size + socketBuffer
		}
	}
	return need + sharedInfo + socketBuffer
}

// maxDatagram is the most data that one datagram carries: 65535 less the IP and UDP headers.
const maxDatagram = 65507

// getDatagramPort makes s a holder of a UDP port (udp_lib_get_port).
func (k *Kernel) getDatagramPort(s *Socket, port uint16, v *profile.Verdict) bool {
	if port == 0 {
		port = k.freeDatagramPort(s)
		v.Require(port != 0, inUse, profile.PortFree)
		if port == 0 {
			return false
		}
	} else if k.datagramConflict(s, port, v) {
		v.Errno = inUse
		return false
	}
	s.num = port
	if s.opts.reusePort {
		s.group = k.newGroup()
	}
	k.fileDatagram(s)
	return true
}

// fileDatagram puts s first among the sockets of its port, linked through Socket.nextOwner: the last
// one bound.
func (k *Kernel) fileDatagram(s *Socket) {
	k.unfileDatagram(s)
	first := sockID(k.udp.at(s.num))
	if s.family == abi.AF_INET6 && s.opts.reusePort && first != 0 {
		last := k.socks.at(first)
		for last.nextOwner != 0 {
			last = k.socks.at(last.nextOwner)
		}
		last.nextOwner, s.prevOwner = s.ref(), last.ref()
	} else {
		if first != 0 {
			k.socks.at(first).prevOwner = s.ref()
		}
		s.nextOwner = first
		k.udp.set(s.num, int32(s.id))
	}
	s.filed = true
}

func (k *Kernel) unfileDatagram(s *Socket) {
	if !s.filed {
		return
	}
	if prev := k.socks.at(s.prevOwner); prev != nil {
		prev.nextOwner = s.nextOwner
	} else {
		k.udp.set(s.num, int32(s.nextOwner))
	}
	if next := k.socks.at(s.nextOwner); next != nil {
		next.prevOwner = s.prevOwner
	}
	s.nextOwner, s.prevOwner, s.filed = 0, 0, false
}

func (k *Kernel) releaseDatagramPort(s *Socket) {
	if s.num == 0 {
		return
	}
	k.unfileDatagram(s)
	s.num, s.group = 0, 0
}

// datagramOwners are the sockets on a UDP port, the first to be asked first. They are to be read only.
func (k *Kernel) datagramOwners(port uint16) iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for s := k.socks.peek(sockID(k.udp.at(port))); s != nil && yield(s); s = k.socks.peek(s.nextOwner) {
		}
	}
}

// datagramConflict is udp_lib_lport_inuse. Of a port that was asked for, the first holder that overlaps
// decides, either way; in the search for one, with no verdict, all holders must agree.
func (k *Kernel) datagramConflict(s *Socket, port uint16, v *profile.Verdict) bool {
	asking := s.owner()
	for o := range k.datagramOwners(port) {
		if o == s {
			continue
		}
		owner := o.owner()
		bad, rule := k.prof.DatagramConflict(&asking, &owner)
		if v != nil {
			v.Checks = append(v.Checks, profile.Check{Rule: rule, Socket: o.id, OK: !bad})
		}
		if bad || rule == profile.PortReusePort && v != nil {
			return bad
		}
	}
	if v != nil && k.udp.at(port) == 0 {
		v.Note(profile.PortUnowned)
	}
	return false
}

// freeDatagramPort chooses a port from a random place in the range.
func (k *Kernel) freeDatagramPort(s *Socket) uint16 {
	low, high, _ := k.portRangeOf(s)
	n := high - low + 1
	offset := k.random(n)
	for i := range n {
		port := low + (offset+i)%n
		if !k.sysctl.reserved.has(uint16(port)) && !k.datagramConflict(s, uint16(port), nil) {
			return uint16(port)
		}
	}
	return 0
}

// autobind gives an unbound UDP socket a port before it sends or connects, and reports whether there
// was one (inet_autobind).
func (k *Kernel) autobind(s *Socket) bool {
	if s.num != 0 {
		return true
	}
	if !k.getDatagramPort(s, 0, &profile.Verdict{}) {
		return false
	}
	s.sport = s.num
	return true
}

// connectDatagram is connect(2) on a UDP socket (inet_dgram_connect).
func (k *Kernel) connectDatagram(s *Socket, a abi.Sockaddr) reply {
	if a.Family == abi.AF_UNSPEC {
		k.disconnectDatagram(s)
		return k.okNoting(0, profile.ConnectDissolve)
	}
	if !k.autobind(s) {
		return k.fail(abi.EAGAIN, profile.PortFree)
	}
	v := &k.frame.why
	dst := k.datagramDestination(s, a, v)
	k.requireScope(s, a, v)
	if v.Errno != 0 {
		return k.decided()
	}
	src := k.requireDatagramRoute(s, a, dst, v)
	if v.Errno != 0 {
		return k.decided()
	}
	s.daddr, s.dport = s.asFamily(dst), a.Port
	*s.source(dst) = s.asFamily(src)
	if !s.rcvAddr.IsValid() || s.rcvAddr.Unmap().IsUnspecified() {
		s.rcvAddr = s.asFamily(src)
		k.fileDatagram(s)
	}
	s.state = Established
	return k.okNoting(0, profile.ConnectDatagram)
}

// requireDatagramRoute is requireRoute with the conditions for broadcast and multicast. A send
// without an address uses the route that connect found, and is not asked about broadcast again.
func (k *Kernel) requireDatagramRoute(s *Socket, a abi.Sockaddr, dst netip.Addr, v *profile.Verdict) netip.Addr {
	v.Require(k.addrType(dst) != addrMulticast, abi.ENETUNREACH, profile.ConnectRoute)
	src := k.requireRoute(s, a, dst, v)
	v.Require(!k.broadcasts(s, dst) || s.opts.broadcast || a.IsZero(), abi.EACCES, profile.SendBroadcast)
	return src
}

// datagramDestination checks the address of a connect or sendto, which UDP over IPv6 takes in
// either family.
func (k *Kernel) datagramDestination(s *Socket, a abi.Sockaddr, v *profile.Verdict) netip.Addr {
	dst := a.Addr.WithZone("")
	if s.family == abi.AF_INET {
		v.Require(a.Family == abi.AF_INET, abi.EAFNOSUPPORT, profile.ConnectFamily)
	} else if a.Family == abi.AF_INET {
		v.Require(!s.opts.v6only, abi.EAFNOSUPPORT, profile.ConnectMappedV6Only)
	} else {
		v.Require(!dst.Is4In6() || !s.opts.v6only, abi.ENETUNREACH, profile.ConnectMappedV6Only)
	}
	return k.self6(s, dst)
}

// disconnectDatagram is __udp_disconnect.
func (k *Kernel) disconnectDatagram(s *Socket) {
	s.state = Close
	s.daddr, s.dport = netip.Addr{}, 0
	s.opts.device = ""
	if !s.lockAddr {
		s.clearAddr()
		if s.lockPort {
			k.fileDatagram(s)
		}
	}
	if !s.lockPort {
		k.releaseDatagramPort(s)
		s.sport = 0
	}
}

// sendDatagram is send(2) on a UDP socket (udp_sendmsg).
func (k *Kernel) sendDatagram(s *Socket, c *abi.Call) reply {
	if !k.autobind(s) {
		return k.fail(abi.EAGAIN, profile.PortFree)
	}
	if len(c.Data) > 65535 {
		return k.fail(abi.EMSGSIZE, profile.SendSize)
	}
	v := &k.frame.why
	dst, port := k.sendTo(s, c.Addr, v)
	if v.Errno != 0 {
		return k.decided()
	}
	// Without an address on its device a socket sends to 0.0.0.0 from 127.0.0.1 to 127.0.0.1, the
	// device notwithstanding (ip_route_output_key_hash_rcu).
	from, src := s, s.asFamily(loopback4)
	if c.Addr.Addr.Unmap() == netip.IPv4Unspecified() && k.away(s, dst) {
		from = nil
	} else {
		src = k.requireDatagramRoute(s, c.Addr, dst, v)
	}
	v.Require(len(c.Data) <= maxDatagram, abi.EMSGSIZE, profile.SendSize)
	if v.Errno != 0 {
		return k.decided()
	}
	if e := s.takeError(); e != 0 {
		return k.failOn(e, profile.PendingError, s.id)
	}
	if s.shutSend {
		return k.failOn(abi.EPIPE, profile.SendOpen, s.id)
	}
	k.send(Segment{typ: abi.SOCK_DGRAM, from: from, data: c.Data,
		src: netip.AddrPortFrom(src.Unmap(), s.sport), dst: netip.AddrPortFrom(dst.Unmap(), port)})
	return k.okNoting(len(c.Data), profile.SendDatagram)
}

// sendTo is where a datagram goes: the address given, or the one connected to.
func (k *Kernel) sendTo(s *Socket, a abi.Sockaddr, v *profile.Verdict) (netip.Addr, uint16) {
	if a.IsZero() {
		v.RequireOf(s.state == Established, abi.EDESTADDRREQ, profile.SendDestination, s.id)
		return s.daddr, s.dport
	}
	dst := k.datagramDestination(s, a, v)
	if v.Errno == abi.EAFNOSUPPORT && a.Family == abi.AF_INET && s.family == abi.AF_INET6 {
		v.Errno = abi.ENETUNREACH
	}
	v.Require(a.Port != 0, abi.EINVAL, profile.SendPort)
	return dst, a.Port
}

// receiveDatagram hands a datagram to its socket: to all that fit where it is broadcast or
// multicast, otherwise to the best (__udp4_lib_rcv).
func (k *Kernel) receiveDatagram(g *Segment) (to sockID, dropped dropReason) {
	if g.icmp {
		return k.unreachable(g)
	}
	if k.addrType(g.dst.Addr()) == addrMulticast || k.broadcasts(g.from, g.dst.Addr()) {
		return k.broadcast(g)
	}
	s := k.findDatagramSocket(g)
	if s == nil && !k.canAnswer(g) {
		return 0, droppedForeign
	}
	if s == nil {
		k.send(Segment{typ: abi.SOCK_DGRAM, icmp: true, src: g.dst, dst: g.src})
		return 0, droppedUnreachable
	}
	if !k.enqueue(s, g) {
		return s.ref(), droppedBufferFull
	}
	return s.ref(), taken
}

// enqueue puts a datagram into the receive queue, if it fits: into an empty one it always does
// (__udp_enqueue_schedule_skb, since Linux 6.15).
func (k *Kernel) enqueue(s *Socket, g *Segment) bool {
	in := k.inboxes[s.ref()]
	cost, used := datagramCost(g), in.deficit
	for _, d := range in.queue {
		used += d.cost
	}
	if used > 0 && used+cost > int(s.opts.rcvbuf) {
		return false
	}
	in.queue = append(slices.Clip(in.queue), datagram{g.data, g.src, cost})
	k.inboxes[s.ref()] = in
	return true
}

// fits reports whether the socket takes datagrams of this arrival at all, and at which address.
func (s *Socket) fits(a profile.Arrival, at netip.Addr) bool {
	if a.Family == abi.AF_INET6 && (s.family == abi.AF_INET || s.local().Is4In6()) || s.local().Unmap() != at &&
		!(at.IsUnspecified() && s.local().Unmap().IsUnspecified()) {
		return false
	}
	return s.state != Established || s.daddr.Unmap() == a.Src.Addr() && (s.dport == 0 || s.dport == a.Src.Port())
}

// findDatagramSocket is __udp4_lib_lookup: sockets at exactly the address before wildcards, and
// among equals the last bound.
func (k *Kernel) findDatagramSocket(g *Segment) *Socket {
	a := k.arrival(g)
	for _, at := range []netip.Addr{g.dst.Addr(), netip.IPv4Unspecified()} {
		if s := k.bestDatagramSocket(a, at); s != nil {
			return s
		}
	}
	return nil
}

func (k *Kernel) bestDatagramSocket(a profile.Arrival, at netip.Addr) *Socket {
	var best *Socket
	high := 0
	for s := range k.datagramOwners(a.Dst.Port()) {
		if !s.fits(a, at) {
			continue
		}
		if score := k.prof.DatagramScore(s.owner(), s.state == Established, a); score > high {
			best, high = s, score
		}
	}
	switch {
	case best == nil:
		return nil
	case best.opts.reusePort && best.state != Established:
		return k.socks.at(k.datagramGroup(best).pick(a))
	}
	return k.socks.at(best.ref())
}

// datagramGroup is the sockets that share best's address and port by SO_REUSEPORT, oldest first.
func (k *Kernel) datagramGroup(best *Socket) reuseGroup {
	var g reuseGroup
	for s := range k.datagramOwners(best.num) {
		if s.family == best.family && s.opts.reusePort && s.uid == best.uid && s.state != Established &&
			s.opts.v6only == best.opts.v6only && s.opts.device == best.opts.device && s.local() == best.local() {
			g = append(g, s.ref())
		}
	}
	slices.Reverse(g)
	return g
}

// broadcast gives every socket that fits a copy (__udp4_lib_mcast_deliver).
func (k *Kernel) broadcast(g *Segment) (to sockID, dropped dropReason) {
	a := k.arrival(g)
	for s := range k.datagramOwners(g.dst.Port()) {
		if s.opts.device != "" && s.opts.device != a.Device || s.opts.v6only && a.Family == abi.AF_INET {
			continue
		}
		if s.fits(a, g.dst.Addr()) || s.fits(a, netip.IPv4Unspecified()) {
			to = s.ref()
			k.enqueue(k.socks.at(to), g)
		}
	}
	return to, taken
}

// unreachable tells the sender of a datagram that no socket took it. Only a connected socket hears
// of it (__udp4_lib_err).
func (k *Kernel) unreachable(g *Segment) (to sockID, dropped dropReason) {
	s := k.findDatagramSocket(g)
	if s == nil || s.state != Established {
		return 0, droppedUnconnected
	}
	s.err = abi.ECONNREFUSED
	return s.ref(), taken
}
