package player

import (
	"sort"

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
	View() kernel.View
}

// viewAt returns the picture after step k.
func viewAt(t Trace, k int) kernel.View {
	t.Seek(k)
	return t.View()
}

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

// hasClaim reports whether OK of an event says anything.
func hasClaim(e *trace.Event) bool { return e.Claim != nil }

// socketOf returns the socket that a descriptor of a process refers to, or 0.
func socketOf(v *kernel.View, proc string, fd int) int {
	for i := range v.Processes {
		if v.Processes[i].Name != proc {
			continue
		}
		for _, f := range v.Processes[i].FDs {
			if f.FD == fd {
				return descriptionSocket(v, f.Description)
			}
		}
	}
	return 0
}

// descriptionSocket returns the socket of an open file description, or 0. A view has what it lists
// in the order in which it was made, so by ID.
func descriptionSocket(v *kernel.View, id int) int {
	i := sort.Search(len(v.Descriptions), func(i int) bool { return v.Descriptions[i].ID >= id })
	if i < len(v.Descriptions) && v.Descriptions[i].ID == id {
		return v.Descriptions[i].Socket
	}
	return 0
}

// replacedSockets returns which of the sockets that are gone have others in their place, by ID.
func replacedSockets(v *kernel.View) map[int]bool {
	gone := map[int]bool{}
	for i := range v.Sockets {
		if v.Sockets[i].Gone {
			gone[v.Sockets[i].ID] = false
		}
	}
	for i := 0; i < len(v.Sockets) && len(gone) > 0; i++ {
		if _, is := gone[v.Sockets[i].Replaces]; is {
			gone[v.Sockets[i].Replaces] = true
		}
	}
	return gone
}

// findSocket returns the socket with an ID, or nil.
func findSocket(v *kernel.View, id int) *kernel.SocketView {
	i := sort.Search(len(v.Sockets), func(i int) bool { return v.Sockets[i].ID >= id })
	if i < len(v.Sockets) && v.Sockets[i].ID == id {
		return &v.Sockets[i]
	}
	return nil
}

// takesFD reports whether a call has a descriptor as its first argument.
func takesFD(name string) bool {
	row, ok := abi.CallByName(name)
	return ok && len(row.Params) > 0 && row.Params[0] == abi.ParamFD
}
