package kernel

import (
	"maps"
	"slices"
)

// Clone returns a kernel that is in the same state and shares nothing with k that changes. It must
// not be called while segments are under way, which they never are between calls of Do. The copy is
// on a network of its own.
func (k *Kernel) Clone() *Kernel {
	to := new(Kernel)
	k.CopyTo(to)
	return to
}

// CopyTo is Clone into a new(Kernel), or a clone that is not needed any more: its memory serves again.
func (k *Kernel) CopyTo(to *Kernel) { k.copyTo(&copying{}, to, new(Kernel)) }

// Snapshot returns a Clone that will never run, but be copied. It shares with like, the snapshot before
// or a new(Kernel), what has not changed since; size is how many pages of some kilobytes it has for
// itself.
func (k *Kernel) Snapshot(like *Kernel) (s *Kernel, size int) {
	s = new(Kernel)
	c := &copying{}
	k.copyTo(c, s, like)
	return s, c.own
}

func (k *Kernel) copyTo(c *copying, to, like *Kernel) {
	to.prof, to.sysctl, to.bound, to.rng = k.prof, k.sysctl, k.bound, k.rng
	to.nextPID, to.lastFile, to.lastGroup, to.isn, to.tws = k.nextPID, k.lastFile, k.lastGroup, k.isn, k.tws
	to.gone = append(to.gone[:0], k.gone...)
	to.frame = frame{}
	k.copyClock(to)
	k.copyTables(c, to, like)
	k.copyProcesses(to)
	to.dialled = make(map[dialKey]*dial, len(k.dialled))
	for key, d := range k.dialled {
		copied := *d
		to.dialled[key] = &copied
	}
	to.ifaces = nil
	for _, i := range k.ifaces {
		to.ifaces = append(to.ifaces, &Iface{name: i.name, prefixes: slices.Clone(i.prefixes)})
	}
	if to.net == nil {
		to.net = &Network{}
		to.net.attach(to)
	}
	to.net.log = append(to.net.log[:0], k.net.log...)
}

func (k *Kernel) copyClock(to *Kernel) {
	to.clock.now, to.clock.seq = k.clock.now, k.clock.seq
	for kind, heap := range k.clock.timers {
		to.clock.timers[kind] = append(to.clock.timers[kind][:0], heap...)
	}
}

func (k *Kernel) copyTables(c *copying, to, like *Kernel) {
	k.files.copyTo(c, &to.files, &like.files)
	k.socks.copyTo(c, &to.socks, &like.socks)
	k.tcbs.copyTo(c, &to.tcbs, &like.tcbs)
	k.listeners.copyTo(c, &to.listeners, &like.listeners)
	k.ports.copyTo(c, &to.ports, &like.ports)
	k.udp.copyTo(c, &to.udp, &like.udp)
	k.conns.copyTo(&to.conns)
	k.listen.copyTo(&to.listen)
	to.inboxes = maps.Clone(k.inboxes)
	to.groups = maps.Clone(k.groups)
}

func (k *Kernel) copyProcesses(to *Kernel) {
	to.procs = make([]*Process, len(k.procs))
	to.waiters = to.waiters[:0]
	to.latest = nil
	for i, p := range k.procs {
		n := *p
		n.fds.list = slices.Clone(p.fds.list)
		if p.wait != nil {
			w := *p.wait
			n.wait = &w
		}
		to.procs[i] = &n
	}
	for _, p := range k.waiters {
		to.waiters = append(to.waiters, to.procs[slices.Index(k.procs, p)])
	}
}
