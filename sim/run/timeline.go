// Package run executes scenarios in the simulator and keeps their history, so that any step can be
// returned to.
package run

import (
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A Timeline is the whole history of one scenario in the simulator. It has a cursor: position 0 is
// before the first step, position k is after the k-th, Len is the end.
type Timeline struct {
	scenario *scenario.Scenario
	steps    []Step
	err      *scenario.Error
	pos      int
}

// A Step is one line of the scenario as it was run: a call, or host set-up.
type Step struct {
	Line     int           // in the text, from 1
	Events   []trace.Event // the call first, then the completions it caused; empty for host set-up
	Segments []kernel.SegmentView
}

// New runs the scenario to its end, or to the first line that cannot be run (see Err), and leaves
// the cursor at position 0.
func New(s *scenario.Scenario, p *profile.Profile) *Timeline { panic("not yet") }

// Err returns the fault at which the run ended, such as a step of a process that is blocked; nil
// where it ran to the end.
func (t *Timeline) Err() *scenario.Error { return t.err }

// Len returns the number of steps that were run.
func (t *Timeline) Len() int { return len(t.steps) }

// StepAt returns the k-th step, 1 <= k <= Len.
func (t *Timeline) StepAt(k int) Step { return t.steps[k-1] }

// Pos returns the cursor.
func (t *Timeline) Pos() int { return t.pos }

// Seek moves the cursor to position k, 0 <= k <= Len.
func (t *Timeline) Seek(k int) { panic("not yet") }

// Step moves the cursor one step forward and reports whether it could.
func (t *Timeline) Step() bool { panic("not yet") }

// Back moves the cursor one step back and reports whether it could.
func (t *Timeline) Back() bool { panic("not yet") }

// View returns a picture of the kernel at the cursor.
func (t *Timeline) View() kernel.View { panic("not yet") }
