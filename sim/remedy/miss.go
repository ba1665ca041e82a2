package remedy

import (
	"slices"

	"portlab/sim/profile"
)

// A miss is a candidate that did not help, with the rule that refused the call all the same.
type miss struct {
	candidate
	rule *profile.Rule
}

func (c candidate) common() bool {
	return !slices.ContainsFunc(c, func(ch *change) bool { return !ch.common || ch.option != c[0].option })
}

func (c candidate) lure() bool { return c[0].lure }

func (q *search) noteMiss(c candidate, rule *profile.Rule) {
	if c.common() {
		q.missed = append(q.missed, miss{c, rule})
	}
}

// misses tells of each option once. Where it helps on several sockets, that it does not on the one
// that asks alone, which is where people set it; where it does not help at all, that it does not on
// however many were tried.
func (q *search) misses() []Miss {
	var list []miss
	told := map[string]bool{}
	for _, m := range slices.Backward(q.missed) {
		first := m.candidate[0]
		about := first.option + first.text.EN
		if told[about] || q.works(first.option) && !q.asks(m.candidate) {
			continue
		}
		told[about] = true
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(a, b miss) int { return a.candidate.rank() - b.candidate.rank() })
	out := make([]Miss, len(list))
	for i, m := range list {
		out[i] = Miss{missText(m.candidate), m.rule}
	}
	return out
}

// works reports whether a remedy sets the option.
func (q *search) works(option string) bool {
	return option != "" && slices.ContainsFunc(q.found, func(f finding) bool { return f.candidate[0].option == option })
}

// asks reports whether the candidate is about the call's own socket alone.
func (q *search) asks(c candidate) bool {
	self, _, ok := q.refusal.root(q.refusal.self)
	return ok && len(c) == 1 && c[0].socket == self
}
