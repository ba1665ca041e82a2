// Package profile is the rules of operating systems: the values that differ between them, and their
// decisions as functions from values to a Verdict. Each rule names its source and carries the words
// that explain it. Nothing outside this package asks which system it is on.
package profile

import "time"

// A Profile is one operating system's values and rules.
type Profile struct {
	Name    string  // as the -profile flag and links name it: "linux"
	Version Version // the release that the rules were confirmed on

	TimeWait           time.Duration // how long a connection stays in TIME_WAIT
	FinWait2Max        time.Duration // the longest TCP_LINGER2
	RetransmitFirst    time.Duration // before the first retransmission
	SynRetries         int           // how often a SYN is repeated
	SynLinear          int           // how many of those come at even intervals, before they double
	SynAckRetries      int           // how often a SYN-ACK is repeated
	TimeWaitISNStep    uint32        // added to the old sequence number when a TIME_WAIT is reused
	TimeWaitReuseDelay time.Duration // how old a TIME_WAIT must be for tcp_tw_reuse
	MaxTimeWait        int           // tcp_max_tw_buckets at boot
	SendBuffer         int           // SO_SNDBUF of a new TCP socket, bytes
	ReceiveBuffer      int           // SO_RCVBUF of a new TCP socket, bytes
	DatagramBuffer     int           // both, of a new UDP socket, bytes

	// Bind makes the checks of bind(2) that come before the port is asked for, and adds them to v.
	Bind func(r *BindRequest, v *Verdict)
	// Conflict decides whether a socket that asks for a port can have it beside one of its
	// owners, and by which rule.
	Conflict func(asking, owner *Owner, use PortUse) (conflict bool, rule *Rule)
	// DatagramConflict is Conflict for UDP.
	DatagramConflict func(asking, owner *Owner) (conflict bool, rule *Rule)
	// TimeWaitReusable decides whether connect may take the 4-tuple of a TIME_WAIT.
	TimeWaitReusable func(TimeWaitRequest) (ok bool, rule *Rule)
	// ListenerScore says how well a listener fits an arriving connection; the highest wins,
	// zero does not fit.
	ListenerScore func(l Owner, arrival Arrival) int
	// DatagramScore is ListenerScore for a datagram.
	DatagramScore func(s Owner, connected bool, arrival Arrival) int
}
