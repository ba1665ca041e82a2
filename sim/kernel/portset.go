package kernel

import (
	"math/bits"
	"net/netip"
	"time"

	"portlab/sim/profile"
)

// A portSet is a set of ports, with a bit for each.
type portSet struct{ pieces pages[[wordsAtOnce]uint64] }

// wordsAtOnce is how many words of 64 ports are in one piece of a portSet.
const wordsAtOnce = 32

func (p *portSet) set(port uint16) {
	p.pieces.place(int(port) / 64 / wordsAtOnce)[port/64%wordsAtOnce] |= 1 << (port % 64)
}

func (p *portSet) clear(port uint16) {
	if p.has(port) {
		p.pieces.at(int(port) / 64 / wordsAtOnce)[port/64%wordsAtOnce] &^= 1 << (port % 64)
	}
}

func (p *portSet) has(port uint16) bool { return p.word(int(port)/64)&(1<<(port%64)) != 0 }

// word returns the bits of the ports 64*i to 64*i+63.
func (p *portSet) word(i int) uint64 {
	if at := i / wordsAtOnce; at < len(p.pieces.list) && p.pieces.list[at] != nil {
		return p.pieces.list[at].v[i%wordsAtOnce]
	}
	return 0
}

// A dialKey is what connections have in common that differ only in the port that connect chose.
type dialKey struct {
	local  netip.Addr
	remote netip.AddrPort
}

// A dial is the ports in use by connect for one dialKey. It lets connect pass over them without
// looking at each: near the end of the range the kernel looks at thousands.
type dial struct {
	used  portSet
	count int

	// Of the connections since there was none: whether one was bound to a device, and when the first
	// of them came to TIME_WAIT, if one did.
	onDevice bool
	waited   bool
	since    time.Duration
}

// keptDials is how many are kept although no port is in use, to be used again.
const keptDials = 16

func (s *Socket) dialKey() dialKey {
	return dialKey{s.local().Unmap(), netip.AddrPortFrom(s.daddr.Unmap(), s.dport)}
}

func (k *Kernel) noteDial(s *Socket) {
	key := s.dialKey()
	d := k.dialled[key]
	if d == nil {
		d = &dial{}
		k.dialled[key] = d
	}
	if !d.used.has(s.num) {
		d.used.set(s.num)
		d.count++
	}
	d.onDevice = d.onDevice || s.opts.device != ""
}

// noteWait notes that a connection with s's addresses has come to TIME_WAIT.
func (k *Kernel) noteWait(s *Socket) {
	if d := k.dialled[s.dialKey()]; d != nil && !d.waited {
		d.waited, d.since = true, k.clock.now
	}
}

// reusable reports whether one of the ports in use may serve again. Of connections that were bound
// to no device, that could only be one in TIME_WAIT, as old as the oldest.
func (k *Kernel) reusable(d *dial) bool {
	if d.onDevice {
		return true
	}
	if !d.waited {
		return false
	}
	ok, _ := k.prof.TimeWaitReusable(profile.TimeWaitRequest{Reuse: k.sysctl.twReuse, Loopback: true, Timestamps: true,
		Age: k.clock.now - d.since, MinAge: k.prof.TimeWaitReuseDelay})
	return ok
}

func (k *Kernel) dropDial(s *Socket, port uint16) {
	key := s.dialKey()
	d := k.dialled[key]
	if d == nil || !d.used.has(port) {
		return
	}
	d.used.clear(port)
	if d.count--; d.count > 0 {
		return
	}
	d.onDevice, d.waited = false, false
	if len(k.dialled) > keptDials {
		delete(k.dialled, key)
	}
}

// freezeDials and restoreDials copy what is dialled into a snapshot, and from one.
func (k *Kernel) freezeDials(to *Kernel) (own int) {
	to.dialled = make(map[dialKey]*dial, len(k.dialled))
	for key, d := range k.dialled {
		frozen := d.withoutPorts()
		own += d.used.pieces.freeze(&frozen.used.pieces)
		to.dialled[key] = &frozen
	}
	return own
}

func (k *Kernel) restoreDials(from *Kernel) {
	old := k.dialled
	k.dialled = make(map[dialKey]*dial, len(from.dialled))
	for key, d := range from.dialled {
		restored := d.withoutPorts()
		if now := old[key]; now != nil {
			restored.used = now.used
		}
		restored.used.pieces.restore(&d.used.pieces)
		k.dialled[key] = &restored
	}
}

func (d *dial) withoutPorts() dial {
	return dial{count: d.count, onDevice: d.onDevice, waited: d.waited, since: d.since}
}

// firstFree returns the first port of from, from+step ... below end that is in none of the sets, or
// end. step is 1 or 2.
func firstFree(from, end, step int, sets ...*portSet) int {
	mask := ^uint64(0)
	if step == 2 {
		mask = 0x5555555555555555 << (from % 2)
	}
	for port := from; port < end; port = port&^63 + 64 {
		free := mask &^ (1<<(port%64) - 1)
		for i := 0; i < len(sets) && free != 0; i++ {
			free &^= sets[i].word(port / 64)
		}
		if free != 0 {
			return min(port&^63+bits.TrailingZeros64(free), end)
		}
	}
	return end
}
