package kernel

import (
	"net/netip"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysConnect is connect(2).
func (k *Kernel) sysConnect(f *FileDescription, s *Socket, a abi.Sockaddr) reply {
	if s.typ == abi.SOCK_DGRAM {
		return k.connectDatagram(s, a)
	}
	if a.Family == abi.AF_UNSPEC {
		s.disconnects++
		k.disconnect(s)
		s.use = unconnected
		return k.okNoting(0, profile.ConnectDissolve)
	}
	return k.connectStream(f, s, a)
}

// connectStream is __inet_stream_connect.
func (k *Kernel) connectStream(f *FileDescription, s *Socket, a abi.Sockaddr) reply {
	errno, rule := abi.EINPROGRESS, profile.ConnectWait
	switch s.use {
	case disconnecting:
		return k.fail(abi.EINVAL, profile.ConnectShut)
	case connected:
		return k.failOn(abi.EISCONN, profile.ConnectOnce, s.id)
	case connecting:
		errno, rule = abi.EALREADY, profile.ConnectAlready
	case unconnected:
		if s.state != Close {
			return k.failOn(abi.EISCONN, profile.ConnectOnce, s.id)
		}
		if k.connectStart(s, a, &k.frame.why); k.frame.why.Errno != 0 {
			return k.decided()
		}
		s.use = connecting
	}
	if !s.connecting() {
		return k.finishConnect(s)
	}
	if f.nonblock() {
		return k.failOn(errno, rule, s.id)
	}
	return k.blocks(profile.ConnectWait, s.id)
}

// finishConnect is what connect(2) answers once the handshake has ended one way or the other.
func (k *Kernel) finishConnect(s *Socket) reply {
	if s.state != Close {
		s.use = connected
		rule := profile.ConnectListener
		if k.tcb(s).crossed {
			rule = profile.ConnectCrossed
		}
		k.frame.why.NoteOf(rule, s.id)
		return reply{}
	}
	errno := s.takeError()
	if errno == 0 {
		errno = abi.ECONNABORTED
	}
	s.use = unconnected
	s.disconnects++
	k.disconnect(s)
	switch errno {
	case abi.ETIMEDOUT:
		return k.fail(errno, profile.ConnectAnswer)
	case abi.ECONNREFUSED:
		return k.fail(errno, profile.ConnectListener)
	}
	return k.fail(errno, profile.ConnectKept)
}

// connectStart chooses addresses and port and sends the SYN (tcp_v6_connect). An IPv6 socket that
// has begun with a mapped address speaks IPv4 from then on, until such a beginning fails.
func (k *Kernel) connectStart(s *Socket, a abi.Sockaddr, v *profile.Verdict) {
	dst := k.destination(s, a, v)
	if v.Errno != 0 {
		return
	}
	k.connectTo(s, a, dst, v)
	if dst.Is4In6() {
		s.mapped = v.Errno == 0
	}
	if v.Errno == 0 {
		k.sendSyn(s)
	}
}

// connectTo chooses the source and the port of a connection to dst, which stands for the address a
// (tcp_v4_connect).
func (k *Kernel) connectTo(s *Socket, a abi.Sockaddr, dst netip.Addr, v *profile.Verdict) {
	src := k.requireRoute(s, a, dst, v)
	v.Require(k.addrType(dst) != addrMulticast && !k.broadcasts(s, dst), abi.ENETUNREACH, profile.ConnectUnicast)
	if v.Errno != 0 {
		return
	}
	if !s.saddr.IsValid() || s.saddr.Unmap().IsUnspecified() {
		s.rcvAddr, s.saddr = s.asFamily(src), s.asFamily(src)
		k.moveAddr(s)
	}
	s.daddr, s.dport = s.asFamily(dst), a.Port
	k.become(s, SynSent)
	if !k.hashConnect(s, v) {
		k.become(s, Close)
		if !s.lockAddr {
			k.resetAddr(s)
		}
		s.dport = 0
	}
}

// destination checks the family of connect's address and completes it: the wildcard means this host.
func (k *Kernel) destination(s *Socket, a abi.Sockaddr, v *profile.Verdict) netip.Addr {
	dst := a.Addr.WithZone("")
	if s.family == abi.AF_INET {
		v.Require(a.Family == abi.AF_INET, abi.EAFNOSUPPORT, profile.ConnectFamily)
		if dst.IsUnspecified() {
			dst = k.ownAddr(s)
		}
		return dst
	}
	v.Require(a.Family == abi.AF_INET6, abi.EINVAL, profile.ConnectLength6)
	v.Require(!dst.IsMulticast(), abi.ENETUNREACH, profile.ConnectUnicast)
	dst = k.self6(s, dst)
	mapped := dst.Is4In6() || dst.Is4()
	v.Require(!mapped || !s.opts.v6only, abi.ENETUNREACH, profile.ConnectMappedV6Only)
	k.requireScope(s, a, v)
	return dst
}

// requireScope checks that an address that means something only on one interface has one.
func (k *Kernel) requireScope(s *Socket, a abi.Sockaddr, v *profile.Verdict) {
	if profile.NeedsScope6(a.Addr) {
		v.Require(s.opts.device != "" || a.Addr.Zone() != "", abi.EINVAL, profile.ConnectScope6)
	}
}

// self6 is where a connect to :: or ::ffff:0.0.0.0 goes.
func (k *Kernel) self6(s *Socket, dst netip.Addr) netip.Addr {
	switch {
	case dst.IsUnspecified() && dst.Is6() && s.local().Is4In6():
		return s.asFamily(loopback4)
	case dst.IsUnspecified() && dst.Is6():
		return netip.IPv6Loopback()
	case dst.Unmap().IsUnspecified():
		return k.ownAddr(s)
	}
	return dst
}

var loopback4 = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// ownAddr is where a connect to 0.0.0.0 goes: the address that the socket sends from, that of its
// device, or loopback. It is also where it comes from.
func (k *Kernel) ownAddr(s *Socket) netip.Addr {
	if own := s.source(loopback4).Unmap(); own.Is4() && !own.IsUnspecified() {
		return s.asFamily(own)
	}
	if dev := s.opts.device; dev != "" && k.iface(dev).firstAddr().IsValid() {
		return s.asFamily(k.iface(dev).firstAddr())
	}
	return s.asFamily(loopback4)
}

// requireRoute checks that the host can send to dst, which stands for the address a, and returns the source address: the socket's
// own, or the one that the route prefers.
func (k *Kernel) requireRoute(s *Socket, a abi.Sockaddr, dst netip.Addr, v *profile.Verdict) netip.Addr {
	src, routed := k.sourceFor(dst, s.opts.device)
	if a.Addr.Unmap() == netip.IPv4Unspecified() {
		src = dst
	}
	if own := *s.source(dst); own.IsValid() && !own.Unmap().IsUnspecified() {
		src = own
		foreign := k.addrType(own) != addrLocal && own.Unmap().Is4() && dst.Unmap().Is4() && !s.opts.transparent
		routed = routed && !foreign
	}
	v.Require(routed, abi.ENETUNREACH, profile.ConnectRoute)
	if s.family == abi.AF_INET6 && !dst.Is4() && !dst.Is4In6() {
		v.Require(!s.local().Is4In6(), abi.EAFNOSUPPORT, profile.ConnectMappedSource)
		return src
	}
	v.Require(!k.away(s, dst) || !src.Unmap().IsLoopback(), abi.EINVAL, profile.ConnectLoopbackSource)
	return src
}

// away reports whether the way to dst leaves the host.
func (k *Kernel) away(s *Socket, dst netip.Addr) bool {
	if s.takesAll(dst) {
		return false
	}
	t := k.addrType(dst)
	return t == addrOnLink || t == addrBroadcast && k.homeOf(dst) != "lo" || k.leaves(s, dst)
}

// hashConnect gives the socket its place among the connections, and a port where it has none.
func (k *Kernel) hashConnect(s *Socket, v *profile.Verdict) bool {
	if s.num != 0 {
		checked := len(v.Checks)
		if !k.tupleFree(s, s.num, true, v) {
			v.Errno = abi.EADDRNOTAVAIL
			return false
		}
		if len(v.Checks) > checked {
			k.frame.kept = v.Checks[checked]
		}
		k.hash(s)
		return true
	}
	port := k.connectPort(s)
	switch {
	case port == 0:
		k.noPort(s, v)
		return false
	case k.ports.at(port) != nil:
		v.Note(profile.ConnectSharedPort)
	default:
		v.Note(profile.ConnectPort)
	}
	k.holdChosen(s, port)
	k.tupleFree(s, port, false, v)
	if last := v.Checks[len(v.Checks)-1]; last.Rule != profile.ConnectPort {
		k.frame.kept = last
	}
	k.hash(s)
	return true
}

// noPort says why connect found no port: where a TIME_WAIT has one of the 4-tuples, why that may not be
// taken.
func (k *Kernel) noPort(s *Socket, v *profile.Verdict) {
	low, high, _ := k.portRangeOf(s)
	for port := low; port <= high && v.Errno == 0; port++ {
		old := k.tupleAt(s, uint16(port))
		if old == nil || !old.mini {
			continue
		}
		free, rule := k.prof.TimeWaitReusable(k.timeWaitRequest(s, old, false))
		if !free {
			v.RequireOf(false, abi.EADDRNOTAVAIL, rule, old.id)
		}
	}
	v.Errno = abi.EADDRNOTAVAIL
	v.Checks = append(v.Checks, profile.Check{Rule: profile.ConnectPort})
}

// holdChosen takes a port for connect. A port that had no owner is one of connect's from now on.
func (k *Kernel) holdChosen(s *Socket, port uint16) {
	if k.ports.at(port) == nil {
		k.setReuse(k.bucket(port), reuseChosen)
	}
	k.hold(s, port)
	s.connectBind = true
	s.sport = port
}

// tupleAt returns what has the 4-tuple that the socket would have with the port, nil for none. It is to be
// read only.
func (k *Kernel) tupleAt(s *Socket, port uint16) *Socket {
	return k.peekConn(netip.AddrPortFrom(s.local().Unmap(), port), netip.AddrPortFrom(s.daddr.Unmap(), s.dport), s.opts.device)
}

// tupleFree reports whether the socket could connect from the port (__inet_check_established).
func (k *Kernel) tupleFree(s *Socket, port uint16, explicit bool, v *profile.Verdict) bool {
	old := k.tupleAt(s, port)
	if old == nil || old == s {
		return true
	}
	if !old.mini {
		if v != nil {
			v.RequireOf(false, abi.EADDRNOTAVAIL, profile.ConnectTuple, old.id)
		}
		return false
	}
	free, rule := k.prof.TimeWaitReusable(k.timeWaitRequest(s, old, explicit))
	if v != nil {
		v.RequireOf(free, abi.EADDRNOTAVAIL, rule, old.id)
	}
	return free
}

func (k *Kernel) timeWaitRequest(s, tw *Socket, explicit bool) profile.TimeWaitRequest {
	return profile.TimeWaitRequest{
		Explicit: explicit, Reuse: k.sysctl.twReuse, FinWait2: tw.sub == FinWait2, Timestamps: true,
		Loopback: tw.local().Unmap().IsLoopback() || tw.daddr.Unmap().IsLoopback() || tw.opts.device == "lo",
		Age:      k.clock.now - k.tcb(tw).born, MinAge: k.prof.TimeWaitReuseDelay,
	}
}

// disconnect makes a socket new again, except for the address and port that bind gave it
// (tcp_disconnect). It reports whether the peer was sent a reset.
func (k *Kernel) disconnect(s *Socket) (reset bool) {
	old := s.state
	if old != Close {
		k.become(s, Close)
	}
	switch {
	case old == Listen:
		k.listenStop(s)
		k.wakeAccepts(s, 1)
	case needsReset(old), (old == Closing || old == LastAck) && k.tcb(s).waits():
		k.sendReset(s)
		s.err, reset = abi.ECONNRESET, true
	case old == SynSent:
		s.err = abi.ECONNRESET
	}
	k.stopTimers(s)
	k.dropTCB(s)
	s.dport = 0
	if !s.lockAddr {
		k.resetAddr(s)
	}
	s.shutRecv, s.shutSend, s.done = false, false, false
	return reset
}

// resetAddr makes the socket's address the wildcard again.
func (k *Kernel) resetAddr(s *Socket) {
	s.clearAddr()
	k.moveAddr(s)
}

func (s *Socket) clearAddr() { s.rcvAddr, s.saddr, s.saddr4 = netip.Addr{}, netip.Addr{}, netip.Addr{} }

// source is where the socket keeps the address that it sends to dst from. An IPv6 socket that has
// an IPv6 address keeps one for IPv4 beside it (inet_saddr beside np->saddr).
func (s *Socket) source(dst netip.Addr) *netip.Addr {
	if dst.Unmap().Is4() && s.saddr.Is6() && !s.saddr.Is4In6() && !s.saddr.IsUnspecified() {
		return &s.saddr4
	}
	return &s.saddr
}

// needsReset is tcp_need_reset.
func needsReset(s State) bool {
	switch s {
	case Established, CloseWait, FinWait1, FinWait2, SynRecv:
		return true
	}
	return false
}

// sysShutdown is shutdown(2) (inet_shutdown).
func (k *Kernel) sysShutdown(s *Socket, how int) reply {
	if how < abi.SHUT_RD || how > abi.SHUT_RDWR {
		return k.fail(abi.EINVAL, profile.ShutdownHow)
	}
	recv, send := how != abi.SHUT_WR, how != abi.SHUT_RD
	if s.use == connecting {
		s.use = connected
		if s.connecting() || s.state == Close {
			s.use = disconnecting
		}
	}
	switch s.state {
	case Listen:
		if recv {
			k.disconnect(s)
			k.wakeAccepts(s, len(k.procs))
			s.use = unconnected
		}
		return k.ok(0)
	case SynSent:
		k.disconnect(s)
		s.use = unconnected
		return k.ok(0)
	}
	s.shutRecv, s.shutSend = s.shutRecv || recv, s.shutSend || send
	if s.state == Close {
		return k.failOn(abi.ENOTCONN, profile.Connected, s.id)
	}
	if send && s.typ == abi.SOCK_STREAM && (s.state == Established || s.state == CloseWait) {
		k.sendFin(s)
	}
	return k.ok(0)
}

// sysGetpeername is getpeername(2).
func (k *Kernel) sysGetpeername(s *Socket) reply {
	if s.dport == 0 || s.state == Close || s.state == SynSent {
		return k.failOn(abi.ENOTCONN, profile.Connected, s.id)
	}
	k.frame.result.Addr = s.peer()
	return reply{}
}
