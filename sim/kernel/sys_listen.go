package kernel

import (
	"iter"
	"net/netip"
	"slices"
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// A listener is what a listening socket has besides: its accept queue, linked through
// Socket.nextReady.
type listener struct {
	backlog     int32
	requests    int32         // handshakes under way
	cookieUntil time.Duration // until when the ACK of a SYN cookie is believed
	ready       int32         // connections to be accepted
	first, last sockID        // the first to be accepted, and the last
}

// listens reports whether a request's listener is there and listens.
func (s *Socket) listens() bool { return s != nil && s.state == Listen }

// queued is how many connections wait to be accepted.
func (k *Kernel) queued(l *Socket) int32 { return k.listeners.at(l.listener).ready }

// full is sk_acceptq_is_full: a backlog of n holds n+1.
func (k *Kernel) full(l *Socket) bool {
	q := k.listeners.at(l.listener)
	return q.ready > q.backlog
}

// flooded is inet_csk_reqsk_queue_is_full: more handshakes are under way than the backlog allows.
func (k *Kernel) flooded(l *Socket) bool {
	q := k.listeners.at(l.listener)
	return q.requests > q.backlog
}

// countRequest notes that one more handshake of a listener is under way, or one less.
func (k *Kernel) countRequest(l *Socket, n int32) {
	if l.listens() {
		k.listeners.at(l.listener).requests += n
	}
}

// enqueueReady puts a connection behind those that wait to be accepted.
func (k *Kernel) enqueueReady(l, child *Socket) {
	q := k.listeners.at(l.listener)
	if q.ready == 0 {
		q.first = child.ref()
	} else {
		k.socks.at(q.last).nextReady = child.ref()
	}
	q.last = child.ref()
	q.ready++
}

// nextReady takes the first connection that waits to be accepted, nil where there is none.
func (k *Kernel) nextReady(l *Socket) *Socket {
	q := k.listeners.at(l.listener)
	if q.ready == 0 {
		return nil
	}
	child := k.socks.at(q.first)
	q.first, child.nextReady, child.parent = child.nextReady, 0, 0
	q.ready--
	return child
}

// A reuseGroup is the listeners that share one address and port by SO_REUSEPORT. It is never changed,
// but replaced by another.
type reuseGroup []sockID

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
		k.listeners.at(s.listener).backlog = int32(backlog)
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
	n, l := k.listeners.add()
	s.listener, l.backlog = n, int32(backlog)
	k.hashListener(s)
}

// listenAddr is the address under which a listener is filed: its own, unmapped, or the zero Addr for
// all wildcards together.
func listenAddr(a netip.Addr) netip.Addr {
	a = a.Unmap()
	if a.IsUnspecified() {
		return netip.Addr{}
	}
	return a
}

func listenHash(a netip.Addr, port uint16) uint32 { return hashOf(a, port, netip.Addr{}, 0) }

// listenersAt are those that are filed under an address and a port, the first to be asked first. They
// are to be read only.
func (k *Kernel) listenersAt(a netip.Addr, port uint16) iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for s := k.socks.peek(k.listen.first(listenHash(a, port))); s != nil; s = k.socks.peek(s.nextHash) {
			if s.num == port && listenAddr(s.local()) == a && !yield(s) {
				return
			}
		}
	}
}

// hashListener files a listener, the newest first, but IPv6 sockets with SO_REUSEPORT last
// (__inet_hash).
func (k *Kernel) hashListener(s *Socket) {
	a := listenAddr(s.local())
	if s.opts.reusePort {
		k.joinGroup(s, a)
	}
	if hash := listenHash(a, s.num); s.opts.reusePort && s.family == abi.AF_INET6 {
		k.listen.addLast(k, s, hash)
	} else {
		k.listen.add(k, s, hash)
	}
	s.hashed = true
}

// joinGroup is inet_reuseport_add_sock.
func (k *Kernel) joinGroup(s *Socket, a netip.Addr) {
	for o := range k.listenersAt(a, s.num) {
		if o.group != 0 && o.family == s.family && o.opts.v6only == s.opts.v6only &&
			o.opts.device == s.opts.device && o.opts.reusePort && o.uid == s.uid && o.local() == s.local() {
			s.group = o.group
			break
		}
	}
	if s.group == 0 {
		s.group = k.newGroup()
	}
	k.groups[s.group] = append(slices.Clip(k.groups[s.group]), s.ref())
}

// newGroup returns the number of a new reuseGroup.
func (k *Kernel) newGroup() int32 {
	k.lastGroup++
	return k.lastGroup
}

func (k *Kernel) unhashListener(s *Socket) {
	k.listen.remove(k, s)
	if s.group != 0 {
		g := slices.DeleteFunc(slices.Clone(k.groups[s.group]), func(id sockID) bool { return id == s.ref() })
		if k.groups[s.group] = g; len(g) == 0 {
			delete(k.groups, s.group)
		}
		s.group = 0
	}
	s.hashed = false
}

// findListener is __inet_lookup_listener: listeners at exactly the address before wildcards.
func (k *Kernel) findListener(a profile.Arrival) *Socket {
	if l := k.bestListener(listenAddr(a.Dst.Addr()), a); l != nil {
		return l
	}
	return k.bestListener(netip.Addr{}, a)
}

// bestListener takes the first of the best; one with SO_REUSEPORT that improves on those before
// hands over to its group.
func (k *Kernel) bestListener(at netip.Addr, a profile.Arrival) *Socket {
	best, high := sockID(0), 0
	for l := range k.listenersAt(at, a.Dst.Port()) {
		if a.Family == abi.AF_INET6 && (l.family == abi.AF_INET || l.local().Is4In6()) {
			continue
		}
		score := k.prof.ListenerScore(l.owner(), a)
		if score <= high {
			continue
		}
		best, high = l.ref(), score
		if l.opts.reusePort && l.group != 0 {
			best = k.groups[l.group].pick(a)
			break
		}
	}
	return k.socks.at(best)
}

// pick spreads connections by their addresses. The kernel's hash is keyed with a secret, so any
// hash that spreads will do.
func (g reuseGroup) pick(a profile.Arrival) sockID {
	h := uint32(2166136261)
	mix := func(b byte) { h = (h ^ uint32(b)) * 16777619 }
	for _, b := range a.Src.Addr().AsSlice() {
		mix(b)
	}
	mix(byte(a.Src.Port()))
	mix(byte(a.Src.Port() >> 8))
	return g[uint64(h)*uint64(len(g))>>32]
}
