package interp

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"portlab/sim/abi"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// An Interp is a scenario under way on a Machine.
type Interp struct {
	scenario *scenario.Scenario
	machine  Machine
	pairs    pairing
	next     int // index of the line to run next
	procs    map[string]*process
	latest   *process          // the one that took the latest step
	ports    map[string]uint16 // what each $name stands for
	resumed  map[int]bool      // the steps whose calls blocked and have completed
	events   []trace.Event     // room for those to come; see room
}

// A process is what an Interp knows of one: it has been started, and not been forgotten since, as
// names are not used again.
type process struct {
	name    string
	dead    bool
	blocked bool
	step    int       // with blocked, the index of the line
	call    *abi.Call // with blocked, as it was made
}

// New returns an Interp at the beginning of s.
func New(s *scenario.Scenario, m Machine) *Interp {
	return &Interp{scenario: s, machine: m, pairs: pair(s),
		procs: map[string]*process{}, ports: map[string]uint16{}, resumed: map[int]bool{}}
}

// Clone returns a copy that goes on from the same place on m, a copy of the Machine in the same
// state. The two share nothing that changes.
func (in *Interp) Clone(m Machine) *Interp {
	c := *in
	c.machine = m
	c.procs = make(map[string]*process, len(in.procs))
	for name, p := range in.procs {
		copied := *p
		c.procs[name] = &copied
	}
	c.latest = nil
	c.ports = maps.Clone(in.ports)
	c.resumed = maps.Clone(in.resumed)
	c.events = nil
	return &c
}

// Onto is Clone for an edited copy s of the scenario: the copy goes on at the line of s with index
// next. What stands before it must be as in the scenario that was run, and must have been run.
func (in *Interp) Onto(s *scenario.Scenario, next int, m Machine) *Interp {
	c := in.Clone(m)
	c.scenario, c.pairs, c.next = s, pair(s), next
	return c
}

// Next returns the line that Step will run, nil after the last. Lines where nothing happens are
// passed over: blank ones, comments, and Resumed lines whose completion has come.
func (in *Interp) Next() *scenario.Line {
	for ; in.next < len(in.scenario.Lines); in.next++ {
		l := &in.scenario.Lines[in.next]
		if l.Step != nil || l.Setup != nil || l.Resumed != nil && in.speaks(in.next, l.Resumed) {
			return l
		}
	}
	return nil
}

// Step runs the next line and returns its number, 0 where none is left, and what happened: for a
// call its own event first, then the completions that it caused; for set-up nothing; for a Resumed
// line one event, that the completion has not come. The error is a *scenario.Error where the
// scenario cannot go on, and otherwise the machine's; after an error the Interp must not be used.
func (in *Interp) Step(ctx context.Context) (line int, events []trace.Event, err error) {
	l := in.Next()
	if l == nil {
		return 0, nil, nil
	}
	i := in.next
	in.next++
	switch {
	case l.Setup != nil:
		err = in.machine.Setup(ctx, l.Setup)
	case l.Resumed != nil:
		events, err = in.notResumed(l.Resumed)
	default:
		events, err = in.step(ctx, i, l.Step)
	}
	return l.Pos.Line, events, in.onLine(l, err)
}

// Run runs the rest of the scenario and hands each event to emit, whose error ends the run.
func (in *Interp) Run(ctx context.Context, emit func(trace.Event) error) error {
	for in.Next() != nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, events, err := in.Step(ctx)
		for _, e := range events {
			if err := emit(e); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// onLine says in which file and on which line an error came.
func (in *Interp) onLine(l *scenario.Line, err error) error {
	if err == nil {
		return nil
	}
	var fault *scenario.Error
	if errors.As(err, &fault) {
		fault.File = in.scenario.File
		return fault
	}
	return fmt.Errorf("line %d: %w", l.Pos.Line, err)
}

func fault(pos scenario.Pos, found string, p scenario.Phrase, args ...any) *scenario.Error {
	e := &scenario.Error{Pos: pos, Found: found, Msg: scenario.Say(p, args...)}
	if found != "" {
		e.End = pos.Col + len(found)
	}
	return e
}

// line returns the number of the line with index i.
func (in *Interp) line(i int) int { return in.scenario.Lines[i].Pos.Line }

// process returns what is known of a process, nil where it has not been met.
func (in *Interp) process(name string) *process {
	if in.latest == nil || in.latest.name != name {
		p := in.procs[name]
		if p == nil {
			return nil
		}
		in.latest = p
	}
	return in.latest
}

func (in *Interp) meet(p process) { in.procs[p.name] = &p }

// eventsAtOnce is the most events that room is made for at a time.
const eventsAtOnce = 32

// room makes room for the events of a step. Events are made side by side, not one by one: they are
// many, and are kept together.
func (in *Interp) room() {
	if len(in.events) == cap(in.events) {
		in.events = make([]trace.Event, 0, min(len(in.scenario.Lines)-in.next+1, eventsAtOnce))
	}
}

// Recycle says that the events that Step has returned so far are not needed any more: their place is
// taken by those to come.
func (in *Interp) Recycle() { in.events = in.events[:0] }
