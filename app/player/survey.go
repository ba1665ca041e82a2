package player

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/run"
	"portlab/sim/trace"
)

// A survey is everything that a trace ever shows, found by walking it once. The layout is made
// from it, so that a thing can keep its place from the first step to the last.
type survey struct {
	steps       int
	procs       []string                   // in order of appearance
	seen        map[string][]kernel.FDView // by process, its descriptors as last seen
	fds         map[string][]int           // by process, the descriptors that it ever shows, ascending
	sockets     []*life                    // in order of appearance
	byID        []*life                    // see life
	buckets     []kernel.Port              // in order of appearance; no more than show that there are too many
	owners      map[int]string             // by socket, the first process that held it
	transitions [][]transition             // by step, the sockets' new states
	lanes       [][][2]string              // by step and segment, the processes between which it goes
	timers      []timerSpan                // in order of their beginning
	beside      map[string][barsBeside]int // by process, until which step each place beside its lane is taken
}

// A timerSpan is a timer that has a bar in the timeline.
type timerSpan struct {
	name     string
	owner    string
	from, to int // steps: the one that set it, and the one after which it runs no more; 0 for none
	slot     int // its place beside its process's lane, from 0
}

// A life is what a survey learned of one socket.
type life struct {
	id          int
	first, last int // steps
	replaces    int
	listens     bool // was ever in LISTEN
	options     bool // ever had an option set, or waited in an accept queue
	named       bool // a Verdict names it

	listener int    // in whose accept queue it began
	state    string // as last seen
	timer    string // the name of the timer that runs, "" for none
	span     int    // its place in timers, -1 for none
}

// life returns what is known of a socket, nil where it has not been seen. Sockets are numbered from 1
// on, so that their place in a list is found sooner than in a map.
func (s *survey) life(id int) *life {
	if id < len(s.byID) {
		return s.byID[id]
	}
	return nil
}

// newSurvey walks a trace from its start to its end.
func newSurvey(t Trace) *survey {
	s := &survey{steps: t.Len(), seen: map[string][]kernel.FDView{}, fds: map[string][]int{}, owners: map[int]string{}, beside: map[string][barsBeside]int{},
		transitions: make([][]transition, t.Len()+1), lanes: make([][][2]string, t.Len()+1)}
	t.Seek(0)
	s.see(0, t.Kernel())
	for k := 1; k <= t.Len(); k++ {
		step := t.StepAt(k)
		t.Seek(k)
		if !s.movesData(step) {
			s.see(k, t.Kernel())
		}
		s.seeStep(k, step)
	}
	return s
}

// movesData reports whether a step did no more than move data on connections, or ask, or fail: then
// there is nothing new to see after it, and of many sockets a picture takes long to make.
func (s *survey) movesData(step run.Step) bool {
	if len(step.Events) != 1 || step.Events[0].State != trace.Done {
		return false
	}
	carried := 0
	for _, g := range step.Segments {
		carried += g.Len
		to := s.life(g.To)
		if g.Flags != "ACK" || to == nil || to.state == "SYN-RECV" || to.state == "LISTEN" {
			return false
		}
	}
	e := &step.Events[0]
	switch e.Call.Name {
	case "send", "sendto", "write":
		return len(step.Segments) > 0 && carried == e.Result.Ret // what waits for room sets a timer
	case "recv", "recvfrom", "read":
		return len(step.Segments) == 0
	case "getsockname", "getpeername", "getsockopt":
		return true
	case "bind", "listen", "setsockopt", "accept", "accept4", "socket":
		return e.Result.Errno != 0 && len(step.Segments) == 0
	}
	return false
}

// see notes what a step has changed.
func (s *survey) see(k int, now Kernel) {
	procs, sockets := now.Changed()
	for _, p := range procs {
		s.seeProcess(p)
	}
	replaced := replacedSockets(sockets)
	for _, sk := range sockets {
		s.seeSocket(k, now.Now(), sk, replaced[sk.ID])
	}
	s.seeBuckets(now)
}

func (s *survey) seeProcess(p *kernel.ProcessView) {
	before, known := s.seen[p.Name]
	if !known {
		s.procs = append(s.procs, p.Name)
	}
	s.seen[p.Name] = p.FDs
	for i, f := range p.FDs {
		if !showsFD(f) || i < len(before) && before[i] == f {
			continue
		}
		s.fds[p.Name] = insertInt(s.fds[p.Name], f.FD)
		if f.Socket != 0 && s.owners[f.Socket] == "" {
			s.owners[f.Socket] = p.Name
		}
	}
}

// showsFD reports whether the stage shows a descriptor: standard input, output and error are left
// out as long as they are no sockets.
func showsFD(f kernel.FDView) bool { return f.Description != 0 || f.FD > 2 }

func (s *survey) seeSocket(k int, now time.Duration, sk *kernel.SocketView, replaced bool) {
	l := s.life(sk.ID)
	if l == nil {
		l = &life{id: sk.ID, first: k, last: s.steps, replaces: sk.Replaces, listener: sk.Listener, state: "UNCONN", span: -1}
		s.byID = append(s.byID, make([]*life, max(0, sk.ID+1-len(s.byID)))...)
		s.byID[sk.ID] = l
		s.sockets = append(s.sockets, l)
	}
	if sk.Gone {
		l.last = k
	}
	l.listens = l.listens || sk.State == "LISTEN"
	l.options = l.options || len(sk.Options) > 0 || sk.Listener != 0
	s.seeState(k, now, l, sk, replaced)
	s.seeTimer(k, l, sk)
}

// seeState notes a new state. That a socket is gone is one where it was more than made, and where
// nothing takes its place.
func (s *survey) seeState(k int, now time.Duration, l *life, sk *kernel.SocketView, replaced bool) {
	if sk.Gone && (replaced || l.state == "UNCONN") || !sk.Gone && l.state == sk.State {
		return
	}
	c := transition{socket: sk.ID, replaces: sk.Replaces, owner: s.owner(sk.ID), kind: kindOf(sk), state: sk.State}
	switch {
	case sk.Gone:
		c.state = ""
	case sk.Timer != nil && sk.Timer.Name != "retransmit":
		c.left = sk.Timer.Ends - now
	}
	l.state = sk.State
	s.transitions[k] = append(s.transitions[k], c)
}

// barsBeside is how many timers have room beside a lane at one time.
const barsBeside = 3

// seeTimer notes the beginning and the end of a timer.
func (s *survey) seeTimer(k int, l *life, sk *kernel.SocketView) {
	name := ""
	if sk.Timer != nil && !sk.Gone {
		name = sk.Timer.Name
	}
	if name == l.timer {
		return
	}
	l.timer = name
	beside := s.beside[s.owner(sk.ID)]
	if l.span >= 0 {
		s.timers[l.span].to = k
		beside[s.timers[l.span].slot] = k
		l.span = -1
	}
	if slot := slices.IndexFunc(beside[:], func(until int) bool { return until < k }); name != "" && slot >= 0 {
		l.span = len(s.timers)
		s.timers = append(s.timers, timerSpan{name: name, owner: s.owner(sk.ID), from: k, slot: slot})
		beside[slot] = lastStep
	}
	s.beside[s.owner(sk.ID)] = beside
}

// seeBuckets notes the ports that are held, as long as there may be room for more on the stage.
func (s *survey) seeBuckets(now Kernel) {
	if len(s.buckets) > maxBuckets {
		return
	}
	for b := range now.HeldPorts() {
		if slices.Contains(s.buckets, b) {
			continue
		}
		if s.buckets = append(s.buckets, b); len(s.buckets) > maxBuckets {
			return
		}
	}
}

// seeStep notes which sockets stand in a call's way, and between which lanes segments go.
func (s *survey) seeStep(k int, step run.Step) {
	for _, e := range step.Events {
		if e.Why == nil {
			continue
		}
		if c := e.Why.Failed(); c != nil {
			if l := s.life(c.Socket); l != nil {
				l.named = true
			}
		}
	}
	for _, g := range step.Segments {
		from, to := s.owner(g.From), s.owner(g.To)
		s.lanes[k] = append(s.lanes[k], [2]string{cmp.Or(from, to), cmp.Or(to, from)})
	}
}

// owner returns the process that a socket belongs to so far: the first that held it, or that of the
// socket it came from or of its listener; "" where there is none.
func (s *survey) owner(id int) string {
	for l := s.life(id); l != nil; l = s.life(cmp.Or(l.replaces, l.listener)) {
		if p := s.owners[l.id]; p != "" {
			return p
		}
	}
	return ""
}

// insertInt adds n to an ascending list that does not hold it yet.
func insertInt(list []int, n int) []int {
	i := sort.SearchInts(list, n)
	if i < len(list) && list[i] == n {
		return list
	}
	list = append(list, 0)
	copy(list[i+1:], list[i:])
	list[i] = n
	return list
}

// protocol returns "TCP" or "UDP".
func protocol(typ int) string {
	if typ&abi.SOCK_TYPEMASK == abi.SOCK_DGRAM {
		return "UDP"
	}
	return "TCP"
}
