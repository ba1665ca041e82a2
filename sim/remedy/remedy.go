package remedy

import (
	"slices"

	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// Kind says what a remedy changes.
type Kind string

const (
	Option  Kind = "option"  // a socket option
	Wait    Kind = "wait"    // time passes
	Order   Kind = "order"   // calls change places
	Peer    Kind = "peer"    // another process does its part first
	Address Kind = "address" // the address that a call names
	Port    Kind = "port"    // the port that a call names
	Socket  Kind = "socket"  // the socket that a call is made on, or how it was made
	Close   Kind = "close"   // what stands in the way is closed
	Kill    Kind = "kill"    // the process that stands in the way is killed
	User    Kind = "user"    // the user that a process runs as
	Host    Kind = "host"    // a sysctl, an address of the host
)

// A Remedy is a change of a scenario after which the call succeeds.
type Remedy struct {
	Kind Kind
	Text profile.Text // a sentence without its full stop: "set SO_REUSEADDR on both A and A2 before their bind"
	Size int          // how large the change is: an option counts 1, most other edits 2
	// Edits are the change itself, and Claims what follows from it elsewhere: results that the text
	// claims and that differ now, and lines behind the call that can no longer be run. Both name
	// lines of the text as it was.
	Edits, Claims []Edit
}

// A Miss is a change that is commonly tried and does not help.
type Miss struct {
	Text profile.Text  // "SO_REUSEADDR on A2 alone does not help"
	Rule *profile.Rule // that refuses the call all the same
}

// An Answer is what Find found.
type Answer struct {
	Remedies []Remedy // the smallest first, of equal size the most useful first; at most Most
	Misses   []Miss
	// Wrong is the rule that the call's own arguments break, where nothing around it would help; its
	// Pass says what is expected. It is nil elsewhere.
	Wrong *profile.Rule
}

// Most is how many remedies an Answer holds.
const Most = 6

// Find returns what would let the call on a line of s succeed at once. The Answer is empty where it
// does, where the line is no call or is not reached, and where nothing helps that was thought of.
// Lines of s must be numbered as Parse does.
func Find(s *scenario.Scenario, line int, p *profile.Profile) Answer {
	q := newSearch(s, line, p)
	if q == nil {
		return Answer{}
	}
	level := q.refusal.cures("")
	for range deepest {
		level = q.try(level)
	}
	return q.answer()
}

// Apply returns the changed scenario. s is the one that was given to Find; it stays as it is.
func (r *Remedy) Apply(s *scenario.Scenario) *scenario.Scenario {
	lines := rewrite(r.all(), s.Lines, func(l *scenario.Line) scenario.Line { return *l })
	for i := range lines {
		lines[i] = at(lines[i], i+1)
	}
	return &scenario.Scenario{File: s.File, Lines: lines}
}

// Patch returns src, the text that was parsed, with the change. Other lines stay as they are.
func (r *Remedy) Patch(src string) string { return patch(r.all(), src) }

// Line returns where line n of the text stands after the change, 0 where it does not any more.
func (r *Remedy) Line(n, lines int) int {
	old := make([]int, lines)
	for i := range old {
		old[i] = i + 1
	}
	now := rewrite(r.all(), old, func(l *scenario.Line) int { return l.Pos.Line })
	return slices.Index(now, n) + 1
}

func (r *Remedy) all() []Edit { return append(r.Edits[:len(r.Edits):len(r.Edits)], r.Claims...) }
