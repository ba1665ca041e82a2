package abi

import (
	"net/netip"
	"strconv"
)

// A Sockaddr is a socket address as a call passes it: a family, an IP address and a port.
type Sockaddr struct {
	Family int        // AF_INET, AF_INET6 or AF_UNSPEC
	Addr   netip.Addr // IPv4 for AF_INET, IPv6 for AF_INET6 (v4-mapped addresses stay mapped)
	Port   uint16
	// Var is the name of a port that is not known when the scenario is written, without the $.
	// Calls reach a machine with Var resolved: empty, and Port set.
	Var string
}

// Unspec is the address that connect(2) takes to dissolve an association, all zero.
var Unspec = Sockaddr{Family: AF_UNSPEC}

// SockaddrFrom returns the Sockaddr for an address and port; the family follows the address.
func SockaddrFrom(ap netip.AddrPort) Sockaddr {
	s := Sockaddr{Family: AF_INET6, Addr: ap.Addr(), Port: ap.Port()}
	if ap.Addr().Is4() {
		s.Family = AF_INET
	}
	return s
}

// AddrPort returns the address and port.
func (s Sockaddr) AddrPort() netip.AddrPort { return netip.AddrPortFrom(s.Addr, s.Port) }

// IsZero reports whether s is no address at all, as opposed to AF_UNSPEC given as one: an address
// of AF_INET or AF_INET6 always has a valid Addr.
func (s Sockaddr) IsZero() bool { return s == Sockaddr{} }

// String returns the short form of the scenario language: "127.0.0.1:80", "[::1]:80",
// "127.0.0.1:$p", "AF_UNSPEC".
func (s Sockaddr) String() string {
	if s.Family == AF_UNSPEC {
		return "AF_UNSPEC"
	}
	port := strconv.Itoa(int(s.Port))
	if s.Var != "" {
		port = "$" + s.Var
	}
	if s.Addr.Is4() {
		return s.Addr.String() + ":" + port
	}
	return "[" + s.Addr.String() + "]:" + port
}
