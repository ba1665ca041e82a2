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
	if lo <= s.opts.rangeLow && s.opts.rangeLow <= hi {
		low = s.opts.rangeLow
	}
	if lo <= s.opts.rangeHigh && s.opts.rangeHigh <= hi {
		high = s.opts.rangeHigh
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
	if k.sysctl.isReserved(port) {
		return false
	}
	b := k.ports[uint16(port)]
	return b == nil || !k.conflict(b, s, how, nil)
}

// connectPort chooses the port of a socket that connects without one, or returns 0
// (__inet_hash_connect). A port that only connect has chosen so far may serve again, where the
// 4-tuple is free.
func (k *Kernel) connectPort(s *Socket) uint16 {
	low, high, own := k.portRangeOf(s)
	step, n := 2, high+1-low
	if own {
		step = 1
	} else if n > 1 {
		n &^= 1
	}
	offset := k.random(n)
	if !own {
		offset &^= 1
	}
	for range 2 {
		if port := k.connectScan(s, low, high+1, offset, n, step); port != 0 {
			return port
		}
		if own || n <= 1 {
			break
		}
		offset++
	}
	return 0
}

func (k *Kernel) connectScan(s *Socket, low, end, offset, n, step int) uint16 {
	port := low + offset
	for i := 0; i < n; i, port = i+step, port+step {
		if port >= end {
			port -= n
		}
		if k.sysctl.isReserved(port) {
			continue
		}
		if b := k.ports[uint16(port)]; b != nil && b.reuse != reuseChosen {
			continue
		}
		if k.tupleFree(s, uint16(port), false, nil) {
			return uint16(port)
		}
	}
	return 0
}
