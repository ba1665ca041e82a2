package remedy

import (
	"cmp"
	"slices"

	"portlab/sim/profile"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// deepest is how many changes are tried together at most.
const deepest = 3

// budget bounds the work on a long scenario, in lines run: a level of the search tries budget/lines
// candidates, though never fewer than fewest.
const (
	budget = 20000
	fewest = 6
)

// A search is for the changes that let one call of a scenario succeed.
type search struct {
	scenario *scenario.Scenario
	profile  *profile.Profile
	target   int
	original *trial // run to its end
	answered int    // how long its log was when the call had been made
	refusal  *scene

	tried  map[string]bool
	found  []finding
	missed []miss
}

// A finding is a candidate that works.
type finding struct {
	candidate
	edits []Edit
	cuts  []Edit // lines behind the target that can no longer be run
	log   []entry
	harm  int // how many later calls fail that did not, or are left out
}

// newSearch runs the scenario as it is. It is nil where there is nothing to search for.
func newSearch(s *scenario.Scenario, line int, p *profile.Profile) *search {
	if line < 1 || line > len(s.Lines) || s.Lines[line-1].Step == nil || s.Lines[line-1].Pos.Line != line {
		return nil
	}
	q := &search{scenario: s, profile: p, target: line, original: newTrial(s, p), tried: map[string]bool{}}
	t := q.original
	for n, ok := t.next(); ok; n, ok = t.next() {
		t.step()
		if n == line {
			q.answered = len(t.log)
			q.refusal = newScene(s, line, t)
		}
	}
	if q.refusal == nil {
		return nil
	}
	return q
}

// try tries the candidates and returns those that extend the ones which only changed the reason.
func (q *search) try(level []candidate) []candidate {
	var next []candidate
	level = level[:min(len(level), max(fewest, budget/len(q.scenario.Lines)))]
	slices.SortStableFunc(level, func(a, b candidate) int { return a.first() - b.first() })
	cursor := newTrial(q.scenario, q.profile)
	for _, c := range level {
		if q.pointless(c) {
			continue
		}
		for n, ok := cursor.next(); ok && n < c.first(); n, ok = cursor.next() {
			cursor.step()
		}
		if refusal := q.attempt(cursor, c); refusal != nil {
			q.noteMiss(c, refusal.rule)
			next = append(next, q.extend(c, refusal)...)
		}
	}
	return next
}

// pointless reports whether the candidate has been tried, or holds one that works, or is one of a
// group of which one works.
func (q *search) pointless(c candidate) bool {
	k := c.key()
	if q.tried[k] {
		return true
	}
	q.tried[k] = true
	for _, f := range q.found {
		if c.includes(f.candidate) || f.group() != "" && f.group() == c.group() {
			return true
		}
	}
	return false
}

// group is the group that a candidate stands for.
func (c candidate) group() string {
	group := ""
	for _, ch := range c {
		if ch.group != "" {
			group = ch.group
		}
	}
	return group
}

// extend adds to a candidate each change that may help it now.
func (q *search) extend(c candidate, refusal *scene) []candidate {
	var more []candidate
	goal := c[len(c)-1].goal
	if c.advances(refusal.rule) {
		goal = ""
	} else if goal == "" {
		return nil
	}
	for _, add := range refusal.cures(goal) {
		if !c.includes(add) {
			more = append(more, append(c[:len(c):len(c)], add...))
		}
	}
	return more
}

// attempt runs the scenario with the candidate's edits, from where the cursor stands. Where the call
// succeeds, and the rest goes well enough, it is noted; where the call is still refused, that scene
// is returned.
func (q *search) attempt(cursor *trial, c candidate) *scene {
	f := finding{candidate: c, edits: c.edits()}
	for range 1 + mostCuts {
		t := cursor.branch(q.edited(&f), c.first()-1)
		answer := runTo(t, q.target)
		switch {
		case answer == nil || !q.kept(len(cursor.log), t.log, f.edits):
			return nil
		case !succeeded(answer):
			return q.stillRefused(c, t, answer)
		case c.lure():
			return nil
		}
		before := len(t.log)
		for _, more := t.next(); more; _, more = t.next() {
			t.step()
		}
		if t.stopped == 0 || t.stopped == q.original.stopped {
			q.note(f, t.log, before)
			return nil
		}
		if !q.cut(&f, t.stopped) {
			return nil
		}
	}
	return nil
}

// edited returns the scenario with a finding's edits.
func (q *search) edited(f *finding) *scenario.Scenario {
	edits := append(f.edits[:len(f.edits):len(f.edits)], f.cuts...)
	return &scenario.Scenario{Lines: rewrite(edits, q.scenario.Lines, func(l *scenario.Line) scenario.Line { return *l })}
}

// mostCuts is how many processes may be left without what they did later.
const mostCuts = 2

// cut leaves out what the process of a line behind the target does from there on: it blocks now, or
// is dead. It reports whether it can.
func (q *search) cut(f *finding, line int) bool {
	if line <= q.target || q.scenario.Lines[line-1].Step == nil {
		return false
	}
	proc := q.scenario.Lines[line-1].Step.Proc
	for _, l := range q.scenario.Lines[line-1:] {
		if l.Step != nil && l.Step.Proc == proc || l.Resumed != nil && l.Resumed.Proc == proc {
			f.cuts = append(f.cuts, remove(l.Pos.Line))
		}
	}
	return true
}

// note keeps a candidate that works, unless a listen that succeeded in the original no longer does.
// The first before entries of its log are those up to the target.
func (q *search) note(f finding, log []entry, before int) {
	f.log, f.harm = log, len(f.cuts)
	now := latest(log[before:])
	for line, was := range latest(q.original.log[q.answered:]) {
		is := now[line]
		if is == nil || !succeeded(was) || succeeded(is) {
			continue
		}
		if was.Call.Name == "listen" {
			return
		}
		f.harm++
	}
	q.found = append(q.found, f)
}

// stillRefused returns the scene where a candidate did not help, unless nothing is to be learnt from
// it.
func (q *search) stillRefused(c candidate, t *trial, answer *trace.Event) *scene {
	failed := answer.Why.Failed()
	if failed == nil || c[len(c)-1].goal == "" && !c.advances(failed.Rule) && !c.common() {
		return nil
	}
	return newScene(q.scenario, q.target, t)
}

// advances reports whether the last change removed the reason that it is against, so that another
// came to light.
func (c candidate) advances(rule *profile.Rule) bool {
	last := c[len(c)-1]
	switch last.kind {
	case Address, Port, Close, Kill, Wait:
		return false
	}
	return !(isPort(rule) && isPort(last.against)) && rule != last.against
}

// runTo runs the trial up to the call, and returns what that answered; nil where the run did not get
// there, or a call that was put in did not succeed.
func runTo(t *trial, target int) *trace.Event {
	for _, ok := t.next(); ok; _, ok = t.next() {
		var answer *trace.Event
		for _, n := range t.step() {
			if isAnswerTo(n.event, target) {
				answer = n.event
			} else if n.event.Line < 0 && !succeeded(n.event) {
				return nil
			}
		}
		if answer != nil {
			runBefore(t, target)
			return answer
		}
	}
	return nil
}

// runBefore runs the lines before the target that are still to be run, as it was moved up.
func runBefore(t *trial, target int) {
	for n, ok := t.next(); ok && n < target; n, ok = t.next() {
		t.step()
	}
}

// kept reports whether each call before the target that succeeded in the original still does, with
// the same result, unless the edits remove it; and whether no earlier try of the target does that did not. The first from entries of both logs are the same.
func (q *search) kept(from int, log []entry, edits []Edit) bool {
	now := latest(log[from:])
	for line, was := range latest(q.original.log[from:max(from, q.answered)]) {
		is, ran := now[line]
		switch {
		case line == q.target:
		case !succeeded(was):
			if ran && succeeded(is) && q.isTry(was) {
				return false
			}
		case !ran && removed(edits, line):
		case !ran || !succeeded(is) || is.Result.Ret != was.Result.Ret:
			return false
		}
	}
	return true
}

// isTry reports whether e is an earlier try of the target. A retry that comes to nothing because
// that succeeds tells nothing.
func (q *search) isTry(e *trace.Event) bool {
	st := q.refusal.step
	switch st.Call.Name {
	case "bind", "listen", "connect":
		return e.Proc == st.Proc && e.Call.Name == st.Call.Name && e.Call.FD == st.Call.FD
	}
	return false
}

// latest returns by line the last that happened to its call.
func latest(log []entry) map[int]*trace.Event {
	m := make(map[int]*trace.Event, len(log))
	for _, n := range log {
		if !n.event.Missing {
			m[n.event.Line] = n.event
		}
	}
	return m
}

func removed(edits []Edit, line int) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool { return e.Op == Delete && e.Line == line })
}

// answer puts what was found in order.
func (q *search) answer() Answer {
	slices.SortStableFunc(q.found, func(a, b finding) int {
		return cmp.Or(a.size()-b.size(), min(a.harm, 1)-min(b.harm, 1), a.rank()-b.rank(), a.first()-b.first())
	})
	var a Answer
	groups := map[string]bool{}
	for i := range q.found {
		f := &q.found[i]
		if g := f.group(); len(a.Remedies) == Most || g != "" && groups[g] || q.covered(f) {
			continue
		}
		groups[f.group()] = true
		a.Remedies = append(a.Remedies, q.remedy(f))
	}
	a.Misses = q.misses()
	if len(a.Remedies) == 0 && arguments[q.refusal.rule] {
		a.Wrong = q.refusal.rule
	}
	return a
}

// covered reports whether a smaller finding makes some of the same edits.
func (q *search) covered(f *finding) bool {
	return slices.ContainsFunc(q.found, func(o finding) bool {
		return len(o.candidate) < len(f.candidate) && f.includes(o.candidate)
	})
}

func (q *search) remedy(f *finding) Remedy {
	r := Remedy{Kind: f.candidate[0].kind, Text: f.text(), Size: f.size(), Edits: f.edits}
	q.reclaim(f, &r)
	return r
}
