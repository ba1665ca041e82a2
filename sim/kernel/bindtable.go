package kernel

import (
	"iter"
	"maps"
	"net/netip"
	"slices"

	"portlab/sim/profile"
)

// A BindBucket is one port with the sockets that hold it (struct inet_bind_bucket). Owners stand
// with their address, as in Linux since 6.1 (bhash2), so that a port with many addresses need not
// be searched whole.
type BindBucket struct {
	port  uint16
	reuse fastReuse
	many  bool     // its addresses are in Kernel.manyAddrs
	one   [1]int32 // otherwise its address, the number of an addrBucket; 0 for none
}

// An addrBucket is the owners of one port at one address (struct inet_bind2_bucket), linked
// through Socket.nextOwner, the newest first.
type addrBucket struct {
	addr   netip.Addr // unmapped
	bucket int32
	first  sockID
	reuse  fastReuse
}

// A bindTable is who holds which TCP port.
type bindTable struct {
	ports     portTable // numbers of buckets
	buckets   slab[BindBucket]
	addrs     slab[addrBucket]
	manyAddrs map[uint16][]int32       // of ports with several addresses, these in order
	fastOwner map[uint16]profile.Owner // of ports with reusePort, the socket that this was last computed from
}

func newBindTable() bindTable {
	return bindTable{manyAddrs: map[uint16][]int32{}, fastOwner: map[uint16]profile.Owner{}}
}

func (t *bindTable) freeze(to *bindTable) (own int) {
	to.copyMaps(t)
	return t.ports.freeze(&to.ports) + t.buckets.freeze(&to.buckets) + t.addrs.freeze(&to.addrs)
}

func (t *bindTable) restore(from *bindTable) {
	t.copyMaps(from)
	t.ports.restore(&from.ports)
	t.buckets.restore(&from.buckets)
	t.addrs.restore(&from.addrs)
}

func (t *bindTable) copyMaps(from *bindTable) {
	t.fastOwner = maps.Clone(from.fastOwner)
	t.manyAddrs = maps.Clone(from.manyAddrs)
	for port, list := range t.manyAddrs {
		t.manyAddrs[port] = slices.Clone(list)
	}
}

// at returns a port's bucket, nil where nobody holds the port.
func (t *bindTable) at(port uint16) *BindBucket {
	if n := t.ports.at(port); n != 0 {
		return t.buckets.at(n)
	}
	return nil
}

// addrsOf returns the addresses of a bucket, in order.
func (t *bindTable) addrsOf(b *BindBucket) []int32 {
	switch {
	case b.many:
		return t.manyAddrs[b.port]
	case b.one[0] == 0:
		return nil
	}
	return b.one[:]
}

// findAddr returns the place of an address among those of a bucket, or where it would stand.
func (t *bindTable) findAddr(b *BindBucket, a netip.Addr) (place int, found bool) {
	return slices.BinarySearchFunc(t.addrsOf(b), a, func(n int32, a netip.Addr) int { return t.addrs.peek(n).addr.Compare(a) })
}

// addrAt returns the number of the addrBucket of an address, 0 where there is none.
func (t *bindTable) addrAt(b *BindBucket, a netip.Addr) int32 {
	if n := b.one[0]; !b.many {
		if n != 0 && t.addrs.peek(n).addr == a {
			return n
		}
		return 0
	}
	if place, found := t.findAddr(b, a); found {
		return t.manyAddrs[b.port][place]
	}
	return 0
}

// addAddr gives a bucket an address that it does not have.
func (t *bindTable) addAddr(b *BindBucket, a netip.Addr) int32 {
	n, ab := t.addrs.add()
	*ab = addrBucket{addr: a, bucket: t.ports.at(b.port), reuse: b.reuse}
	if !b.many && b.one[0] == 0 {
		b.one[0] = n
		return n
	}
	place, _ := t.findAddr(b, a)
	t.manyAddrs[b.port] = slices.Insert(t.addrsOf(b), place, n)
	b.many, b.one[0] = true, 0
	return n
}

// removeAddr takes an address away from a bucket.
func (t *bindTable) removeAddr(b *BindBucket, n int32) {
	if b.many {
		place, _ := t.findAddr(b, t.addrs.peek(n).addr)
		list := slices.Delete(t.manyAddrs[b.port], place, place+1)
		t.manyAddrs[b.port] = list
		if len(list) == 0 {
			delete(t.manyAddrs, b.port)
			b.many = false
		}
	} else {
		b.one[0] = 0
	}
	t.addrs.remove(n)
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
	if b := k.ports.at(port); b != nil {
		return b
	}
	n, b := k.ports.buckets.add()
	b.port = port
	k.ports.ports.set(port, n)
	k.bound.set(port)
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
	if s.owns = k.ports.addrAt(b, a); s.owns == 0 {
		s.owns = k.ports.addAddr(b, a)
	}
	k.link(k.ports.addrs.at(s.owns), s)
	s.num = port
}

// link puts s before the other owners of a port at an address, and unlink takes it out.
func (k *Kernel) link(ab *addrBucket, s *Socket) {
	s.nextOwner, s.prevOwner = ab.first, 0
	if first := k.socks.at(ab.first); first != nil {
		first.prevOwner = sockID(s.id)
	}
	ab.first = sockID(s.id)
}

func (k *Kernel) unlink(ab *addrBucket, s *Socket) {
	if prev := k.socks.at(s.prevOwner); prev != nil {
		prev.nextOwner = s.nextOwner
	} else {
		ab.first = s.nextOwner
	}
	if next := k.socks.at(s.nextOwner); next != nil {
		next.prevOwner = s.prevOwner
	}
	s.nextOwner, s.prevOwner = 0, 0
}

// bucketOf returns the port that s holds, nil for none.
func (k *Kernel) bucketOf(s *Socket) *BindBucket {
	if s.owns == 0 {
		return nil
	}
	return k.ports.buckets.at(k.ports.addrs.at(s.owns).bucket)
}

// release gives up the port (inet_put_port). What getsockname shows stays.
func (k *Kernel) release(s *Socket) {
	b, n := k.bucketOf(s), s.owns
	s.owns, s.num = 0, 0
	if b == nil {
		return
	}
	ab := k.ports.addrs.at(n)
	k.unlink(ab, s)
	if s.connectBind {
		s.connectBind = false
		if ab.first != 0 {
			return // the others are as they were
		}
	}
	k.settleBucket(b, ab, n)
}

// settleBucket removes what is empty, and notes where only connect's choices are left.
func (k *Kernel) settleBucket(b *BindBucket, ab *addrBucket, n int32) {
	if ab.first == 0 {
		k.ports.removeAddr(b, n)
	} else if k.onlyChosen(ab) {
		ab.reuse = reuseChosen
	}
	addrs := k.ports.addrsOf(b)
	if len(addrs) == 0 {
		k.freeBucket(b)
		return
	}
	for _, n := range addrs {
		if k.ports.addrs.peek(n).reuse != reuseChosen {
			return
		}
	}
	k.setReuse(b, reuseChosen)
}

func (k *Kernel) freeBucket(b *BindBucket) {
	port := b.port
	k.ports.buckets.remove(k.ports.ports.at(port))
	k.ports.ports.set(port, 0)
	delete(k.ports.fastOwner, port)
	k.bound.clear(port)
}

func (k *Kernel) onlyChosen(ab *addrBucket) bool {
	for o := range k.owners(ab) {
		if !o.connectBind {
			return false
		}
	}
	return true
}

// moveAddr files a bound socket under its new address (inet_bhash2_update_saddr).
func (k *Kernel) moveAddr(s *Socket) {
	b := k.bucketOf(s)
	if b == nil {
		return
	}
	old := s.owns
	k.unlink(k.ports.addrs.at(old), s)
	if k.ports.addrs.at(old).first == 0 {
		k.ports.removeAddr(b, old)
	}
	k.hold(s, b.port)
}

// candidates are the owners that may overlap an address: all of them for a wildcard, otherwise those
// at that address and at the wildcards. They are to be read only.
func (k *Kernel) candidates(b *BindBucket, a netip.Addr) iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for _, n := range k.overlapping(b, a.Unmap()) {
			for o := range k.owners(k.ports.addrs.peek(n)) {
				if !yield(o) {
					return
				}
			}
		}
	}
}

// overlapping returns the addresses of a bucket that may overlap one.
func (k *Kernel) overlapping(b *BindBucket, a netip.Addr) []int32 {
	if a.IsUnspecified() {
		return k.ports.addrsOf(b)
	}
	var list [3]int32
	found := list[:0]
	for _, at := range [...]netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified(), a} {
		if n := k.ports.addrAt(b, at); n != 0 {
			found = append(found, n)
		}
	}
	return found
}

// owners are those at an address, the newest first. They are to be read only.
func (k *Kernel) owners(ab *addrBucket) iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for o := k.socks.peek(ab.first); o != nil && yield(o); o = k.socks.peek(o.nextOwner) {
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
	for o := range k.candidates(b, s.local()) {
		if o == s {
			continue
		}
		owner := o.owner()
		bad, rule := k.prof.Conflict(&asking, &owner, how)
		if v != nil {
			v.Checks = append(v.Checks, profile.Check{Rule: rule, Socket: o.id, OK: !bad})
		}
		if found = bad; found {
			break
		}
	}
	if v != nil && !found && len(v.Checks) == before {
		k.noteApart(b, s, v)
	}
	return found
}

// noteApart says why nobody stands in the way of s: others hold the port at other addresses, or nobody
// does.
func (k *Kernel) noteApart(b *BindBucket, s *Socket, v *profile.Verdict) {
	for _, n := range k.ports.addrsOf(b) {
		for o := range k.owners(k.ports.addrs.peek(n)) {
			if o != s {
				v.NoteOf(profile.PortAddress, o.id)
				return
			}
		}
	}
	v.Note(profile.PortUnowned)
}

// reusePortKnown reports whether the bucket's memory lets s in without a look at the owners
// (sk_reuseport_match).
func (k *Kernel) reusePortKnown(b *BindBucket, s *Socket) bool {
	if b.reuse != reusePort || !s.opts.reusePort || s.group != 0 {
		return false
	}
	known, asking := k.ports.fastOwner[b.port], s.owner()
	return known.UID == asking.UID && profile.SameOrWildcard(&known, &asking)
}

// remember notes in the bucket what s, which has just been let in, says of it
// (inet_csk_update_fastreuse).
func (k *Kernel) remember(b *BindBucket, s *Socket) {
	switch {
	case !s.opts.reusePort:
		k.setReuse(b, reuseNone)
	case !k.reusePortKnown(b, s):
		k.setReuse(b, reusePort)
		k.ports.fastOwner[b.port] = s.owner()
	}
	if s.owns != 0 {
		k.ports.addrs.at(s.owns).reuse = b.reuse
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
		if b := k.ports.at(port); b != nil {
			k.conflict(b, s, profile.PortShare, v)
		}
	} else if b := k.ports.at(port); b == nil {
		v.Note(profile.PortUnowned)
	} else if !k.admitted(b, s, v) {
		return false
	}
	if s.owns == 0 {
		k.hold(s, port)
	}
	k.remember(k.bucketOf(s), s)
	return true
}

// admitted decides about a port that was asked for by number and has owners.
func (k *Kernel) admitted(b *BindBucket, s *Socket, v *profile.Verdict) bool {
	if k.reusePortKnown(b, s) {
		v.NoteOf(profile.PortReusePortKnown, k.ports.fastOwner[b.port].Socket)
		return true
	}
	if k.conflict(b, s, profile.PortExplicit, v) {
		v.Errno = inUse
		return false
	}
	return true
}
