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
	device                string
	linger2               time.Duration
	linger                uint32 // seconds
	rcvbuf, sndbuf        int32  // bytes, as getsockopt shows them
	rangeLow, rangeHigh   uint16 // IP_LOCAL_PORT_RANGE; 0 where not set
	deferAccept           uint8  // SYN-ACK repetitions
	sndbufSet, rcvbufSet  bool   // SO_SNDBUF and SO_RCVBUF were set: they no longer grow by themselves
	reuseAddr, reusePort  bool
	lingerOn              bool
	keepAlive, broadcast  bool
	v6only                bool
	freebind, transparent bool
	bindNoPort            bool
	nodelay               bool
	linger2Negative       bool
}

// A Socket is a socket, or what stands for one in the tables: a connection request that waits for
// its handshake (request), a TIME_WAIT or orphaned FIN_WAIT_2 (mini). It refers to other things by
// number; see sockTable.
type Socket struct {
	id   int
	opts options

	saddr   netip.Addr // the address to send from; invalid where not chosen
	saddr4  netip.Addr // see source
	rcvAddr netip.Addr // the address to receive at; invalid for any
	daddr   netip.Addr
	num     uint16 // the port held; 0 for none
	sport   uint16 // the port shown by getsockname, which outlives num
	dport   uint16

	family uint8
	typ    uint8
	state  State
	sub    State // of a minisock: TimeWait or FinWait2
	use    use

	lockAddr    bool // bind gave the address (SOCK_BINDADDR_LOCK)
	lockPort    bool // bind gave the port (SOCK_BINDPORT_LOCK)
	connectBind bool // connect chose the port (SOCK_CONNECT_BIND)
	hashed      bool // a connection or a listener that is found by its addresses
	filed       bool // is in the sockHash of these
	mapped      bool // IPv6, and has connected to a mapped address: TCP sends as IPv4 from then on
	shutRecv    bool
	shutSend    bool
	done        bool // the peer's FIN has come (SOCK_DONE)
	dead        bool // no descriptor is left (SOCK_DEAD)
	mini        bool
	request     bool
	gone        bool // destroyed; see forget

	err         abi.Errno // pending, for SO_ERROR
	uid         int32
	refs        int32 // descriptors
	disconnects int32 // how often the connection was dissolved or given up (sk_disconnects)

	owns      int32  // the addrBucket, 0 for none
	nextOwner sockID // of the addrBucket, or of the UDP port: the one that came before
	prevOwner sockID
	hash      uint32 // where it is filed
	nextHash  sockID
	group     int32 // the number of its reuseGroup, 0 for none

	tcb       int32  // of a connection
	listener  int32  // of a listening socket
	parent    sockID // of a request, and of a connection in an accept queue: the listener
	nextReady sockID // of a connection in an accept queue: the one behind
	replaces  sockID // of a minisock: the socket it was

	timers [len(timerNames)]int32 // places in the Clock's heaps, from 1 on; 0 for one that does not run
}

// ref is the number by which others know the socket.
func (s *Socket) ref() sockID { return sockID(s.id) }

// forget removes a socket from the register. It is shown once more, in the view of this step.
func (k *Kernel) forget(s *Socket) {
	if s.gone {
		return
	}
	k.stopTimers(s)
	s.parent = 0
	s.gone = true
	k.gone = append(k.gone, s.ref())
}

// reap lets go of the sockets that the last call destroyed.
func (k *Kernel) reap() {
	for _, id := range k.gone {
		s := k.socks.buried(id)
		if s.tcb != 0 {
			k.tcbs.remove(s.tcb)
		}
		if s.typ == abi.SOCK_DGRAM {
			delete(k.inboxes, id)
		}
		k.socks.remove(id)
	}
	k.gone = k.gone[:0]
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
	return abi.Sockaddr{Family: int(s.family), Addr: s.scoped(s.local()), Port: s.sport}
}

// scoped gives an address that needs an interface the socket's (ipv6_iface_scope_id).
func (s *Socket) scoped(a netip.Addr) netip.Addr {
	if profile.NeedsScope6(a) {
		return a.WithZone(s.opts.device)
	}
	return a
}

// peer is what getpeername(2) and accept(2) answer.
func (s *Socket) peer() abi.Sockaddr {
	a := s.daddr
	if !a.IsValid() {
		a = s.anyAddr()
	}
	return abi.Sockaddr{Family: int(s.family), Addr: a, Port: s.dport}
}

// owner is the socket as the port rules see it.
func (s *Socket) owner() profile.Owner {
	return profile.Owner{
		Socket: s.id, Family: int(s.family), Addr: s.local(), V6Only: s.opts.v6only, Device: s.opts.device,
		ReuseAddr: s.opts.reuseAddr, ReusePort: s.opts.reusePort, UID: int(s.uid),
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
