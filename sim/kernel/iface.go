package kernel

import (
	"net/netip"
)

// An Iface is a network interface with its addresses; all are up.
type Iface struct {
	name     string
	prefixes []netip.Prefix // each an address with the length of its network
}

// An addrType is what an address is to this host.
type addrType uint8

const (
	addrUnspecified addrType = iota
	addrLocal
	addrBroadcast
	addrMulticast
	addrOnLink  // of a network that an interface is in
	addrForeign // there is no route
)

func (k *Kernel) iface(name string) *Iface {
	for _, i := range k.ifaces {
		if i.name == name {
			return i
		}
	}
	return nil
}

// addrType is inet_addr_type for IPv4 and mapped addresses, ipv6_chk_addr and the route's type for
// IPv6.
func (k *Kernel) addrType(a netip.Addr) addrType {
	a = a.Unmap().WithZone("")
	switch {
	case a.IsUnspecified():
		return addrUnspecified
	case a.IsMulticast():
		return addrMulticast
	case a == broadcast4:
		return addrBroadcast
	}
	return k.ifaceAddrType(a)
}

var broadcast4 = netip.AddrFrom4([4]byte{255, 255, 255, 255})

func (k *Kernel) ifaceAddrType(a netip.Addr) addrType {
	t := addrForeign
	for _, i := range k.ifaces {
		for _, p := range i.prefixes {
			switch {
			case p.Addr() == a:
				return addrLocal
			case !p.Contains(a):
			case a.Is4() && p.Bits() < 31 && a == lastAddr(p):
				return addrBroadcast
			case i.name == "lo" && a.Is4():
				return addrLocal // every address of 127/8 is
			default:
				t = addrOnLink
			}
		}
	}
	return t
}

// lastAddr is the broadcast address of an IPv4 network.
func lastAddr(p netip.Prefix) netip.Addr {
	b := p.Addr().As4()
	for i := p.Bits(); i < 32; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	return netip.AddrFrom4(b)
}

// sourceFor is the address that the host uses to reach dst when a socket has none, the route's
// preferred source, and whether there is a route. A socket that is bound to a device sends there
// whatever the routes say.
func (k *Kernel) sourceFor(dst netip.Addr, dev string) (netip.Addr, bool) {
	plain := dst.Unmap()
	if dev != "" && plain.Is4() && k.homeOf(plain) != dev {
		return k.firstAddr(dev), true
	}
	for _, i := range k.ifaces {
		if plain.Is6() && dev != "" && i.name != dev {
			continue
		}
		for _, p := range i.prefixes {
			if p.Addr() == plain && plain.Is6() {
				return plain, true
			}
			if p.Contains(plain) && (plain.Is4() || i.name != "lo") {
				return p.Addr(), true
			}
		}
	}
	return netip.Addr{}, false
}

// firstAddr is the IPv4 address that a device sends from: its first that is not only the host's own,
// or any other device's (inet_select_addr).
func (k *Kernel) firstAddr(dev string) netip.Addr {
	if a := k.iface(dev).firstAddr(); a.IsValid() {
		return a
	}
	for _, i := range k.ifaces {
		if a := i.firstAddr(); a.IsValid() {
			return a
		}
	}
	return netip.IPv4Unspecified()
}

func (i *Iface) firstAddr() netip.Addr {
	for _, p := range i.prefixes {
		if p.Addr().Is4() && !p.Addr().IsLoopback() {
			return p.Addr()
		}
	}
	return netip.Addr{}
}

// homeOf is the interface that has the address, or whose network has it. What a host sends to itself
// goes through lo, but counts as arrived on that interface (orig_oif in ip_route_output_key_hash_rcu).
func (k *Kernel) homeOf(a netip.Addr) string {
	plain := a.Unmap()
	for _, i := range k.ifaces {
		for _, p := range i.prefixes {
			if p.Contains(plain) && (plain.Is4() || p.Addr() == plain) {
				return i.name
			}
		}
	}
	return ""
}

// takesAll reports whether what a socket sends over IPv4 comes back to its own host whatever the
// destination: lo delivers everything (RTCF_LOCAL in __mkroute_output).
func (s *Socket) takesAll(dst netip.Addr) bool {
	return s != nil && s.opts.device == "lo" && dst.Unmap().Is4()
}

// leaves reports whether what a socket sends to dst goes out of the host, and nowhere: a socket
// bound to a device reaches only that device's own addresses.
func (k *Kernel) leaves(s *Socket, dst netip.Addr) bool {
	return s != nil && s.opts.device != "" && !s.takesAll(dst) && k.homeOf(dst) != s.opts.device
}

// broadcasts reports whether dst is a broadcast address to what the socket sends there: another
// device's is none on the device that a socket is bound to (ip_route_output_key_hash_rcu).
func (k *Kernel) broadcasts(s *Socket, dst netip.Addr) bool {
	if k.addrType(dst) != addrBroadcast {
		return false
	}
	return s == nil || s.opts.device == "" || dst.Unmap() == broadcast4 || k.homeOf(dst) == s.opts.device
}

// onDevice reports whether a local address may be bound by an IPv6 socket that is bound to a device:
// ::1, which never leaves the host, must be that device's own (ipv6_chk_addr).
func (k *Kernel) onDevice(a netip.Addr, dev string) bool {
	return dev == "" || a != netip.IPv6Loopback() || dev == "lo"
}
