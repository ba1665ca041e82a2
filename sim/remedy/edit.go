package remedy

import (
	"strconv"
	"strings"

	"portlab/sim/scenario"
)

// Op says what an Edit does.
type Op uint8

const (
	Insert  Op = iota // a new line before the line, or after the last
	Replace           // the line by a new one
	Delete            // the line
)

// An Edit is a change of one line of a text.
type Edit struct {
	Op   Op
	Line int // of the text before any edit, from 1
	// New is the new line; zero with Delete. Its position is that which it had before, and below
	// zero where it is new.
	New scenario.Line
}

// key tells edits apart.
func (e *Edit) key() string {
	return strconv.Itoa(int(e.Op)) + " " + strconv.Itoa(e.Line) + " " + e.New.String() + "\n"
}

// rewrite returns the lines after the edits; made turns a new line into what a line is.
func rewrite[T any](edits []Edit, lines []T, made func(*scenario.Line) T) []T {
	out := make([]T, 0, len(lines)+len(edits))
	for i := range len(lines) + 1 {
		keep := i < len(lines)
		for j := range edits {
			if e := &edits[j]; e.Line == i+1 && e.Op == Insert {
				out = append(out, made(&e.New))
			}
		}
		for j := range edits {
			if e := &edits[j]; e.Line == i+1 && e.Op != Insert {
				keep = false
				if e.Op == Replace {
					out = append(out, made(&e.New))
				}
			}
		}
		if keep {
			out = append(out, lines[i])
		}
	}
	return out
}

// patch is rewrite for a text.
func patch(edits []Edit, src string) string {
	var lines []string
	if src != "" {
		lines = strings.Split(strings.TrimSuffix(src, "\n"), "\n")
	}
	lines = rewrite(edits, lines, (*scenario.Line).String)
	return strings.Join(lines, "\n") + "\n"
}

// at returns a copy of a line that stands on line n.
func at(l scenario.Line, n int) scenario.Line {
	l.Pos.Line = n
	switch {
	case l.Step != nil:
		c := *l.Step
		c.Pos.Line = n
		l.Step = &c
	case l.Resumed != nil:
		c := *l.Resumed
		c.Pos.Line = n
		l.Resumed = &c
	case l.Setup != nil:
		c := *l.Setup
		c.Pos.Line = n
		l.Setup = &c
	}
	return l
}

// stepOf returns a line with one step.
func stepOf(s scenario.Step) scenario.Line {
	s.Pos = scenario.Pos{Line: 1, Col: 1}
	return scenario.Line{Pos: s.Pos, Step: &s}
}

// setupOf returns a line with one set-up.
func setupOf(s scenario.Setup) scenario.Line {
	s.Pos = scenario.Pos{Line: 1, Col: 1}
	return scenario.Line{Pos: s.Pos, Setup: &s}
}
