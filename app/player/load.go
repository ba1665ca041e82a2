package player

import (
	"errors"
	"strings"

	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
)

// load reads a text and runs what can be read of it. The play is nil where nothing can be.
func load(text string) (*play, []Fault) {
	sc, err := scenario.Parse("", text)
	faults := parseFaults(text, err)
	if !runs(sc) {
		return nil, faults
	}
	t := run.New(sc, profile.Linux)
	if e := t.Err(); e != nil {
		faults = append(faults, newFault(text, e))
	}
	return newPlay(sc, text, timeline{t}), faults
}

// runs reports whether a scenario has a line that does something.
func runs(sc *scenario.Scenario) bool {
	if sc == nil {
		return false
	}
	for i := range sc.Lines {
		if sc.Lines[i].Step != nil || sc.Lines[i].Setup != nil {
			return true
		}
	}
	return false
}

func parseFaults(text string, err error) []Fault {
	var list scenario.Errors
	if !errors.As(err, &list) {
		return nil
	}
	faults := make([]Fault, len(list))
	for i, e := range list {
		faults[i] = newFault(text, e)
	}
	return faults
}

func newFault(text string, e *scenario.Error) Fault {
	f := Fault{Line: e.Pos.Line, Col: e.Pos.Col, End: e.End, Text: e.Text()}
	lines := strings.Split(text, "\n")
	if f.Line >= 1 && f.Line <= len(lines) {
		f.Source = strings.TrimRight(lines[f.Line-1], "\r")
	}
	return f
}
