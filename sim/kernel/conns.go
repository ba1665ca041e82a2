package kernel

import "net/netip"

// A connKey is where a connection is filed: its 4-tuple as the host that has it sees it, addresses
// unmapped, and the device that its socket is bound to, "" for none.
type connKey struct {
	local, remote netip.AddrPort
	device        string
}

func (s *Socket) connKey() connKey {
	return connKey{netip.AddrPortFrom(s.local().Unmap(), s.sport),
		netip.AddrPortFrom(s.daddr.Unmap(), s.dport), s.opts.device}
}

// connAt finds the connection with that 4-tuple which a device's traffic reaches: one bound to the
// device or to none (inet_match). Of two, the newer.
func (k *Kernel) connAt(local, remote netip.AddrPort, device string) *Socket {
	s := k.conns[connKey{local, remote, ""}]
	if device == "" {
		return s
	}
	if bound := k.conns[connKey{local, remote, device}]; bound != nil && (s == nil || s.id < bound.id) {
		return bound
	}
	return s
}

// hash files a connection (inet_ehash_insert). A TIME_WAIT that had its 4-tuple ends, as
// TimeWaitReusable allowed, and the new connection's numbers go on from there.
func (k *Kernel) hash(s *Socket) {
	key := s.connKey()
	if old := k.connAt(key.local, key.remote, key.device); old != nil && old.mini {
		s.tcb = &tcb{iss: old.tcb.sndNxt + k.prof.TimeWaitISNStep}
		k.endTimeWait(old)
	}
	k.conns[key] = s
	s.hashed = true
	if s.connectBind {
		k.noteDial(s)
	}
}

// unhashConn takes a connection out of the table.
func (k *Kernel) unhashConn(s *Socket) {
	if key := s.connKey(); k.conns[key] == s {
		delete(k.conns, key)
		k.dropDial(s, s.sport)
	}
	s.hashed = false
}

// rebindDevice gives a socket another device, under which it is found from now on.
func (k *Kernel) rebindDevice(s *Socket, device string) {
	filed := k.conns[s.connKey()] == s
	if filed {
		delete(k.conns, s.connKey())
	}
	s.opts.device = device
	if filed {
		k.conns[s.connKey()] = s
	}
}
