package profile

import (
	"net/netip"

	"portlab/sim/abi"
)

// A BindRequest is what bind(2) looks at before it asks for the port.
type BindRequest struct {
	Family     int // of the socket
	Type       int
	Addr       abi.Sockaddr
	Local      bool // the address is one of the host's, or multicast, or broadcast
	Nonlocal   bool // ip_nonlocal_bind, IP_FREEBIND or IP_TRANSPARENT lifts the need for that
	Privileged bool // the process has CAP_NET_BIND_SERVICE
	FirstFree  int  // ip_unprivileged_port_start
	Bound      bool // the socket already has a port, or is in use
	V6Only     bool
	Scoped     bool // the socket is bound to a device, or the address names one
}

// linuxBind follows __inet_bind and __inet6_bind, whose checks come in different orders.
func linuxBind(r *BindRequest, v *Verdict) {
	if r.Family == abi.AF_INET6 {
		linuxBind6(r, v)
	} else {
		linuxBind4(r, v)
	}
}

func linuxBind4(r *BindRequest, v *Verdict) {
	v.Require(r.Addr.Family == abi.AF_INET || r.Addr.Family == abi.AF_UNSPEC, abi.EAFNOSUPPORT, BindFamily)
	v.requireLocal(r)
	v.requirePrivilege(r)
	v.Require(!r.Bound, abi.EINVAL, BindUnbound)
}

func linuxBind6(r *BindRequest, v *Verdict) {
	// An address shorter than sockaddr_in6 is refused by its length, before its family is read.
	v.Require(r.Addr.Family == abi.AF_INET6, abi.EINVAL, BindLength6)
	v.Require(!(r.Addr.Addr.IsMulticast() && r.Type == abi.SOCK_STREAM), abi.EINVAL, BindMulticast6)
	v.requirePrivilege(r)
	v.Require(!r.Bound, abi.EINVAL, BindUnbound)
	if r.Addr.Addr.Is4In6() {
		v.Require(!r.V6Only, abi.EINVAL, BindMappedV6Only)
	}
	v.Require(!NeedsScope6(r.Addr.Addr) || r.Scoped, abi.EINVAL, BindScope6)
	v.requireLocal(r)
}

func (v *Verdict) requireLocal(r *BindRequest) {
	if !r.Local && r.Nonlocal {
		v.Note(BindNonlocal)
		return
	}
	v.Require(r.Local, abi.EADDRNOTAVAIL, BindLocalAddress)
}

// NeedsScope6 reports whether an IPv6 address means something only together with an interface
// (__ipv6_addr_needs_scope_id).
func NeedsScope6(a netip.Addr) bool {
	return a.Is6() && (a.IsLinkLocalUnicast() || a.IsLinkLocalMulticast() || a.IsInterfaceLocalMulticast())
}

func (v *Verdict) requirePrivilege(r *BindRequest) {
	port := int(r.Addr.Port)
	v.Require(port == 0 || port >= r.FirstFree || r.Privileged, abi.EACCES, BindPrivilege)
}

// An Owner is a socket as the port rules see it: one that asks for a port, or one that has it.
type Owner struct {
	Socket    int // the kernel's id
	Family    int
	Addr      netip.Addr // local address; unspecified for the wildcard
	V6Only    bool
	Device    string // "" for any
	ReuseAddr bool
	ReusePort bool
	UID       int // of the user that made the socket
	Listening bool
	TimeWait  bool // TIME_WAIT, or an orphan in FIN_WAIT_2
}

// PortUse says how a port is asked for.
type PortUse uint8

const (
	PortExplicit PortUse = iota // bind with a port, and listen
	PortSearch                  // port 0: a port of one's own
	PortShare                   // port 0 with ip_autobind_reuse, when no port is left
)

// linuxConflict is inet_bind_conflict with inet_rcv_saddr_equal.
func linuxConflict(asking, owner *Owner, use PortUse) (bool, *Rule) {
	switch {
	case devicesDiffer(asking, owner):
		return false, PortDevice
	case !linuxOverlap(asking, owner):
		return false, PortAddress
	case asking.ReuseAddr && owner.ReuseAddr && !owner.Listening:
		return linuxReuseAddr(asking, owner, use)
	case use == PortExplicit && asking.ReusePort && owner.ReusePort:
		if owner.TimeWait || owner.UID == asking.UID {
			return false, PortReusePort
		}
		return true, PortReusePortUser
	}
	return true, linuxRefusal(asking, owner, use)
}

func linuxReuseAddr(asking, owner *Owner, use PortUse) (bool, *Rule) {
	switch use {
	case PortSearch:
		return true, PortTaken
	case PortShare:
		if asking.ReusePort && owner.ReusePort && (owner.TimeWait || owner.UID == asking.UID) {
			return true, PortTaken
		}
	}
	return false, PortReuseAddr
}

// linuxRefusal names what was missing.
func linuxRefusal(asking, owner *Owner, use PortUse) *Rule {
	switch {
	case use != PortExplicit:
		return PortTaken
	case asking.ReuseAddr && owner.ReuseAddr:
		return PortListening
	case asking.ReuseAddr:
		return PortOwnerNoReuse
	case owner.ReuseAddr:
		return PortAskingNoReuse
	}
	return PortNoReuse
}

func devicesDiffer(a, b *Owner) bool {
	return a.Device != "" && b.Device != "" && a.Device != b.Device
}

// loopback4IPv6 stands in the IPv4 field of a socket with an IPv6 address that has no IPv4 form
// (LOOPBACK4_IPV6).
var loopback4IPv6 = netip.AddrFrom4([4]byte{127, 0, 0, 6})

// addr4 is inet_rcv_saddr, which every socket has, IPv6 or not.
func (o *Owner) addr4() netip.Addr {
	switch {
	case o.Addr.Is4() || o.Addr.Is4In6():
		return o.Addr.Unmap()
	case o.Addr.IsUnspecified():
		return netip.IPv4Unspecified()
	}
	return loopback4IPv6
}

func (o *Owner) mapped() bool { return o.Addr.Is4() || o.Addr.Is4In6() }

func (o *Owner) any6() bool { return o.Addr.Is6() && o.Addr.IsUnspecified() }

// linuxOverlap is inet_rcv_saddr_equal with match_wildcard set.
func linuxOverlap(a, b *Owner) bool {
	if a.Family == abi.AF_INET || a.mapped() && b.mapped() {
		return !b.V6Only && overlap4(a.addr4(), b.addr4())
	}
	switch {
	case a.any6() && b.any6():
		return true
	case b.any6():
		return !(b.V6Only && a.mapped())
	case a.any6():
		return !(a.V6Only && b.mapped())
	}
	return a.Addr == b.Addr
}

func overlap4(a, b netip.Addr) bool {
	return a == b || a.IsUnspecified() || b.IsUnspecified()
}

// linuxDatagramConflict is udp_lib_lport_inuse.
func linuxDatagramConflict(asking, owner *Owner) (bool, *Rule) {
	switch {
	case asking.ReuseAddr && owner.ReuseAddr:
		return false, DatagramReuseAddr
	case devicesDiffer(asking, owner):
		return false, PortDevice
	case !linuxOverlap(asking, owner):
		return false, PortAddress
	case asking.ReusePort && owner.ReusePort && asking.UID == owner.UID:
		return false, PortReusePort
	case asking.ReusePort && owner.ReusePort:
		return true, PortReusePortUser
	case asking.ReuseAddr:
		return true, PortOwnerNoReuse
	case owner.ReuseAddr:
		return true, PortAskingNoReuse
	}
	return true, PortNoReuse
}
