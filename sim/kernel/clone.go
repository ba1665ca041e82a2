package kernel

import (
	"maps"
	"slices"
	"unsafe"
)

// A Snapshot is a Kernel at one moment. It shares with the snapshots before and after it what did not
// change in between.
type Snapshot struct {
	kernel Kernel
	Own    int // how many bytes it has for itself, about
}

// Snapshot returns the present state. before is the snapshot taken last, if there is one. No segments may
// be under way, which they never are between calls of Do.
func (k *Kernel) Snapshot(before *Snapshot) *Snapshot {
	s := &Snapshot{}
	to := &s.kernel
	s.Own = k.freezeTables(to)
	k.copyState(to)
	for i, p := range k.procs {
		frozen := *p
		if before == nil || i >= len(before.kernel.procs) || !slices.Equal(before.kernel.procs[i].fds.list, p.fds.list) {
			frozen.fds.list = slices.Clone(p.fds.list)
			s.Own += len(p.fds.list) * int(unsafe.Sizeof(FD{}))
		} else {
			frozen.fds.list = before.kernel.procs[i].fds.list
		}
		to.procs = append(to.procs, &frozen)
	}
	k.copyWaiters(to)
	to.net = &Network{log: slices.Clone(k.net.log)}
	return s
}

// Restore makes k, which may be a new(Kernel), go on from the snapshot. What of k is as it was then stays
// untouched, and its memory serves again.
func (s *Snapshot) Restore(k *Kernel) {
	from := &s.kernel
	from.restoreTables(k)
	from.copyState(k)
	for i, p := range from.procs {
		if i == len(k.procs) {
			k.procs = append(k.procs, &Process{})
		}
		list := append(k.procs[i].fds.list[:0], p.fds.list...)
		*k.procs[i] = *p
		k.procs[i].fds.list = list
	}
	clear(k.procs[len(from.procs):])
	k.procs = k.procs[:len(from.procs)]
	from.copyWaiters(k)
	if k.net == nil {
		k.net = &Network{}
		k.net.attach(k)
	}
	k.net.log = append(k.net.log[:0], from.net.log...)
}

// Clone returns a kernel that is in the same state, shares nothing with k that changes, and is on a
// network of its own.
func (k *Kernel) Clone() *Kernel {
	to := new(Kernel)
	k.Snapshot(nil).Restore(to)
	return to
}

func (k *Kernel) freezeTables(to *Kernel) (own int) {
	to.socks.last = k.socks.last
	return k.files.freeze(&to.files) + k.socks.pages.freeze(&to.socks.pages) + k.tcbs.freeze(&to.tcbs) +
		k.listeners.freeze(&to.listeners) + k.conns.freeze(&to.conns) + k.listen.freeze(&to.listen) + k.ports.freeze(&to.ports) + k.udp.freeze(&to.udp) +
		k.bound.pieces.freeze(&to.bound.pieces) + k.freezeDials(to) + k.clock.freeze(&to.clock)
}

func (k *Kernel) restoreTables(to *Kernel) {
	to.files.restore(&k.files)
	to.socks.restore(&k.socks)
	to.tcbs.restore(&k.tcbs)
	to.listeners.restore(&k.listeners)
	to.conns.restore(&k.conns)
	to.listen.restore(&k.listen)
	to.ports.restore(&k.ports)
	to.udp.restore(&k.udp)
	to.bound.pieces.restore(&k.bound.pieces)
	to.restoreDials(k)
	to.clock.restore(&k.clock)
}

// copyState copies all but tables, processes and the network.
func (k *Kernel) copyState(to *Kernel) {
	to.prof, to.sysctl, to.rng = k.prof, k.sysctl, k.rng
	to.nextPID, to.lastFile, to.lastGroup, to.isn, to.tws = k.nextPID, k.lastFile, k.lastGroup, k.isn, k.tws
	to.gone = append(to.gone[:0], k.gone...)
	to.frame = frame{}
	to.inboxes, to.groups = maps.Clone(k.inboxes), maps.Clone(k.groups)
	to.ifaces = nil
	for _, i := range k.ifaces {
		to.ifaces = append(to.ifaces, &Iface{name: i.name, prefixes: slices.Clone(i.prefixes)})
	}
}

// copyWaiters finds the processes of to that wait, after the others were copied.
func (k *Kernel) copyWaiters(to *Kernel) {
	to.latest = nil
	to.waiters = to.waiters[:0]
	for _, p := range to.procs {
		if p.wait != nil {
			w := *p.wait
			p.wait = &w
		}
	}
	for _, p := range k.waiters {
		to.waiters = append(to.waiters, to.procs[slices.Index(k.procs, p)])
	}
}
