package kernel

import (
	"portlab/sim/abi"
	"portlab/sim/profile"
)

const inUse = abi.EADDRINUSE

// portRangeOf is the ephemeral range for a socket, and whether IP_LOCAL_PORT_RANGE narrowed it
// (inet_sk_get_local_port_range).
func (k *Kernel) portRangeOf(s *Socket) (low, high int, own bool) {
	low, high = k.sysctl.rangeLow, k.sysctl.rangeHigh
	if s.opts.rangeLow == 0 && s.opts.rangeHigh == 0 {
		return low, high, false
	}
	lo, hi := low, high
	if own := int(s.opts.rangeLow); lo <= own && own <= hi {
		low = own
	}
	if own := int(s.opts.rangeHigh); lo <= own && own <= hi {
		high = own
	}
	return low, high, true
}

// freePort chooses a port for bind(2) with port 0, or returns 0 (inet_csk_find_open_port). It
// prefers ports at an odd distance from the low end and leaves the others to connect(2); with
// SO_REUSEADDR it tries the lower half of the range first.
func (k *Kernel) freePort(s *Socket) uint16 {
	if port := k.searchPort(s, profile.PortSearch); port != 0 || !k.sysctl.autobindReuse {
		return port
	}
	return k.searchPort(s, profile.PortShare)
}

func (k *Kernel) searchPort(s *Socket, how profile.PortUse) uint16 {
	low, high, _ := k.portRangeOf(s)
	end := high + 1
	if !s.opts.reuseAddr || end-low < 4 {
		return k.searchRange(s, low, end, how)
	}
	half := low + (end-low)>>2<<1
	if port := k.searchRange(s, low, half, how); port != 0 {
		return port
	}
	return k.searchRange(s, half, end, how)
}

// searchRange looks at low <= port < end, from a random place, one parity after the other.
func (k *Kernel) searchRange(s *Socket, low, end int, how profile.PortUse) uint16 {
	n := end - low
	if n > 1 {
		n &^= 1
	}
	offset := k.random(n) | 1
	for ; offset >= 0; offset-- {
		port := low + offset
		for i := 0; i < n; i, port = i+2, port+2 {
			if port >= end {
				port -= n
			}
			if k.portOpen(s, port, how) {
				return uint16(port)
			}
		}
		if offset&1 == 0 {
			break
		}
	}
	return 0
}

func (k *Kernel) portOpen(s *Socket, port int, how profile.PortUse) bool {
	if k.sysctl.reserved.has(uint16(port)) {
		return false
	}
	b := k.ports.at(uint16(port))
	return b == nil || !k.conflict(b, s, how, nil)
}

// connectPort chooses the port of a socket that connects without one, or returns 0
// (__inet_hash_connect). A port that only connect has chosen so far may serve again, where the
// 4-tuple is free. Ports at an even distance from the low end come first. A 4-tuple in TIME_WAIT is
// tried only when no other is left; which one the kernel tries when is its own choice.
func (k *Kernel) connectPort(s *Socket) uint16 {
	low, high, own := k.portRangeOf(s)
	n := high + 1 - low
	if own {
		return k.connectFrom(s, span{low, high + 1, k.random(n), 1})
	}
	if n <= 1 {
		return k.connectFrom(s, span{low, high + 1, 0, 2})
	}
	offset := k.random(n&^1) &^ 1
	if port := k.connectFrom(s, evenPorts(low, high+1, offset)); port != 0 {
		return port
	}
	return k.connectFrom(s, span{low, high + 1, offset + 1, 2})
}

// evenPorts are those at an even distance from the low end. There is one more of them than of the
// others where the number of ports is odd, and the kernel looks at as many of either: from the first
// on it leaves the last out, from any other the first.
func evenPorts(low, end, offset int) span {
	switch odd := (end-low)&1 == 1; {
	case odd && offset == 0:
		end--
	case odd:
		low, offset = low+2, offset-2
	}
	return span{low, end, offset, 2}
}

// A span is the ports low, low+step ... below end, taken from low+offset on and then from the
// beginning.
type span struct{ low, end, offset, step int }

var noPorts portSet

func (k *Kernel) connectFrom(s *Socket, p span) uint16 {
	used := &noPorts
	d := k.dialled[s.dialKey()]
	if d != nil {
		used = &d.used
	}
	start := p.low + p.offset
	if port := firstFree(start, p.end, p.step, used, &k.bound, k.sysctl.reserved); port < p.end {
		return uint16(port)
	}
	if port := firstFree(p.low+p.offset%p.step, start, p.step, used, &k.bound, k.sysctl.reserved); port < start {
		return uint16(port)
	}
	if d == nil || !k.reusable(d) {
		return 0
	}
	return k.connectReusing(s, p)
}

// connectReusing looks for a TIME_WAIT whose 4-tuple may be taken.
func (k *Kernel) connectReusing(s *Socket, p span) uint16 {
	for port := p.low + p.offset%p.step; port < p.end; port += p.step {
		at := uint16(port)
		if !k.sysctl.reserved.has(at) && !k.bound.has(at) && k.tupleFree(s, at, false, nil) {
			return at
		}
	}
	return 0
}
