package player

import (
	"iter"
	"sort"
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/run"
	"portlab/sim/trace"
)

// A Trace is the whole history of one scenario with a cursor. A *run.Timeline is one; tests make
// their own. Steps count from 1; position 0 is before the first.
type Trace interface {
	Len() int
	StepAt(k int) run.Step
	Seek(k int)
	Kernel() Kernel
}

// A Kernel is what can be looked at after a step.
type Kernel interface {
	Now() time.Duration
	Look(ports []kernel.Port) *kernel.Picture
	Changed() ([]*kernel.ProcessView, []*kernel.SocketView)
	HeldPorts() iter.Seq[kernel.Port]
}

// A timeline is the simulator's Trace.
type timeline struct{ *run.Timeline }

func (t timeline) Kernel() Kernel { return t.Timeline.Kernel() }

// firstEvent returns the event of the step's own call, or nil for host set-up.
func firstEvent(s run.Step) *trace.Event {
	if len(s.Events) == 0 {
		return nil
	}
	return &s.Events[0]
}

// failed reports whether a step has something to look into: a call that failed, or a claim that
// does not hold.
func failed(s run.Step) bool {
	for i := range s.Events {
		e := &s.Events[i]
		if e.Result.Errno != 0 || (!e.OK && hasClaim(e)) {
			return true
		}
	}
	return false
}

// inTheWay returns the socket that kept a step's call from its success, or 0: the one that a check names, unless it
// is the call's own, or else the one that dropped what it sent.
func inTheWay(after *kernel.Picture, s *run.Step) int {
	e := firstEvent(*s)
	if e == nil || e.Why == nil {
		return 0
	}
	c := e.Why.Failed()
	if c == nil {
		return 0
	}
	own := socketOf(after, e.Proc, e.Call.FD)
	if c.Socket != own {
		return c.Socket
	}
	for _, g := range s.Segments {
		if g.From == own && g.To != own && g.Dropped != "" {
			return g.To
		}
	}
	return 0
}

// hasClaim reports whether OK of an event says anything.
func hasClaim(e *trace.Event) bool { return e.Claim != nil }

// socketOf returns the socket that a descriptor of a process refers to, or 0.
func socketOf(v *kernel.Picture, proc string, fd int) int {
	for i := range v.Processes {
		if v.Processes[i].Name != proc {
			continue
		}
		for _, f := range v.Processes[i].FDs {
			if f.FD == fd {
				return f.Socket
			}
		}
	}
	return 0
}

// replacedSockets returns which of the sockets that are gone have others in their place, by ID.
func replacedSockets(sockets []*kernel.SocketView) map[int]bool {
	gone := map[int]bool{}
	for _, s := range sockets {
		if s.Gone {
			gone[s.ID] = false
		}
	}
	if len(gone) == 0 {
		return nil
	}
	for _, s := range sockets {
		if _, is := gone[s.Replaces]; is {
			gone[s.Replaces] = true
		}
	}
	return gone
}

// findSocket returns the socket with an ID, or nil.
func findSocket(v *kernel.Picture, id int) *kernel.SocketView {
	i := sort.Search(len(v.Sockets), func(i int) bool { return v.Sockets[i].ID >= id })
	if i < len(v.Sockets) && v.Sockets[i].ID == id {
		return v.Sockets[i]
	}
	return nil
}

// takesFD reports whether a call has a descriptor as its first argument.
func takesFD(name string) bool {
	row, ok := abi.CallByName(name)
	return ok && len(row.Params) > 0 && row.Params[0] == abi.ParamFD
}
