package remedy

import (
	"slices"

	"portlab/sim/abi"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// A change is one thing that may be done to a scenario: an option set, a call moved.
type change struct {
	kind  Kind
	text  profile.Text
	edits []Edit
	size  int
	rank  int    // of two changes of one size the lower is the more useful
	group string // of the changes of a group one is enough
	// goal says what the change aims at. Where it does not help alone, it is tried together with
	// others of the same goal, or of one that goals lists.
	goal    string
	against *profile.Rule // the reason that it was thought of for
	option  string        // the name of the option that is set on socket; "" where it is something else
	socket  place
	// numbered says that the process has another socket to do with the refusal, so that its name
	// alone does not tell which is meant.
	numbered bool
	common   bool // people try it: where it fails that is worth telling
	lure     bool // tried only because people do: it is no remedy
}

// A place is the socket() call that made a socket.
type place struct {
	proc string
	line int
}

// goals lists by goal which others may help it.
var goals = map[string][]string{
	"SO_REUSEPORT": {"SO_REUSEPORT", "user"},
	"user":         {"SO_REUSEPORT", "user"},
	"close":        {"close", "wait", "linger"},
	"linger":       {"close", "linger"},
	"tw_reuse":     {"wait"},
	"listen":       {"connect"},
}

// helps reports whether a change of goal may help one of goal other.
func helps(goal, other string) bool {
	if list, ok := goals[other]; ok {
		return slices.Contains(list, goal)
	}
	return goal == other
}

// Usefulness, most useful first.
const (
	rankReuseAddr = iota
	rankOption
	rankWait
	rankOrder
	rankReusePort
	rankPeer
	rankAddress
	rankPort
	rankAnyPort
	rankSocket
	rankClose
	rankUser
	rankKill
	rankHost
	rankLinger
)

// A candidate is changes that are tried together.
type candidate []*change

// edits returns the edits of all changes, each once. The lines that are inserted have numbers below
// zero, so that what happens on them can be told apart.
func (c candidate) edits() []Edit {
	var all []Edit
	seen := map[string]bool{}
	for _, ch := range c {
		for _, e := range ch.edits {
			if k := e.key(); !seen[k] {
				seen[k] = true
				all = append(all, e)
			}
		}
	}
	for i := range all {
		switch e := &all[i]; e.Op {
		case Insert:
			if e.New.Pos.Line <= 1 {
				e.New = at(e.New, -1-i)
			}
		case Replace:
			e.New = at(e.New, e.Line)
		}
	}
	return all
}

// first is the first line that the candidate touches.
func (c candidate) first() int {
	line := 0
	for _, ch := range c {
		for _, e := range ch.edits {
			if line == 0 || e.Line < line {
				line = e.Line
			}
		}
	}
	return line
}

// key is the same for candidates that make the same edits.
func (c candidate) key() string {
	keys := c.keys()
	slices.Sort(keys)
	out := ""
	for _, k := range slices.Compact(keys) {
		out += k
	}
	return out
}

func (c candidate) keys() []string {
	var keys []string
	for _, ch := range c {
		for _, e := range ch.edits {
			keys = append(keys, e.key())
		}
	}
	return keys
}

// includes reports whether all edits of o are in c.
func (c candidate) includes(o candidate) bool {
	keys := c.keys()
	for _, k := range o.keys() {
		if !slices.Contains(keys, k) {
			return false
		}
	}
	return true
}

func (c candidate) size() int {
	n := 0
	for _, ch := range c {
		n += ch.size
	}
	return n
}

// rank is that of the least useful change.
func (c candidate) rank() int {
	worst := 0
	for _, ch := range c {
		worst = max(worst, ch.rank)
	}
	return worst
}

// Edits as changes are made of them.

func insertStep(line int, proc string, call abi.Call) Edit {
	return Edit{Op: Insert, Line: line, New: stepOf(scenario.Step{Proc: proc, Call: call})}
}

func insertSetup(line int, s scenario.Setup) Edit {
	return Edit{Op: Insert, Line: line, New: setupOf(s)}
}

func remove(line int) Edit { return Edit{Op: Delete, Line: line} }
