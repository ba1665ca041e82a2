package kernel

import (
	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysBind is bind(2): the profile's checks, then the port (__inet_bind, __inet6_bind).
func (k *Kernel) sysBind(p *Process, s *Socket, a abi.Sockaddr) reply {
	v := &k.frame.why
	r := k.bindRequest(p, s, a)
	if k.prof.Bind(&r, v); v.Errno != 0 {
		return k.decided()
	}
	if a.Family == abi.AF_UNSPEC {
		a.Addr = s.anyAddr()
	}
	wasV6Only := s.opts.v6only
	k.setBindAddr(s, a)
	if a.Port == 0 && s.opts.bindNoPort {
		v.Note(profile.BindNoPort)
	} else if !k.protocolPort(s, a.Port, v) {
		s.opts.v6only = wasV6Only
		s.clearAddr()
		return k.decided()
	}
	s.lockAddr = s.lockAddr || s.rcvAddr.IsValid()
	s.lockPort = s.lockPort || a.Port != 0
	s.sport = s.num
	return k.decided()
}

func (k *Kernel) bindRequest(p *Process, s *Socket, a abi.Sockaddr) profile.BindRequest {
	t := addrUnspecified
	if a.Addr.IsValid() {
		t = k.addrType(a.Addr)
	}
	nonlocal := s.opts.freebind || s.opts.transparent
	if !a.Addr.Is6() || a.Addr.Is4In6() {
		nonlocal = nonlocal || k.sysctl.nonlocalBind
	}
	local := t != addrForeign && t != addrOnLink
	if s.family == abi.AF_INET6 && a.Addr.IsValid() {
		local = local && k.onDevice(a.Addr, s.opts.device)
	}
	return profile.BindRequest{
		Family: int(s.family), Type: int(s.typ), Addr: a,
		Local: local, Nonlocal: nonlocal,
		Privileged: p.privileged(), FirstFree: k.sysctl.unprivilegedStart,
		Bound: s.state != Close || s.num != 0, V6Only: s.opts.v6only,
		Scoped: s.opts.device != "" || a.Addr.Zone() != "",
	}
}

// setBindAddr gives the socket its local address. An IPv6 address that has no IPv4 form makes the
// socket IPv6 only.
func (k *Kernel) setBindAddr(s *Socket, a abi.Sockaddr) {
	if zone := a.Addr.Zone(); zone != "" {
		s.opts.device = zone
	}
	addr := a.Addr.WithZone("")
	s.rcvAddr, s.saddr = addr, addr
	if t := k.addrType(addr); (t == addrMulticast || t == addrBroadcast) && !addr.Is4In6() {
		s.saddr = s.anyAddr()
	}
	if addr.IsUnspecified() {
		s.clearAddr()
	} else if addr.Is6() && !addr.Is4In6() {
		s.opts.v6only = true
	}
	if addr.Is4In6() && addr.Unmap().IsUnspecified() {
		s.rcvAddr = addr
	}
}

// protocolPort asks for a port in the space of the socket's protocol.
func (k *Kernel) protocolPort(s *Socket, port uint16, v *profile.Verdict) bool {
	if s.typ == abi.SOCK_DGRAM {
		return k.getDatagramPort(s, port, v)
	}
	return k.getPort(s, port, v)
}
