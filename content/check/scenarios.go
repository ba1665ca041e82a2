package check

import (
	"context"
	"errors"
	"sync"

	"portlab/content/lesson"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// atOnce is how many scenarios run side by side. Most of their time is spent waiting for a kernel's
// timers, so it far exceeds the number of processors.
const atOnce = 24

// A subject is a scenario of a text.
type subject struct {
	file string
	line int // where its text begins
	text *scenario.Scenario
}

// scenarios runs every scenario with every runner. The scenarios of one language stand for all, as
// they are the same in each.
func (c *checker) scenarios(ctx context.Context, texts []*lesson.Lesson, runners []Runner) error {
	subjects := c.subjects(texts)
	results := make([]result, len(subjects))
	slots := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	for i, s := range subjects {
		slots <- struct{}{}
		running.Go(func() {
			results[i] = s.run(ctx, runners)
			<-slots
		})
	}
	running.Wait()
	for _, r := range results {
		if r.err != nil {
			return r.err
		}
		c.faults = append(c.faults, r.faults...)
	}
	return nil
}

// subjects reads every scenario of the texts, and notes what cannot be read.
func (c *checker) subjects(texts []*lesson.Lesson) []subject {
	var all []subject
	for _, text := range texts {
		for _, s := range append(text.Scenarios(), text.Traces...) {
			parsed, err := scenario.Parse("", s.Text)
			var wrong scenario.Errors
			if errors.As(err, &wrong) {
				for _, e := range wrong {
					c.fault(text.File, s.Line+e.Pos.Line-1, "%s", e.Text())
				}
				continue
			}
			if text.Lang == lesson.Languages[0] {
				all = append(all, subject{text.File, s.Line, parsed})
			}
		}
	}
	return all
}

// A result is what came of a subject's runs.
type result struct {
	faults []Fault
	err    error // it could not be run
}

// run runs the scenario with each runner in turn and compares what happened with what is claimed, and
// with what happened in the first.
func (s subject) run(ctx context.Context, runners []Runner) (r result) {
	var first []trace.Event
	for i, runner := range runners {
		events, err := runner.Run(ctx, s.text)
		var wrong *scenario.Error
		if errors.As(err, &wrong) {
			r.faults = append(r.faults, s.fault(wrong.Pos.Line, runner.Name+": "+wrong.Text()))
			return r
		}
		if err != nil {
			r.err = err
			return r
		}
		r.faults = append(r.faults, s.claims(runner.Name, events)...)
		if i == 0 {
			first = events
		} else {
			r.faults = append(r.faults, s.differences(runners[0].Name, first, runner.Name, events)...)
		}
	}
	return r
}

func (s subject) fault(line int, msg string) Fault { return Fault{s.file, s.line + line - 1, msg} }

func (s subject) claims(runner string, events []trace.Event) (faults []Fault) {
	for i := range events {
		if e := &events[i]; e.Claim != nil && !e.OK {
			faults = append(faults, s.fault(e.Line, runner+" says "+written(e)+", and the text claims "+e.Claim.Text))
		}
	}
	return faults
}

func (s subject) differences(a string, first []trace.Event, b string, second []trace.Event) (faults []Fault) {
	for _, p := range trace.Diff(first, second) {
		if p.Agree {
			continue
		}
		line := p.Sim
		if line == nil {
			line = p.Host
		}
		faults = append(faults, s.fault(line.Line, a+" says "+written(p.Sim)+", "+b+" says "+written(p.Host)))
	}
	return faults
}

// written is an event without what was claimed of it.
func written(e *trace.Event) string {
	if e == nil {
		return "nothing"
	}
	bare := *e
	bare.Claim, bare.Out, bare.OK = nil, nil, true
	return trace.Strace(&bare)
}
