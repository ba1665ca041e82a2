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
	checkpoints []checkpoint // ascending; the first is position 0
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

// A checkpoint is the state at a position. It is never run, only copied.
type checkpoint struct {
	pos     int
	interp  *interp.Interp
	machine *Machine
}

// checkpointEvery is how many steps lie between checkpoints: what a Seek runs at most.
const checkpointEvery = 64

// New runs the scenario to its end, or to the first line that cannot be run (see Err), and leaves
// the cursor at position 0.
func New(s *scenario.Scenario, p *profile.Profile) *Timeline {
	t := &Timeline{machine: NewMachine(p)}
	t.interp = interp.New(s, t.machine)
	t.checkpoint()
	for t.advance() {
		if t.pos%checkpointEvery == 0 {
			t.checkpoint()
		}
	}
	t.Seek(0)
	return t
}

func (t *Timeline) checkpoint() {
	m := t.machine.Clone()
	t.checkpoints = append(t.checkpoints, checkpoint{t.pos, t.interp.Clone(m), m})
}

// advance runs one step, recording it where it has not been run before. It reports whether there
// was one.
func (t *Timeline) advance() bool {
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
	if t.pos == len(t.steps) {
		t.steps = append(t.steps, Step{Line: line, Events: events, Segments: t.machine.Kernel.Segments()})
	}
	t.pos++
	return true
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
	c := t.before(k)
	if k < t.pos || c.pos > t.pos {
		t.pos = c.pos
		t.machine = c.machine.Clone()
		t.interp = c.interp.Clone(t.machine)
	}
	for t.pos < k {
		t.advance()
	}
}

// before returns the last checkpoint that is not after position k.
func (t *Timeline) before(k int) checkpoint {
	i := len(t.checkpoints) - 1
	for t.checkpoints[i].pos > k {
		i--
	}
	return t.checkpoints[i]
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
