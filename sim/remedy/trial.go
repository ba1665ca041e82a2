package remedy

import (
	"context"

	"portlab/sim/abi"
	"portlab/sim/interp"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A trial is a run of a scenario, edited or not, with a log of what happened.
type trial struct {
	interp  *interp.Interp
	machine *run.Machine
	log     []entry
	stopped int // the line at which the scenario cannot go on; 0 while it can
}

// An entry is an event with the sockets it was about, by the kernel's ids; 0 is none.
type entry struct {
	event *trace.Event
	about int // the socket that the call was made on
	made  int // the socket that it made, or took from an accept queue
	from  int // with made, the listener
}

func newTrial(s *scenario.Scenario, p *profile.Profile) *trial {
	m := run.NewMachine(p)
	return &trial{interp: interp.New(s, m), machine: m}
}

// branch returns a trial of s that goes on from here at the line with index next.
func (t *trial) branch(s *scenario.Scenario, next int) *trial {
	m := t.machine.Clone()
	return &trial{interp: t.interp.Onto(s, next, m), machine: m, log: t.log[:len(t.log):len(t.log)]}
}

// next returns the number of the line that step will run; ok is false where there is none.
func (t *trial) next() (line int, ok bool) {
	l := t.interp.Next()
	if l == nil || t.stopped != 0 {
		return 0, false
	}
	return l.Pos.Line, true
}

// step runs the next line, which there is, and returns what is new in the log.
func (t *trial) step() []entry {
	l := t.interp.Next()
	about := 0
	if l.Step != nil {
		about = t.socketOf(l.Step.Proc, &l.Step.Call)
	}
	_, events, err := t.interp.Step(context.Background())
	if err != nil {
		t.stopped = l.Pos.Line
	}
	before := len(t.log)
	for i := range events {
		t.note(&events[i], about)
	}
	return t.log[before:]
}

func (t *trial) note(e *trace.Event, about int) {
	n := entry{event: e, about: about}
	if e.State == trace.Resumed {
		n.about = t.socketOf(e.Proc, e.Call)
	}
	if succeeded(e) {
		switch e.Call.Name {
		case "socket":
			n.made = t.machine.Kernel.SocketOf(e.Proc, e.Result.Ret)
		case "accept", "accept4":
			n.made, n.from = t.machine.Kernel.SocketOf(e.Proc, e.Result.Ret), n.about
		}
	}
	t.log = append(t.log, n)
}

// socketOf returns the socket that a call is made on.
func (t *trial) socketOf(proc string, c *abi.Call) int {
	switch c.Name {
	case "socket", "fork", "execve", "exit", "kill", "setuid", "sleep":
		return 0
	}
	return t.machine.Kernel.SocketOf(proc, c.FD)
}

// succeeded reports whether a call has returned without an error.
func succeeded(e *trace.Event) bool { return e.State != trace.Blocked && e.Result.Errno == 0 }

// isAnswerTo reports whether e is what the call on a line gave when it was made.
func isAnswerTo(e *trace.Event, line int) bool { return e.Line == line && e.State != trace.Resumed }
