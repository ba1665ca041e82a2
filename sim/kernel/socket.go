package kernel

import (
	"net/netip"
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// State is the state of a connection (RFC 9293 section 3.3.2). An unconnected UDP socket is Close
// and a connected one Established, as in Linux.
type State uint8

const (
	Close State = iota
	Listen
	SynSent
	SynRecv
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
)

// stateNames gives each state the names of getsockopt's TCP_INFO and of ss.
var stateNames = [...]struct{ info, ss string }{
	Close:       {"TCP_CLOSE", "UNCONN"},
	Listen:      {"TCP_LISTEN", "LISTEN"},
	SynSent:     {"TCP_SYN_SENT", "SYN-SENT"},
	SynRecv:     {"TCP_SYN_RECV", "SYN-RECV"},
	Established: {"TCP_ESTABLISHED", "ESTAB"},
	FinWait1:    {"TCP_FIN_WAIT1", "FIN-WAIT-1"},
	FinWait2:    {"TCP_FIN_WAIT2", "FIN-WAIT-2"},
	CloseWait:   {"TCP_CLOSE_WAIT", "CLOSE-WAIT"},
	Closing:     {"TCP_CLOSING", "CLOSING"},
	LastAck:     {"TCP_LAST_ACK", "LAST-ACK"},
	TimeWait:    {"TCP_TIME_WAIT", "TIME-WAIT"},
}

// String returns the name that TCP_INFO is shown with, such as "TCP_LISTEN".
func (s State) String() string { return stateNames[s].info }

// use is how far connect(2) has come with a socket: struct socket's state, which decides between
// EALREADY, EISCONN and a new attempt.
type use uint8

const (
	unconnected use = iota
	connecting
	connected
	disconnecting // shut down while it was connecting: of no further use
)

// options are the values that setsockopt(2) sets.
type options struct {
	reuseAddr, reusePort  bool
	lingerOn              bool
	linger                int // seconds
	device                string
	keepAlive, broadcast  bool
	rcvbuf, sndbuf        int  // bytes, as getsockopt shows them
	sndbufSet             bool // SO_SNDBUF was set: it no longer grows by itself
	v6only                bool
	freebind, transparent bool
	bindNoPort            bool
	rangeLow, rangeHigh   int // IP_LOCAL_PORT_RANGE; 0 where not set
	nodelay               bool
	deferAccept           int // SYN-ACK repetitions
	linger2               time.Duration
	linger2Negative       bool
}

// A Socket is a socket, or what stands for one in the tables: a connection request that waits for
// its handshake (request), a TIME_WAIT or orphaned FIN_WAIT_2 (mini).
type Socket struct {
	id     int
	family int
	typ    int
	state  State
	sub    State // of a minisock: TimeWait or FinWait2
	use    use
	uid    int
	opts   options

	saddr   netip.Addr // the address to send from; invalid where not chosen
	saddr4  netip.Addr // see source
	rcvAddr netip.Addr // the address to receive at; invalid for any
	num     uint16     // the port held; 0 for none
	sport   uint16     // the port shown by getsockname, which outlives num
	daddr   netip.Addr
	dport   uint16

	lockAddr    bool // bind gave the address (SOCK_BINDADDR_LOCK)
	lockPort    bool // bind gave the port (SOCK_BINDPORT_LOCK)
	connectBind bool // connect chose the port (SOCK_CONNECT_BIND)
	bucket      *BindBucket
	addrBucket  *addrBucket
	nextOwner   *Socket // of addrBucket: the one that came before
	prevOwner   *Socket
	hashed      bool // in conns, or in listen
	mapped      bool // IPv6, and has connected to a mapped address: TCP sends as IPv4 from then on
	group       *reuseGroup

	err         abi.Errno // pending, for SO_ERROR
	shutRecv    bool
	shutSend    bool
	disconnects int  // how often the connection was dissolved or given up (sk_disconnects)
	done        bool // the peer's FIN has come (SOCK_DONE)
	dead        bool // no descriptor is left (SOCK_DEAD)
	mini        bool
	request     bool

	tcb      *tcb      // of a connection
	listener *listener // of a listening socket
	parent   *Socket   // of a request, and of a connection in an accept queue: the listener
	queue    []datagram
	reader   int    // of queue, how many the latest refill has taken for the reader
	deficit  int    // bytes of datagrams received that the buffer is still charged with
	recv     []byte // TCP: received and not yet read
	replaces int    // of a minisock: the socket it was
	born     time.Duration
	oowUntil time.Duration // see ackOld
	refs     int           // descriptors

	timers [len(timerNames)]*Timer
}

// newSocket registers a socket.
func (k *Kernel) newSocket(s Socket) *Socket {
	n := s
	n.id = len(k.socks) + 1
	n.born = k.clock.now
	k.socks = append(k.socks, &n)
	return &n
}

// forget removes a socket from the register. It is shown once more, in the view of this step.
func (k *Kernel) forget(s *Socket) {
	if k.socks[s.id-1] == nil {
		return
	}
	for i := range s.timers {
		k.stopTimer(s, timerKind(i))
	}
	s.parent = nil
	k.gone = append(k.gone, s)
	k.socks[s.id-1] = nil
}

func (k *Kernel) startTimer(s *Socket, kind timerKind, after time.Duration) {
	k.stopTimer(s, kind)
	s.timers[kind] = k.clock.start(s, kind, after)
}

func (k *Kernel) stopTimer(s *Socket, kind timerKind) {
	k.clock.stop(s.timers[kind])
	s.timers[kind] = nil
}

// anyAddr is the wildcard of the socket's family.
func (s *Socket) anyAddr() netip.Addr {
	if s.family == abi.AF_INET6 {
		return netip.IPv6Unspecified()
	}
	return netip.IPv4Unspecified()
}

// local is the address that the socket receives at.
func (s *Socket) local() netip.Addr {
	if s.rcvAddr.IsValid() {
		return s.rcvAddr
	}
	return s.anyAddr()
}

// name is what getsockname(2) answers.
func (s *Socket) name() abi.Sockaddr {
	return abi.Sockaddr{Family: s.family, Addr: s.local(), Port: s.sport}
}

// peer is what getpeername(2) and accept(2) answer.
func (s *Socket) peer() abi.Sockaddr {
	a := s.daddr
	if !a.IsValid() {
		a = s.anyAddr()
	}
	return abi.Sockaddr{Family: s.family, Addr: a, Port: s.dport}
}

// owner is the socket as the port rules see it.
func (s *Socket) owner() profile.Owner {
	return profile.Owner{
		Socket: s.id, Family: s.family, Addr: s.local(), V6Only: s.opts.v6only, Device: s.opts.device,
		ReuseAddr: s.opts.reuseAddr, ReusePort: s.opts.reusePort, UID: s.uid,
		Listening: s.state == Listen, TimeWait: s.mini,
	}
}

// takeError reads and clears the pending error.
func (s *Socket) takeError() abi.Errno {
	e := s.err
	s.err = 0
	return e
}

func (s *Socket) connecting() bool { return s.state == SynSent || s.state == SynRecv }

// closing reports whether a close with SO_LINGER has something to wait for (sk_stream_closing).
func (s *Socket) closing() bool {
	return s.state == FinWait1 || s.state == Closing || s.state == LastAck
}

func (s *Socket) sendClosed() bool {
	return s.shutSend || s.state != Established && s.state != CloseWait
}

// asFamily returns the address in the form of the socket's family: IPv4 is mapped for an IPv6
// socket.
func (s *Socket) asFamily(a netip.Addr) netip.Addr {
	if s.family == abi.AF_INET6 && a.Is4() {
		return netip.AddrFrom16(a.As16())
	}
	return a
}
