package interp

import (
	"slices"

	"portlab/sim/scenario"
)

// A pairing says which scenario.Resumed line claims the completion of which step. Both are indices
// of Scenario.Lines.
type pairing struct {
	claimOf map[int]int // by step
	stepOf  map[int]int // by Resumed line
}

// pair gives each Resumed line the latest step above it of the same process and call, unless
// another line has that step.
func pair(s *scenario.Scenario) pairing {
	if !slices.ContainsFunc(s.Lines, func(l scenario.Line) bool { return l.Resumed != nil }) {
		return pairing{}
	}
	p := pairing{claimOf: map[int]int{}, stepOf: map[int]int{}}
	type made struct{ proc, call string }
	latest := map[made]int{}
	for i := range s.Lines {
		switch l := &s.Lines[i]; {
		case l.Step != nil:
			latest[made{l.Step.Proc, l.Step.Call.Name}] = i
		case l.Resumed != nil:
			key := made{l.Resumed.Proc, l.Resumed.Name}
			if step, ok := latest[key]; ok {
				p.claimOf[step], p.stepOf[i] = i, step
				delete(latest, key)
			}
		}
	}
	return p
}
