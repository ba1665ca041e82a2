package trace

// An Undetermined is something in which two runs of one scenario may differ though both are right.
type Undetermined struct {
	What string // what may differ
	Why  string // why it is not determined
}

// What Diff lets pass.
var (
	EphemeralPort = Undetermined{
		What: "the number of a port that the kernel chose",
		Why:  "the search begins at a random place (inet_csk_find_open_port) or at a keyed hash of the addresses (__inet_hash_connect)",
	}
	BufferSize = Undetermined{
		What: "SO_RCVBUF and SO_SNDBUF where they were not set",
		Why:  "they begin as the host's tcp_rmem, tcp_wmem, rmem_default and wmem_default have it, and TCP adjusts them",
	}
	GroupMember = Undetermined{
		What: "which socket of a SO_REUSEPORT group gets a connection or a datagram",
		Why:  "a hash of the addresses and ports with a secret key chooses it (reuseport_select_sock)",
	}
	Waiter = Undetermined{
		What: "which of several calls that wait on one connection goes on first, and gets its data or its error; which of several closes with SO_LINGER whose time is up returns first",
		Why:  "all are woken, and the first to run takes the socket's lock (sk_wait_data, inet_wait_for_connect)",
	}
	Deferred = Undetermined{
		What: "which of several handshakes that TCP_DEFER_ACCEPT has held back ends first when their time is up",
		Why:  "the timer wheel fires the last one started first, unless a boundary of 32 ms or another processor lies between (enqueue_timer)",
	}
	// Milliseconds is let pass by trying again: see TestRandom.
	Milliseconds = Undetermined{
		What: "what happens in the milliseconds between two steps: whether a SYN that is repeated 8 ms after the answer for an old connection is there by the next step, and whether a SYN falls into the 4 ms in which it is inside the window of an orphan in FIN_WAIT2",
		Why:  "the language lets time pass in sleep only, and a host goes on as quickly as it can (TCP_TIMEOUT_MIN in tcp_rcv_synsent_state_process, secure_tcp_seq in tcp_timewait_state_process)",
	}
)

// AllUndetermined lists everything that comparisons let pass, all but Milliseconds in Diff.
var AllUndetermined = []*Undetermined{&EphemeralPort, &BufferSize, &GroupMember, &Waiter, &Deferred, &Milliseconds}

// A portMap knows which port of one run is which of the other, where the kernel chose it.
type portMap struct {
	fixed  map[uint16]bool // ports that the text names; they must be the same
	toHost map[uint16]uint16
	toSim  map[uint16]uint16
}

// newPortMap finds the ports that the text names: those that a call is given before any call has
// found them, as a $port is found first.
func newPortMap(sim []Event) *portMap {
	m := &portMap{fixed: map[uint16]bool{0: true}, toHost: map[uint16]uint16{}, toSim: map[uint16]uint16{}}
	found := map[uint16]bool{}
	for i := range sim {
		if port := sim[i].Call.Addr.Port; !found[port] {
			m.fixed[port] = true
		}
		found[sim[i].Result.Addr.Port] = true
	}
	return m
}

// chooses reports whether a call may be the first to see a port that the kernel chose anew, though
// it has chosen that number before.
func chooses(call string) bool { return call == "getsockname" || accepts(call) }

// agree reports whether the two ports can be one: both are the same, or the kernel chose both and
// neither is known to be another. With anew, the choice may be a new one.
func (m *portMap) agree(sim, host uint16, anew bool) bool {
	if m.fixed[sim] || m.fixed[host] {
		return sim == host
	}
	h, knownSim := m.toHost[sim]
	s, knownHost := m.toSim[host]
	if !anew && (knownSim && h != host || knownHost && s != sim) {
		return false
	}
	m.toHost[sim], m.toSim[host] = host, sim
	return true
}
