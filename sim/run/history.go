package run

import (
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A history is what happened in each step of a scenario, told in numbers: a Step is made of them when
// it is asked for. So a long run leaves little behind, and almost nothing for the garbage collector
// to follow.
type history struct {
	lines     []scenario.Line
	steps     list[stepRecord]
	events    list[eventRecord]
	checks    list[checkRecord]
	crossings list[kernel.Crossing]
	others    []trace.Event // those that an eventRecord cannot tell
}

// A stepRecord is a Step; its events and segments are those from the given ones up to the next step's.
type stepRecord struct {
	line            int32
	event, crossing int32
}

// An eventRecord is a trace.Event whose call and claim are those of its line, and whose result is a
// number or an address; or the number of another in history.others.
type eventRecord struct {
	ret      int
	time     time.Duration
	line, at int32
	check    int32 // its reason's first check; the others are those up to the next event's
	other    int32 // from 1 on; 0 for none
	addr     kernel.Endpoint
	errno    abi.Errno
	reason   abi.Errno // the one of the reason
	state    trace.State
	gone     bool
	claimed  bool
	ok       bool
}

// A checkRecord is a profile.Check.
type checkRecord struct {
	socket int32
	rule   uint8
	ok     bool
}

// add keeps a step.
func (h *history) add(line int, events []trace.Event, crossings []kernel.Crossing) {
	*h.steps.next() = stepRecord{int32(line), int32(h.events.len()), int32(h.crossings.len())}
	for i := range events {
		h.addEvent(&events[i])
	}
	for i := range crossings {
		*h.crossings.next() = crossings[i]
	}
}

func (h *history) addEvent(e *trace.Event) {
	r := h.events.next()
	r.check = int32(h.checks.len())
	if st := h.stepAt(e.Line); st != nil && e.Call == &st.Call && (e.Claim == nil || e.Claim == &st.Claim) && plain(&e.Result) {
		r.ret, r.errno, r.gone = e.Result.Ret, e.Result.Errno, e.Result.Gone
		if e.Result.Addr.Family != 0 {
			r.addr = kernel.EndpointOf(e.Result.Addr.AddrPort())
		}
		r.time, r.line, r.at, r.state = e.Time, int32(e.Line), int32(e.At), e.State
		r.claimed, r.ok = e.Claim != nil, e.OK
	} else {
		h.others = append(h.others, *e)
		r.other = int32(len(h.others))
	}
	if e.Why != nil {
		h.addReason(r, e.Why)
	}
}

// stepAt returns the step on a line of the text, nil for another. Lines that could not be read are
// missing.
func (h *history) stepAt(line int) *scenario.Step {
	i := min(line, len(h.lines)) - 1
	for h.lines[i].Pos.Line > line {
		i--
	}
	return h.lines[i].Step
}

// plain reports whether a result is a number or an address.
func plain(r *abi.Result) bool {
	return r.Data == "" && r.Value == nil && (r.Addr.Family == 0 || r.Addr == abi.SockaddrFrom(r.Addr.AddrPort()))
}

func (h *history) addReason(r *eventRecord, v *profile.Verdict) {
	r.reason = v.Errno
	for i := range v.Checks {
		c := &v.Checks[i]
		*h.checks.next() = checkRecord{int32(c.Socket), c.Rule.Number(), c.OK}
	}
}

// step returns the k-th step, from 1 on.
func (h *history) step(k int) Step {
	r := h.steps.at(k - 1)
	s := Step{Line: int(r.line)}
	lastEvent, lastCrossing := h.events.len(), h.crossings.len()
	if k < h.steps.len() {
		next := h.steps.at(k)
		lastEvent, lastCrossing = int(next.event), int(next.crossing)
	}
	for i := int(r.event); i < lastEvent; i++ {
		s.Events = append(s.Events, h.event(i))
	}
	for i := int(r.crossing); i < lastCrossing; i++ {
		s.Segments = append(s.Segments, h.crossings.at(i).View())
	}
	return s
}

func (h *history) event(i int) trace.Event {
	r := h.events.at(i)
	if r.other != 0 {
		e := h.others[r.other-1]
		if e.Why != nil {
			e.Why = h.reason(i)
		}
		return e
	}
	st := h.stepAt(int(r.line))
	e := trace.Event{Line: int(r.line), At: int(r.at), Proc: st.Proc, Call: &st.Call, Time: r.time, State: r.state, OK: r.ok,
		Result: abi.Result{Ret: r.ret, Errno: r.errno, Gone: r.gone}, Why: h.reason(i)}
	if a := r.addr.AddrPort(); a.Addr().IsValid() {
		e.Result.Addr = abi.SockaddrFrom(a)
	}
	if r.claimed {
		e.Claim, e.Out = &st.Claim, &st.Out
	}
	return e
}

// reason returns the verdict of the i-th event.
func (h *history) reason(i int) *profile.Verdict {
	r := h.events.at(i)
	last := h.checks.len()
	if i+1 < h.events.len() {
		last = int(h.events.at(i + 1).check)
	}
	v := &profile.Verdict{Errno: r.reason}
	for n := int(r.check); n < last; n++ {
		c := h.checks.at(n)
		v.Checks = append(v.Checks, profile.Check{Rule: profile.Rules()[c.rule], Socket: int(c.socket), OK: c.ok})
	}
	return v
}

// pieceSize is how many values of a list lie side by side.
const pieceSize = 256

// A list grows in pieces, so that nothing in it is ever moved.
type list[T any] struct {
	pieces []*[pieceSize]T
	n      int
}

func (l *list[T]) len() int { return l.n }

func (l *list[T]) at(i int) *T { return &l.pieces[i/pieceSize][i%pieceSize] }

// next makes room for one value more, which is zero.
func (l *list[T]) next() *T {
	if l.n == len(l.pieces)*pieceSize {
		l.pieces = append(l.pieces, new([pieceSize]T))
	}
	l.n++
	return l.at(l.n - 1)
}
