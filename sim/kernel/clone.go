package kernel

import (
	"maps"
	"net/netip"
	"slices"
)

// Clone returns a kernel that is in the same state and shares nothing with k that changes. It must
// not be called while segments are under way, which they never are between calls of Do. The copy is
// on a network of its own.
func (k *Kernel) Clone() *Kernel {
	c := &cloner{from: k, to: &Kernel{}, files: map[*FileDescription]*FileDescription{},
		groups: map[*reuseGroup]*reuseGroup{}}
	*c.to = *k
	c.cloneSockets()
	c.cloneTables()
	c.cloneTimers()
	c.cloneProcesses()
	n := c.to
	n.net = &Network{log: slices.Clone(k.net.log)}
	n.net.attach(n)
	n.gone = nil
	for _, s := range k.gone {
		dead := *s
		c.cloneParts(&dead, s)
		n.gone = append(n.gone, &dead)
	}
	n.ifaces = nil
	for _, i := range k.ifaces {
		n.ifaces = append(n.ifaces, &Iface{name: i.name, prefixes: slices.Clone(i.prefixes)})
	}
	return n
}

// A cloner maps what was to what is, so that what was shared stays shared.
type cloner struct {
	from, to *Kernel
	files    map[*FileDescription]*FileDescription
	groups   map[*reuseGroup]*reuseGroup
}

// sock returns the copy of a socket. A parent that is gone has none.
func (c *cloner) sock(s *Socket) *Socket {
	if s == nil {
		return nil
	}
	return c.to.socks[s.id-1]
}

func (c *cloner) socks(list []*Socket) []*Socket {
	out := make([]*Socket, len(list))
	for i, s := range list {
		out[i] = c.sock(s)
	}
	return out
}

func (c *cloner) cloneSockets() {
	c.to.socks = make([]*Socket, len(c.from.socks))
	for i, s := range c.from.socks {
		if s != nil {
			n := *s
			c.to.socks[i] = &n
		}
	}
	for i, s := range c.from.socks {
		if s != nil {
			c.cloneParts(c.to.socks[i], s)
		}
	}
}

func (c *cloner) cloneParts(n, s *Socket) {
	n.parent = c.sock(s.parent)
	n.queue = slices.Clone(s.queue)
	n.recv = slices.Clone(s.recv)
	if s.tcb != nil {
		t := *s.tcb
		t.unsent = slices.Clone(t.unsent)
		n.tcb = &t
	}
	if s.listener != nil {
		l := *s.listener
		l.queue = c.socks(l.queue)
		n.listener = &l
	}
	if s.group != nil {
		n.group = c.group(s.group)
	}
}

func (c *cloner) group(g *reuseGroup) *reuseGroup {
	if n := c.groups[g]; n != nil {
		return n
	}
	n := &reuseGroup{members: c.socks(g.members)}
	c.groups[g] = n
	return n
}

func (c *cloner) cloneTables() {
	from, to := c.from, c.to
	to.ports = make(map[uint16]*BindBucket, len(from.ports))
	for port, b := range from.ports {
		to.ports[port] = c.bucket(b)
	}
	to.conns = make(map[connKey]*Socket, len(from.conns))
	for key, s := range from.conns {
		to.conns[key] = c.sock(s)
	}
	to.listen = make(map[netip.AddrPort][]*Socket, len(from.listen))
	for key, list := range from.listen {
		to.listen[key] = c.socks(list)
	}
	to.dialled = make(map[dialKey]*dial, len(from.dialled))
	for key, d := range from.dialled {
		copied := *d
		to.dialled[key] = &copied
	}
	to.udp = maps.Clone(from.udp)
	for port, list := range from.udp {
		to.udp[port] = c.socks(list)
	}
}

func (c *cloner) bucket(b *BindBucket) *BindBucket {
	n := *b
	n.addrs = make(map[netip.Addr]*addrBucket, len(b.addrs))
	for a, ab := range b.addrs {
		copied := &addrBucket{addr: ab.addr, first: c.sock(ab.first), reuse: ab.reuse}
		n.addrs[a] = copied
		for o := copied.first; o != nil; o = o.nextOwner {
			o.bucket, o.addrBucket = &n, copied
			o.nextOwner, o.prevOwner = c.sock(o.nextOwner), c.sock(o.prevOwner)
		}
	}
	return &n
}

func (c *cloner) cloneTimers() {
	c.to.clock.timers = make(timerHeap, len(c.from.clock.timers))
	for i, t := range c.from.clock.timers {
		n := *t
		n.sock = c.sock(t.sock)
		if n.sock != nil {
			n.sock.timers[n.kind] = &n
		}
		c.to.clock.timers[i] = &n
	}
}

func (c *cloner) cloneProcesses() {
	c.to.procs = make([]*Process, len(c.from.procs))
	for i, p := range c.from.procs {
		n := *p
		n.fds = slices.Clone(p.fds)
		for fd := range n.fds {
			n.fds[fd].file = c.file(n.fds[fd].file)
		}
		if p.wait != nil {
			w := *p.wait
			w.file, w.sock = c.file(w.file), c.sock(w.sock)
			n.wait = &w
		}
		c.to.procs[i] = &n
	}
}

func (c *cloner) file(f *FileDescription) *FileDescription {
	if f == nil {
		return nil
	}
	if n := c.files[f]; n != nil {
		return n
	}
	n := *f
	n.sock = c.sock(f.sock)
	c.files[f] = &n
	return &n
}
