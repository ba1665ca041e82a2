package trace

import (
	"slices"

	"portlab/sim/abi"
)

// A Pair is one thing that happened in two runs of one scenario, side by side.
type Pair struct {
	Sim, Host *Event // nil where only the other run has it
	Agree     bool   // whether they are the same, but for what is undetermined
	// Differ names the fields that are not the same: state, ret, errno, addr, data, value, at,
	// order. A difference that is undetermined is not among them.
	Differ []string
	// Undetermined is why runs may differ here, where they do; nil where they do not.
	Undetermined *Undetermined
}

// Diff pairs the events of two runs of one scenario, such as the simulator's and a host's, in the
// order of the first. The host's events may come from ParseJSON. Claims are not compared.
func Diff(sim, host []Event) []Pair {
	d := &differ{ports: newPortMap(sim), host: map[eventKey]*Event{}, sets: map[int]int{},
		simOrder: completions(sim), hostOrder: completions(host)}
	for i := range host {
		if e := &host[i]; !e.Missing {
			d.host[keyOf(e)] = e
		}
	}
	var pairs []Pair
	for i := range sim {
		if e := &sim[i]; !e.Missing {
			pairs = append(pairs, d.pair(e))
		}
	}
	return append(pairs, d.rest(host)...)
}

// An eventKey is what the same event of two runs has in common: a line's call, or its completion.
type eventKey struct {
	line    int
	resumed bool
}

func keyOf(e *Event) eventKey { return eventKey{e.Line, e.State == Resumed} }

// completions gives for each line whose call completed later its place among the completions that
// one line caused.
func completions(events []Event) map[int]int {
	order, count := map[int]int{}, map[int]int{}
	for i := range events {
		if e := &events[i]; e.State == Resumed {
			order[e.Line] = count[e.At]
			count[e.At]++
		}
	}
	return order
}

// A differ is a comparison under way.
type differ struct {
	ports               *portMap
	host                map[eventKey]*Event // those not yet paired
	simOrder, hostOrder map[int]int
	sets                map[int]int // how often each SOL_SOCKET option was set so far
	defers              bool        // TCP_DEFER_ACCEPT was set
	heldBack            int         // connects since then
	deferred            bool        // several of them have had time to end
}

func (d *differ) pair(e *Event) Pair {
	p := Pair{Sim: e, Host: d.host[keyOf(e)], Differ: []string{"state"}}
	if p.Host != nil {
		p.Differ = d.differences(e, p.Host, &p)
	}
	if other := d.otherWaiter(e); len(p.Differ) > 0 && other != nil {
		p.Host, p.Differ, p.Undetermined = other, nil, &Waiter
	}
	if p.Host != nil {
		delete(d.host, keyOf(p.Host))
	}
	if free := d.free(e); len(p.Differ) > 0 && free != nil {
		p.Undetermined, p.Differ = free, nil
	}
	p.Agree = len(p.Differ) == 0
	d.note(e)
	return p
}

// otherWaiter returns the first completion on the host, of another call that waited for the same,
// which is as this one should be but for its place; nil where there is none.
func (d *differ) otherWaiter(e *Event) *Event {
	var other *Event
	for key, h := range d.host {
		if key.resumed && h.At == e.At && races(e, h) && (other == nil || h.Line < other.Line) && d.sameButOrder(e, h) {
			other = h
		}
	}
	return other
}

// races reports whether two calls that waited on one connection may go on in either order.
func races(e, h *Event) bool {
	a, b := e.Call.Name, h.Call.Name
	return e.State == Resumed && (receives(a) && receives(b) || a == b && (a == "connect" || a == "close"))
}

func (d *differ) sameButOrder(e, h *Event) bool {
	differ := d.differences(e, h, &Pair{})
	return len(differ) == 0 || len(differ) == 1 && differ[0] == "order"
}

// rest returns what only the host has, in its order.
func (d *differ) rest(host []Event) []Pair {
	var pairs []Pair
	for i := range host {
		e := &host[i]
		if e.Missing || d.host[keyOf(e)] != e {
			continue
		}
		p := Pair{Host: e, Differ: []string{"state"}}
		if free := d.free(e); free != nil {
			p = Pair{Host: e, Agree: true, Undetermined: free}
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// differences names the fields in which two events differ, the first that says enough.
func (d *differ) differences(e, h *Event, p *Pair) []string {
	a, b := &e.Result, &h.Result
	switch {
	case e.State != h.State || a.Gone != b.Gone:
		return []string{"state"}
	case a.Errno != b.Errno:
		return []string{"errno"}
	}
	var out []string
	add := func(field string, differ bool) {
		if differ {
			out = append(out, field)
		}
	}
	add("ret", a.Ret != b.Ret || e.Call.Child != h.Call.Child)
	add("addr", !d.addrAgrees(e, h, p))
	add("data", receives(e.Call.Name) && a.Data != b.Data)
	add("value", !d.valueAgrees(e, h, p))
	add("at", e.At != h.At)
	add("order", e.State == Resumed && e.At == h.At && d.simOrder[e.Line] != d.hostOrder[h.Line])
	return out
}

// addrAgrees compares addresses; ports that the kernel chose need only be told apart alike.
func (d *differ) addrAgrees(e, h *Event, p *Pair) bool {
	a, b := e.Result.Addr, h.Result.Addr
	if !findsAddr(e.Call.Name) {
		return true
	}
	if a.Family != b.Family || a.Addr != b.Addr {
		return false
	}
	ok := d.ports.agree(a.Port, b.Port, chooses(e.Call.Name))
	if ok && a.Port != b.Port {
		p.Undetermined = &EphemeralPort
	}
	return ok
}

func (d *differ) valueAgrees(e, h *Event, p *Pair) bool {
	a, b := e.Result.Value, h.Result.Value
	if a == nil || b == nil {
		return a == b
	}
	if slices.Equal(appendValue(nil, *a), appendValue(nil, *b)) {
		return true
	}
	if d.unsetBuffer(e.Call) {
		p.Undetermined = &BufferSize
		return true
	}
	return false
}

// unsetBuffer reports whether the call reads the size of a buffer that nothing has set.
func (d *differ) unsetBuffer(c *abi.Call) bool {
	return c.Level == abi.SOL_SOCKET && (c.Opt == abi.SO_RCVBUF || c.Opt == abi.SO_SNDBUF) && d.sets[c.Opt] == 0
}

// note remembers which options have been set, and how often a listener may have held a handshake back.
func (d *differ) note(e *Event) {
	c := e.Call
	switch {
	case c.Name == "setsockopt" && c.Level == abi.SOL_TCP && c.Opt == abi.TCP_DEFER_ACCEPT && c.Value.Int > 0:
		d.defers = true
	case c.Name == "connect" && d.defers:
		d.heldBack++
	case c.Name == "sleep" && d.heldBack > 1:
		d.deferred = true
	}
	if c.Name == "setsockopt" && c.Level == abi.SOL_SOCKET && e.Result.Errno == 0 && c.Value.Int != 0 {
		d.sets[c.Opt]++
	}
}

// free returns what lets an event take another connection or other data than on the other machine, nil
// where nothing does.
func (d *differ) free(e *Event) *Undetermined {
	switch {
	case !accepts(e.Call.Name) && !receives(e.Call.Name):
		return nil
	case d.sets[abi.SO_REUSEPORT] > 1:
		return &GroupMember
	case d.deferred:
		return &Deferred
	}
	return nil
}
