package kernel

import (
	"net/netip"
	"slices"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// A listener is what a listening socket has besides.
type listener struct {
	backlog int
	queue   []*Socket // connections to be accepted, the first first
}

// full is sk_acceptq_is_full: a backlog of n holds n+1.
func (l *listener) full() bool { return len(l.queue) > l.backlog }

// A reuseGroup is the listeners that share one address and port by SO_REUSEPORT.
type reuseGroup struct{ members []*Socket }

// sysListen is listen(2): inet_listen and inet_csk_listen_start. The port is asked for a second
// time, with the socket already listening.
func (k *Kernel) sysListen(s *Socket, backlog int) reply {
	v := &k.frame.why
	if s.typ != abi.SOCK_STREAM {
		return k.fail(abi.EOPNOTSUPP, profile.ListenStream)
	}
	v.Require(s.use == unconnected && (s.state == Close || s.state == Listen), abi.EINVAL, profile.ListenState)
	if v.Errno != 0 {
		return k.decided()
	}
	if uint32(backlog) > uint32(k.sysctl.somaxconn) {
		backlog = k.sysctl.somaxconn
	}
	if s.state == Listen {
		s.listener.backlog = backlog
		v.Note(profile.ListenAgain)
		return k.decided()
	}
	k.listenStart(s, backlog, v)
	return k.decided()
}

func (k *Kernel) listenStart(s *Socket, backlog int, v *profile.Verdict) {
	k.become(s, Listen)
	if !k.getPort(s, s.num, v) {
		k.become(s, Close)
		return
	}
	s.sport = s.num
	s.listener = &listener{backlog: backlog}
	k.hashListener(s)
}

// listenKey is where listeners are filed: by port and address, all wildcards together.
func (s *Socket) listenKey() netip.AddrPort { return listenKey(s.local(), s.num) }

func listenKey(a netip.Addr, port uint16) netip.AddrPort {
	a = a.Unmap()
	if a.IsUnspecified() {
		a = netip.Addr{}
	}
	return netip.AddrPortFrom(a, port)
}

// hashListener files a listener, the newest first, but IPv6 sockets with SO_REUSEPORT last
// (__inet_hash).
func (k *Kernel) hashListener(s *Socket) {
	key := s.listenKey()
	chain := k.listen[key]
	if s.opts.reusePort {
		k.joinGroup(s, chain)
	}
	at := 0
	if s.opts.reusePort && s.family == abi.AF_INET6 {
		at = len(chain)
	}
	k.listen[key] = slices.Insert(chain, at, s)
	s.hashed = true
}

// joinGroup is inet_reuseport_add_sock.
func (k *Kernel) joinGroup(s *Socket, chain []*Socket) {
	for _, o := range chain {
		if o.group != nil && o.family == s.family && o.opts.v6only == s.opts.v6only &&
			o.opts.device == s.opts.device && o.opts.reusePort && o.uid == s.uid && o.local() == s.local() {
			s.group = o.group
			s.group.members = append(s.group.members, s)
			return
		}
	}
	s.group = &reuseGroup{members: []*Socket{s}}
}

func (k *Kernel) unhashListener(s *Socket) {
	key := s.listenKey()
	k.listen[key] = slices.DeleteFunc(k.listen[key], func(o *Socket) bool { return o == s })
	if len(k.listen[key]) == 0 {
		delete(k.listen, key)
	}
	if s.group != nil {
		s.group.members = slices.DeleteFunc(s.group.members, func(o *Socket) bool { return o == s })
		s.group = nil
	}
	s.hashed = false
}

// findListener is __inet_lookup_listener: listeners at exactly the address before wildcards.
func (k *Kernel) findListener(a profile.Arrival) *Socket {
	if l := k.bestListener(k.listen[listenKey(a.Dst.Addr(), a.Dst.Port())], a); l != nil {
		return l
	}
	return k.bestListener(k.listen[listenKey(netip.IPv4Unspecified(), a.Dst.Port())], a)
}

// bestListener takes the first of the best; one with SO_REUSEPORT that improves on those before
// hands over to its group.
func (k *Kernel) bestListener(chain []*Socket, a profile.Arrival) *Socket {
	var best *Socket
	high := 0
	for _, l := range chain {
		owner := l.owner()
		if a.Family == abi.AF_INET6 && (l.family == abi.AF_INET || l.local().Is4In6()) {
			continue
		}
		score := k.prof.ListenerScore(&owner, a)
		if score <= high {
			continue
		}
		if l.opts.reusePort && l.group != nil {
			return l.group.pick(a)
		}
		best, high = l, score
	}
	return best
}

// pick spreads connections by their addresses. The kernel's hash is keyed with a secret, so any
// hash that spreads will do.
func (g *reuseGroup) pick(a profile.Arrival) *Socket {
	h := uint32(2166136261)
	mix := func(b byte) { h = (h ^ uint32(b)) * 16777619 }
	for _, b := range a.Src.Addr().AsSlice() {
		mix(b)
	}
	mix(byte(a.Src.Port()))
	mix(byte(a.Src.Port() >> 8))
	return g.members[uint64(h)*uint64(len(g.members))>>32]
}
