package player

import (
	"sort"

	"portlab/sim/abi"
	"portlab/sim/kernel"
)

// A survey is everything that a trace ever shows, found by walking it once. The layout is made
// from it, so that a thing can keep its place from the first step to the last.
type survey struct {
	procs   []string         // in order of appearance
	fds     map[string][]int // by process, the descriptors that it ever shows, ascending
	sockets []*life          // in order of appearance
	byID    map[int]*life
	buckets []bucketKey    // in order of appearance
	owners  map[int]string // by socket, the process that it belongs to
}

// A life is what a survey learned of one socket.
type life struct {
	id          int
	first, last int // steps
	replaces    int
	listens     bool // was ever in LISTEN
	options     bool // ever had an option set, or waited in an accept queue
	named       bool // a Verdict names it
}

// A bucketKey is a port of TCP or UDP.
type bucketKey struct {
	Type int
	Port uint16
}

// newSurvey walks a trace from its start to its end.
func newSurvey(t Trace) *survey {
	s := &survey{fds: map[string][]int{}, byID: map[int]*life{}, owners: map[int]string{}}
	for k := 0; k <= t.Len(); k++ {
		v := viewAt(t, k)
		s.see(k, &v)
		if k > 0 {
			s.seeVerdicts(t, k)
		}
	}
	return s
}

func (s *survey) see(k int, v *kernel.View) {
	for i := range v.Processes {
		s.seeProcess(v, &v.Processes[i])
	}
	for i := range v.Sockets {
		s.seeSocket(k, &v.Sockets[i])
	}
	for _, b := range v.Buckets {
		s.seeBucket(bucketKey{b.Type, b.Port})
	}
}

func (s *survey) seeProcess(v *kernel.View, p *kernel.ProcessView) {
	if _, known := s.fds[p.Name]; !known {
		s.procs = append(s.procs, p.Name)
		s.fds[p.Name] = nil
	}
	for _, f := range p.FDs {
		if !showsFD(f) {
			continue
		}
		s.fds[p.Name] = insertInt(s.fds[p.Name], f.FD)
		if id := descriptionSocket(v, f.Description); id != 0 && s.owners[id] == "" {
			s.owners[id] = p.Name
		}
	}
}

// showsFD reports whether the stage shows a descriptor: standard input, output and error are left
// out as long as they are no sockets.
func showsFD(f kernel.FDView) bool { return f.Description != 0 || f.FD > 2 }

func (s *survey) seeSocket(k int, sk *kernel.SocketView) {
	l := s.byID[sk.ID]
	if l == nil {
		l = &life{id: sk.ID, first: k, replaces: sk.Replaces}
		s.byID[sk.ID] = l
		s.sockets = append(s.sockets, l)
	}
	l.last = k
	l.listens = l.listens || sk.State == "LISTEN"
	l.options = l.options || len(sk.Options) > 0 || sk.Listener != 0
}

func (s *survey) seeBucket(b bucketKey) {
	for _, have := range s.buckets {
		if have == b {
			return
		}
	}
	s.buckets = append(s.buckets, b)
}

func (s *survey) seeVerdicts(t Trace, k int) {
	for _, e := range t.StepAt(k).Events {
		if e.Why == nil {
			continue
		}
		if c := e.Why.Failed(); c != nil {
			if l := s.byID[c.Socket]; l != nil {
				l.named = true
			}
		}
	}
}

// owner returns the process that a socket belongs to: the first that held it, or that of the
// listener or the socket that it came from; "" where there is none.
func (s *survey) owner(v *kernel.View, id int) string {
	for range 4 { // request -> connection -> TIME_WAIT is the longest chain
		if p := s.owners[id]; p != "" {
			return p
		}
		sk := findSocket(v, id)
		switch {
		case sk == nil:
			if l := s.byID[id]; l != nil && l.replaces != 0 {
				id = l.replaces
				continue
			}
			return ""
		case sk.Replaces != 0:
			id = sk.Replaces
		case sk.Listener != 0:
			id = sk.Listener
		default:
			return ""
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
