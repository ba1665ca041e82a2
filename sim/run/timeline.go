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
	history     history
	checkpoints []checkpoint // ascending; the first is position 0
	spacing     int          // steps between two of them
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
	t := &Timeline{machine: &Machine{Kernel: kernel.New(p, Seed), brief: true}, spacing: spacingFor(len(s.Lines)), history: history{lines: s.Lines}}
	t.interp = interp.New(s, t.machine)
	t.checkpoint()
	for t.record() {
		if t.pos%t.spacing == 0 {
			t.checkpoint()
		}
	}
	t.Seek(0)
	return t
}

// record runs one step for the first time. It reports whether there was one.
func (t *Timeline) record() bool {
	line, events, err := t.run()
	if err != nil {
		if !errors.As(err, &t.err) {
			panic(err) // the simulated machine has no other errors
		}
		return false
	}
	if line == 0 {
		return false
	}
	t.history.add(line, events, t.machine.Kernel.Crossings())
	t.pos++
	return true
}

// repeat runs one step again, of which nothing is kept.
func (t *Timeline) repeat() {
	if _, _, err := t.run(); err != nil {
		panic(err) // it went well the first time
	}
	t.pos++
}

// run runs one step. What it returns is good until the next.
func (t *Timeline) run() (line int, events []trace.Event, err error) {
	t.interp.Recycle()
	return t.interp.Step(context.Background())
}

// Err returns the fault at which the run ended, such as a step of a process that is blocked; nil
// where it ran to the end.
func (t *Timeline) Err() *scenario.Error { return t.err }

// Len returns the number of steps that were run.
func (t *Timeline) Len() int { return t.history.steps.len() }

// StepAt returns the k-th step, 1 <= k <= Len.
func (t *Timeline) StepAt(k int) Step { return t.history.step(k) }

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
	for i := range t.history.events.len() {
		all = append(all, t.history.event(i))
	}
	return all
}

// View returns a picture of the kernel at the cursor.
func (t *Timeline) View() kernel.View { return t.machine.Kernel.View() }

// Kernel returns the kernel at the cursor, to be looked at.
func (t *Timeline) Kernel() *kernel.Kernel { return t.machine.Kernel }
