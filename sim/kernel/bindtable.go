package kernel

import (
	"maps"
	"net/netip"
	"slices"

	"portlab/sim/profile"
)

// A BindBucket is one port with the sockets that hold it (struct inet_bind_bucket). Owners stand
// with their address, as in Linux since 6.1 (bhash2), so that a port with many addresses need not
// be searched whole.
type BindBucket struct {
	port      uint16
	addrs     map[netip.Addr]*addrBucket // by unmapped address
	reuse     fastReuse
	fastOwner profile.Owner // the socket that reuse was last computed from
}

// An addrBucket is the owners of one port at one address (struct inet_bind2_bucket), linked
// through Socket.nextOwner, the newest first.
type addrBucket struct {
	addr  netip.Addr
	first *Socket
	reuse fastReuse
}

func (ab *addrBucket) add(s *Socket) {
	s.nextOwner, s.prevOwner = ab.first, nil
	if ab.first != nil {
		ab.first.prevOwner = s
	}
	ab.first = s
}

func (ab *addrBucket) remove(s *Socket) {
	if s.prevOwner != nil {
		s.prevOwner.nextOwner = s.nextOwner
	} else {
		ab.first = s.nextOwner
	}
	if s.nextOwner != nil {
		s.nextOwner.prevOwner = s.prevOwner
	}
	s.nextOwner, s.prevOwner = nil, nil
}

// fastReuse says what is known of a bucket's owners without asking them (tb->fastreuse and
// fastreuseport).
type fastReuse uint8

const (
	reuseNone   fastReuse = iota // nothing: ask each owner
	reuseChosen                  // all owners' ports were chosen by connect (-1)
	reusePort                    // fastOwner and the owners share by SO_REUSEPORT (FASTREUSEPORT_STRICT)
)

// bucket returns the port's bucket, a new one where nobody holds the port.
func (k *Kernel) bucket(port uint16) *BindBucket {
	b := k.ports[port]
	if b == nil {
		b = &BindBucket{port: port, addrs: map[netip.Addr]*addrBucket{}}
		k.ports[port] = b
		k.bound.set(port)
	}
	return b
}

// setReuse notes what is known of the owners. A port that connect may choose is one without a
// bucket or with reuseChosen.
func (k *Kernel) setReuse(b *BindBucket, r fastReuse) {
	b.reuse = r
	if r == reuseChosen {
		k.bound.clear(b.port)
	} else {
		k.bound.set(b.port)
	}
}

// hold makes s an owner of the port at its present address (inet_bind_hash).
func (k *Kernel) hold(s *Socket, port uint16) {
	b := k.bucket(port)
	a := s.local().Unmap()
	ab := b.addrs[a]
	if ab == nil {
		ab = &addrBucket{addr: a, reuse: b.reuse}
		b.addrs[a] = ab
	}
	ab.add(s)
	s.bucket, s.addrBucket = b, ab
	s.num = port
}

// release gives up the port (inet_put_port). What getsockname shows stays.
func (k *Kernel) release(s *Socket) {
	b, ab := s.bucket, s.addrBucket
	s.bucket, s.addrBucket, s.num = nil, nil, 0
	if b == nil {
		return
	}
	ab.remove(s)
	if s.connectBind {
		s.connectBind = false
		if ab.first != nil {
			return // the others are as they were
		}
	}
	k.settleBucket(b, ab)
}

// settleBucket removes what is empty, and notes where only connect's choices are left.
func (k *Kernel) settleBucket(b *BindBucket, ab *addrBucket) {
	if ab.first == nil {
		delete(b.addrs, ab.addr)
	} else if ab.onlyChosen() {
		ab.reuse = reuseChosen
	}
	if len(b.addrs) == 0 {
		delete(k.ports, b.port)
		k.bound.clear(b.port)
		return
	}
	for _, other := range b.addrs {
		if other.reuse != reuseChosen {
			return
		}
	}
	k.setReuse(b, reuseChosen)
}

func (ab *addrBucket) onlyChosen() bool {
	for o := ab.first; o != nil; o = o.nextOwner {
		if !o.connectBind {
			return false
		}
	}
	return true
}

// moveAddr files a bound socket under its new address (inet_bhash2_update_saddr).
func (k *Kernel) moveAddr(s *Socket) {
	if s.bucket == nil {
		return
	}
	b, old := s.bucket, s.addrBucket
	old.remove(s)
	if old.first == nil {
		delete(b.addrs, old.addr)
	}
	k.hold(s, b.port)
}

// candidates calls f with the owners that may overlap an address, until f says stop: all of them
// for a wildcard, otherwise those at that address and at the wildcards.
func (b *BindBucket) candidates(a netip.Addr, f func(*Socket) (more bool)) {
	a = a.Unmap()
	if !a.IsUnspecified() {
		for _, at := range [...]netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified(), a} {
			if ab := b.addrs[at]; ab != nil && !ab.each(f) {
				return
			}
		}
		return
	}
	for _, ab := range b.ordered() {
		if !ab.each(f) {
			return
		}
	}
}

// ordered returns the addresses in order, so that the same socket is always met first.
func (b *BindBucket) ordered() []*addrBucket {
	return slices.SortedFunc(maps.Values(b.addrs), func(x, y *addrBucket) int { return x.addr.Compare(y.addr) })
}

func (ab *addrBucket) each(f func(*Socket) (more bool)) bool {
	for o := ab.first; o != nil; o = o.nextOwner {
		if !f(o) {
			return false
		}
	}
	return true
}

// conflict asks the profile about each owner of the port that may overlap s.
func (k *Kernel) conflict(b *BindBucket, s *Socket, how profile.PortUse, v *profile.Verdict) bool {
	asking := s.owner()
	found := false
	before := 0
	if v != nil {
		before = len(v.Checks)
	}
	b.candidates(s.local(), func(o *Socket) bool {
		if o == s {
			return true
		}
		owner := o.owner()
		bad, rule := k.prof.Conflict(&asking, &owner, how)
		if v != nil {
			v.Checks = append(v.Checks, profile.Check{Rule: rule, Socket: o.id, OK: !bad})
		}
		found = found || bad
		return !found
	})
	if v != nil && !found && len(v.Checks) == before {
		v.Note(profile.PortUnowned)
	}
	return found
}

// reusePortKnown reports whether the bucket's memory lets s in without a look at the owners
// (sk_reuseport_match).
func (k *Kernel) reusePortKnown(b *BindBucket, s *Socket) bool {
	if b.reuse != reusePort || !s.opts.reusePort || s.group != nil || b.fastOwner.UID != s.uid {
		return false
	}
	asking := s.owner()
	return profile.SameOrWildcard(&b.fastOwner, &asking)
}

// remember notes in the bucket what s, which has just been let in, says of it
// (inet_csk_update_fastreuse).
func (k *Kernel) remember(b *BindBucket, s *Socket) {
	switch {
	case !s.opts.reusePort:
		k.setReuse(b, reuseNone)
	case !k.reusePortKnown(b, s):
		k.setReuse(b, reusePort)
		b.fastOwner = s.owner()
	}
	if ab := s.addrBucket; ab != nil {
		ab.reuse = b.reuse
	}
}

// getPort makes s an owner of the port, or of a free one for port 0 (inet_csk_get_port).
func (k *Kernel) getPort(s *Socket, port uint16, v *profile.Verdict) bool {
	if port == 0 {
		port = k.freePort(s)
		v.Require(port != 0, inUse, profile.PortFree)
		if port == 0 {
			return false
		}
	} else if b := k.ports[port]; b == nil {
		v.Note(profile.PortUnowned)
	} else if !k.admitted(b, s, v) {
		return false
	}
	if s.bucket == nil {
		k.hold(s, port)
	}
	k.remember(s.bucket, s)
	return true
}

// admitted decides about a port that was asked for by number and has owners.
func (k *Kernel) admitted(b *BindBucket, s *Socket, v *profile.Verdict) bool {
	if k.reusePortKnown(b, s) {
		v.NoteOf(profile.PortReusePortKnown, b.fastOwner.Socket)
		return true
	}
	if k.conflict(b, s, profile.PortExplicit, v) {
		v.Errno = inUse
		return false
	}
	return true
}
