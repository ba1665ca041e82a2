package profile

import (
	"net/netip"
	"time"

	"portlab/sim/abi"
)

// A TimeWaitRequest is what connect(2) looks at when its 4-tuple is held by a TIME_WAIT.
type TimeWaitRequest struct {
	Explicit   bool // the local port was bound, not chosen by connect
	Reuse      int  // tcp_tw_reuse
	Loopback   bool // either end is a loopback address, or the TIME_WAIT is bound to lo
	FinWait2   bool // it is an orphan that still waits for the peer's FIN
	Timestamps bool // the peer sent timestamps
	Age        time.Duration
	MinAge     time.Duration // tcp_tw_reuse_delay
}

// linuxTimeWaitReusable is tcp_twsk_unique.
func linuxTimeWaitReusable(r TimeWaitRequest) (bool, *Rule) {
	if !r.Timestamps {
		return false, TimeWaitTimestamps
	}
	if r.Explicit {
		return true, TimeWaitExplicit
	}
	allowed := r.Reuse == 1 || r.Reuse == 2 && r.Loopback
	if !allowed || r.FinWait2 {
		return false, TimeWaitForbidden
	}
	if r.Age <= r.MinAge {
		return false, TimeWaitYoung
	}
	return true, TimeWaitReuse
}

// An Arrival is a segment or datagram that looks for its socket.
type Arrival struct {
	Family int // AF_INET also for one that a dual-stack socket takes
	Src    netip.AddrPort
	Dst    netip.AddrPort
	Device string // where it came in
}

// linuxListenerScore is compute_score of inet_hashtables.c and inet6_hashtables.c.
func linuxListenerScore(l Owner, a Arrival) int {
	if l.Device != "" && l.Device != a.Device || a.Family == abi.AF_INET && l.V6Only {
		return 0
	}
	score := 1
	if l.Device != "" {
		score = 2
	}
	if a.Family == abi.AF_INET && l.Family == abi.AF_INET {
		score++
	}
	return score
}

// linuxDatagramScore is compute_score of udp.c: a connected socket must fit its peer.
func linuxDatagramScore(s Owner, connected bool, a Arrival) int {
	if s.Device != "" && s.Device != a.Device || a.Family == abi.AF_INET && s.V6Only {
		return 0
	}
	score := 1
	if a.Family == abi.AF_INET && s.Family == abi.AF_INET {
		score = 2
	}
	if connected {
		score += 8
	}
	if s.Device != "" {
		score += 4
	}
	return score
}
