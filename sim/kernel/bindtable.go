package kernel

import (
	"net/netip"
	"slices"

	"portlab/sim/profile"
)

// bindTable is the TCP ports that have owners.
type bindTable map[uint16]*BindBucket

// A BindBucket is one port with the sockets that hold it (struct inet_bind_bucket). Owners stand
// with their address, as in Linux since 6.1 (bhash2), so that a port with many addresses need not
// be searched whole.
type BindBucket struct {
	port      uint16
	addrs     []*addrBucket // the newest first
	reuse     fastReuse
	fastOwner profile.Owner // the socket that reuse was last computed from
}

// An addrBucket is the owners of one port at one address (struct inet_bind2_bucket).
type addrBucket struct {
	addr   netip.Addr // unmapped
	owners []*Socket  // the newest first
	reuse  fastReuse
}

// fastReuse says what is known of a bucket's owners without asking them (tb->fastreuse and
// fastreuseport).
type fastReuse uint8

const (
	reuseNone   fastReuse = iota // nothing: ask each owner
	reuseChosen                  // all owners' ports were chosen by connect (-1)
	reusePort                    // fastOwner and the owners share by SO_REUSEPORT (FASTREUSEPORT_STRICT)
)

func (t bindTable) bucket(port uint16) *BindBucket {
	b := t[port]
	if b == nil {
		b = &BindBucket{port: port}
		t[port] = b
	}
	return b
}

func (b *BindBucket) at(a netip.Addr) *addrBucket {
	for _, ab := range b.addrs {
		if ab.addr == a {
			return ab
		}
	}
	return nil
}

// hold makes s an owner of the port at its present address (inet_bind_hash).
func (k *Kernel) hold(s *Socket, port uint16) {
	b := k.ports.bucket(port)
	a := s.local().Unmap()
	ab := b.at(a)
	if ab == nil {
		ab = &addrBucket{addr: a, reuse: b.reuse}
		b.addrs = slices.Insert(b.addrs, 0, ab)
	}
	ab.owners = slices.Insert(ab.owners, 0, s)
	s.bucket, s.addrBucket = b, ab
	s.num = port
}

// release gives up the port (inet_put_port). What getsockname shows stays.
func (k *Kernel) release(s *Socket) {
	b, ab := s.bucket, s.addrBucket
	s.bucket, s.addrBucket, s.num, s.connectBind = nil, nil, 0, false
	if b == nil {
		return
	}
	ab.owners = slices.DeleteFunc(ab.owners, func(o *Socket) bool { return o == s })
	ab.settle(b)
	if len(b.addrs) == 0 {
		delete(k.ports, b.port)
		return
	}
	b.settle()
}

// settle removes an empty addrBucket, and notes where only connect's choices are left.
func (ab *addrBucket) settle(b *BindBucket) {
	if len(ab.owners) == 0 {
		b.addrs = slices.DeleteFunc(b.addrs, func(o *addrBucket) bool { return o == ab })
		return
	}
	for _, o := range ab.owners {
		if !o.connectBind {
			return
		}
	}
	ab.reuse = reuseChosen
}

func (b *BindBucket) settle() {
	for _, ab := range b.addrs {
		if ab.reuse != reuseChosen {
			return
		}
	}
	b.reuse = reuseChosen
}

// moveAddr files a bound socket under its new address (inet_bhash2_update_saddr).
func (k *Kernel) moveAddr(s *Socket) {
	if s.bucket == nil {
		return
	}
	port, chosen, reuse := s.num, s.connectBind, s.bucket.reuse
	old, b := s.addrBucket, s.bucket
	old.owners = slices.DeleteFunc(old.owners, func(o *Socket) bool { return o == s })
	if len(old.owners) == 0 {
		b.addrs = slices.DeleteFunc(b.addrs, func(o *addrBucket) bool { return o == old })
	}
	k.hold(s, port)
	s.connectBind, s.bucket.reuse = chosen, reuse
}

// candidates calls f with the owners that may overlap an address, the newest first, until f says
// stop: all of them for a wildcard, otherwise those at that address and at the wildcards.
func (b *BindBucket) candidates(a netip.Addr, f func(*Socket) (more bool)) {
	a = a.Unmap()
	for _, ab := range b.addrs {
		if !a.IsUnspecified() && !ab.addr.IsUnspecified() && ab.addr != a {
			continue
		}
		for _, o := range ab.owners {
			if !f(o) {
				return
			}
		}
	}
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
			v.Checks = append(v.Checks, profile.Check{Rule: rule, OK: !bad, Sockets: []int{o.id}})
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
		b.reuse = reuseNone
	case !k.reusePortKnown(b, s):
		b.reuse = reusePort
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
		v.Note(profile.PortReusePortKnown, b.fastOwner.Socket)
		return true
	}
	if k.conflict(b, s, profile.PortExplicit, v) {
		v.Errno = inUse
		return false
	}
	return true
}
