package generate

import (
	"maps"
	"net/netip"
	"slices"

	"portlab/sim/abi"
	"portlab/sim/kernel"
)

// address is one that the socket may be bound to, or connected to.
func (g *generator) address(t target, bind bool) abi.Sockaddr {
	v6 := t.socket.Family == abi.AF_INET6
	if g.chance(3) && g.kind.v6 {
		v6 = !v6
	}
	if bind && g.chance(1) {
		return abi.Unspec
	}
	port := uint16(pick(g, 8080, 8080, 8080, 8081, 80))
	switch {
	case bind && g.chance(12):
		port = 0
	case g.narrow && g.chance(12):
		port = pick[uint16](g, 40000, 40000, 40001)
	case len(g.names) > 0 && g.chance(10):
		port = pick(g, slices.Sorted(maps.Keys(g.names))...)
	}
	ip := g.ip(v6)
	for !bind && !routed(ip) {
		ip = g.ip(v6)
	}
	return g.named(netip.AddrPortFrom(ip, port))
}

// routed tells addresses from those whose way depends on routes that the language has no words for.
func routed(a netip.Addr) bool {
	return !a.IsMulticast() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// named is an address with the $name of its port, where that has one.
func (g *generator) named(a netip.AddrPort) abi.Sockaddr {
	s := abi.SockaddrFrom(a)
	s.Var = g.names[a.Port()]
	return s
}

func (g *generator) ip(v6 bool) netip.Addr {
	if v6 {
		if g.device && g.chance(12) {
			return netip.MustParseAddr("fd00::1")
		}
		if g.chance(2) {
			return netip.MustParseAddr(pick(g, "ff02::1", "fd00::9", "::ffff:10.1.2.3", "::ffff:127.255.255.255"))
		}
		return netip.MustParseAddr(pick(g, "::", "::", "::1", "::1", "::ffff:127.0.0.1", "::ffff:127.0.0.1",
			"::ffff:0.0.0.0", "::ffff:127.0.0.2", "2001:db8::1"))
	}
	if g.device && g.chance(15) {
		return netip.MustParseAddr("10.1.2.3")
	}
	if g.chance(5) {
		return netip.MustParseAddr(pick(g, "192.0.2.1", "192.0.2.1", "10.1.2.9", "10.1.2.255", "127.255.255.255",
			"255.255.255.255", "224.0.0.1"))
	}
	return netip.MustParseAddr(pick(g, "0.0.0.0", "127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.2"))
}

// peerAddress leans towards addresses where somebody is.
func (g *generator) peerAddress(v *kernel.View, t target) abi.Sockaddr {
	if g.chance(4) {
		return abi.Unspec
	}
	if g.chance(70) {
		for _, i := range g.rng.Perm(len(v.Sockets)) {
			s := v.Sockets[i]
			port := s.Local.Port()
			known := port != 0 && routed(s.Local.Addr()) && (!chosen(port) || g.names[port] != "") // others differ from run to run
			if s.Type != t.socket.Type || s.Family != t.socket.Family || !known || s.State != "LISTEN" && s.State != "UNCONN" {
				continue
			}
			return g.named(s.Local)
		}
	}
	return g.address(t, false)
}
