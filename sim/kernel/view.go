package kernel

import (
	"net/netip"
	"time"

	"portlab/sim/abi"
)

// A View is a picture of a Kernel at one moment: plain values, sharing nothing with it. Everything
// is in the order in which it was made, and keeps its ID for as long as the Kernel lives.
type View struct {
	Now          time.Duration // since the kernel started
	Processes    []ProcessView // the dead stay, so that they can be shown
	Descriptions []DescriptionView
	Sockets      []SocketView
	Buckets      []BucketView
}

// A ProcessView is one process.
type ProcessView struct {
	Name      string
	PID       int
	Parent    string // the process that forked it; "" for one that the scenario started
	UID       int
	State     ProcState
	BlockedIn *abi.Call // the call that it waits in
	Status    int       // with Exited, the exit status
	FDs       []FDView  // ascending
}

// ProcState is what a process is doing.
type ProcState string

const (
	Running ProcState = "running"
	Waiting ProcState = "blocked"
	Exited  ProcState = "exited"
	Killed  ProcState = "killed"
)

// An FDView is one descriptor of a process.
type FDView struct {
	FD          int
	Description int    // DescriptionView.ID; 0 for a file that is no socket
	Socket      int    // SocketView.ID; 0 for a file that is no socket
	File        string // "/dev/null" for a file that is no socket
	CloseOnExec bool
}

// A DescriptionView is an open file description of a socket.
type DescriptionView struct {
	ID       int
	Socket   int // SocketView.ID
	Refs     int // descriptors that refer to it, in all processes
	Nonblock bool
}

// A SocketView is one socket, or what is left of one: a connection request, a TIME_WAIT.
type SocketView struct {
	ID       int
	Family   int    // AF_INET or AF_INET6
	Type     int    // SOCK_STREAM or SOCK_DGRAM
	State    string // in the words of ss: UNCONN, LISTEN, SYN-SENT, SYN-RECV, ESTAB, FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT, CLOSE-WAIT, LAST-ACK, CLOSING
	Bound    bool   // has a local port
	Local    netip.AddrPort
	Peer     netip.AddrPort // the zero address and port 0 where there is none
	Device   string         // SO_BINDTODEVICE
	V6Only   bool           // takes no IPv4
	RecvQ    int            // bytes to read, and one for an unread FIN; of a listener, connections in the accept queue
	SendQ    int            // bytes not yet acknowledged, and one for a SYN or FIN; of a listener, the backlog
	UID      int
	Refs     int      // descriptors that refer to its description; 0 for one that no process holds
	Options  []string // the options that are set, as "SO_REUSEADDR"; in the order of abi.Sockopts
	Queue    []int    // of a listener: the connections in its accept queue, by ID, first to be accepted first
	Listener int      // of a connection in an accept queue: the listener's ID
	Replaces int      // of a TIME_WAIT or orphaned FIN_WAIT_2: the ID of the socket it was
	Timer    *TimerView
	Gone     bool // destroyed; no view but the one of the step that destroyed it lists it
}

// A TimerView is a timer that runs for a socket.
type TimerView struct {
	Name string        // "timewait", "finwait2", "linger", "retransmit"
	Ends time.Duration // since the kernel started
}

// A BucketView is one port with its owners (Linux's inet_bind_bucket; of UDP, the sockets hashed
// to that port).
type BucketView struct {
	Type   int // SOCK_STREAM or SOCK_DGRAM
	Port   uint16
	Owners []int // SocketView.ID
}

// A SegmentView is one TCP segment or UDP datagram as it crossed the network.
type SegmentView struct {
	Time     time.Duration
	Type     int // SOCK_STREAM or SOCK_DGRAM
	Src, Dst netip.AddrPort
	From, To int    // the sockets, by ID; 0 where there was none
	Flags    string // "SYN", "SYN|ACK", "FIN|ACK", "RST"; "" for a datagram
	Seq, Ack uint32 // relative to each side's first sequence number
	Len      int    // bytes of data
	Dropped  string // why it had no effect; "" where it had
}
