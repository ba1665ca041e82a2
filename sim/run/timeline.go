// Package run executes scenarios in the simulator and keeps their history, so that any step can be
// returned to.
package run

import (
	"context"
	"errors"

	"portlab/sim/interp"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A Timeline is the whole history of one scenario in the simulator. It has a cursor: position 0 is
// before the first step, position k is after the k-th, Len is the end.
//
// Going back restores the last checkpoint before and runs on from there; nothing is ever undone.
type Timeline struct {
	steps       []Step
	segments    []kernel.SegmentView // room for those of the steps to come
	checkpoints []checkpoint         // ascending; the first is position 0
	spacing     int                  // steps between two of them
	err         *scenario.Error
	pos         int
	interp      *interp.Interp
	machine     *Machine
}

// A Step is one line of the scenario as it was run: a call, or host set-up.
type Step struct {
	Line     int           // in the text, from 1
	Events   []trace.Event // the call first, then the completions it caused; empty for host set-up
	Segments []kernel.SegmentView
}

// New runs the scenario to its end, or to the first line that cannot be run (see Err), and leaves
// the cursor at position 0.
func New(s *scenario.Scenario, p *profile.Profile) *Timeline {
	t := &Timeline{machine: NewMachine(p), spacing: spacingFor(len(s.Lines)), steps: make([]Step, 0, len(s.Lines))}
	t.interp = interp.New(s, t.machine)
	t.checkpoint()
	for t.record() {
		if t.pos%t.spacing == 0 {
			t.checkpoint()
		}
	}
	t.machine = &Machine{Kernel: t.machine.Kernel} // what was recorded stays as it is
	t.Seek(0)
	return t
}

// record runs one step for the first time. It reports whether there was one.
func (t *Timeline) record() bool {
	line, events, err := t.interp.Step(context.Background())
	if err != nil {
		if !errors.As(err, &t.err) {
			panic(err) // the simulated machine has no other errors
		}
		return false
	}
	if line == 0 {
		return false
	}
	t.steps = append(t.steps, Step{Line: line, Events: events, Segments: t.keep(t.machine.Kernel.Segments())})
	t.pos++
	return true
}

// segmentsAtOnce is how many segments keep makes room for at a time.
const segmentsAtOnce = 256

// keep returns a copy of segments that outlives the kernel's next call.
func (t *Timeline) keep(list []kernel.SegmentView) []kernel.SegmentView {
	if len(list) == 0 {
		return nil
	}
	if len(t.segments)+len(list) > cap(t.segments) {
		t.segments = make([]kernel.SegmentView, 0, max(segmentsAtOnce, len(list)))
	}
	first := len(t.segments)
	t.segments = append(t.segments, list...)
	return t.segments[first:len(t.segments):len(t.segments)]
}

// repeat runs one step again, of which nothing is kept.
func (t *Timeline) repeat() {
	t.interp.Recycle()
	t.machine.Recycle()
	if _, _, err := t.interp.Step(context.Background()); err != nil {
		panic(err) // it went well the first time
	}
	t.pos++
}

// Err returns the fault at which the run ended, such as a step of a process that is blocked; nil
// where it ran to the end.
func (t *Timeline) Err() *scenario.Error { return t.err }

// Len returns the number of steps that were run.
func (t *Timeline) Len() int { return len(t.steps) }

// StepAt returns the k-th step, 1 <= k <= Len.
func (t *Timeline) StepAt(k int) Step { return t.steps[k-1] }

// Pos returns the cursor.
func (t *Timeline) Pos() int { return t.pos }

// Seek moves the cursor to position k; what is below 0 or above Len counts as that.
func (t *Timeline) Seek(k int) {
	k = min(max(k, 0), t.Len())
	if c := t.before(k); k < t.pos || c.pos > t.pos {
		t.restore(c)
	}
	for t.pos < k {
		t.repeat()
	}
}

// Step moves the cursor one step forward and reports whether it could.
func (t *Timeline) Step() bool {
	if t.pos == t.Len() {
		return false
	}
	t.Seek(t.pos + 1)
	return true
}

// Back moves the cursor one step back and reports whether it could.
func (t *Timeline) Back() bool {
	if t.pos == 0 {
		return false
	}
	t.Seek(t.pos - 1)
	return true
}

// Events returns the events of all steps, in order.
func (t *Timeline) Events() []trace.Event {
	var all []trace.Event
	for _, s := range t.steps {
		all = append(all, s.Events...)
	}
	return all
}

// View returns a picture of the kernel at the cursor.
func (t *Timeline) View() kernel.View { return t.machine.Kernel.View() }

// Kernel returns the kernel at the cursor, to be looked at.
func (t *Timeline) Kernel() *kernel.Kernel { return t.machine.Kernel }
