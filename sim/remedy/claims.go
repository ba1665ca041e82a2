package remedy

import (
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// reclaim makes the edited text claim what happens in it: new lines say their results, and claims
// that held, or failed in another way, and now fail are replaced.
func (q *search) reclaim(f *finding, r *Remedy) {
	now, named := newResults(f.log), q.ports(f)
	for i := range r.Edits {
		e := &r.Edits[i]
		if st := e.New.Step; st != nil {
			fresh := e.Op == Insert && st.Claim.Kind == scenario.ClaimNone && e.New.Pos.Line < 0
			if ev := now.made[e.New.Pos.Line]; ev != nil && (fresh || ev.Claim != nil && !ev.OK) {
				e.New = claiming(&e.New, ev, named)
			}
		}
	}
	r.Claims = append(r.Claims, f.cuts...)
	before := newResults(q.original.log)
	for i := range q.scenario.Lines {
		if l := &q.scenario.Lines[i]; !edited(r.Edits, l.Pos.Line) && !edited(f.cuts, l.Pos.Line) {
			q.reclaimLine(l, before, now, named, r)
		}
	}
}

// results are what happened, by line.
type results struct {
	made    map[int]*trace.Event // when the call was made
	resumed map[int]*trace.Event // when a call that had blocked returned
	missing map[int]bool         // the lines that claim a completion which has not come
}

func newResults(log []entry) results {
	r := results{map[int]*trace.Event{}, map[int]*trace.Event{}, map[int]bool{}}
	for _, n := range log {
		switch e := n.event; {
		case e.Missing:
			r.missing[e.Line] = true
		case e.State == trace.Resumed:
			r.resumed[e.Line] = e
		default:
			r.made[e.Line] = e
		}
	}
	return r
}

func (q *search) reclaimLine(l *scenario.Line, before, now results, named map[uint16]bool, r *Remedy) {
	line := l.Pos.Line
	was, is := before.made[line], now.made[line]
	switch {
	case l.Resumed != nil && now.missing[line]:
		if !before.missing[line] {
			r.Claims = append(r.Claims, remove(line))
		}
		return
	case l.Resumed != nil:
		step := q.completes(line)
		was, is = before.resumed[step], now.resumed[step]
	}
	if is == nil || is.Claim == nil || is.OK || was != nil && sameResult(was, is) {
		return
	}
	r.Claims = append(r.Claims, Edit{Op: Replace, Line: line, New: claiming(l, is, named)})
}

func edited(edits []Edit, line int) bool {
	for _, e := range edits {
		if e.Line == line && e.Op != Insert {
			return true
		}
	}
	return false
}

// completes returns the line of the call whose completion the line claims, or 0.
func (q *search) completes(line int) int {
	r := q.scenario.Lines[line-1].Resumed
	for i := line - 2; i >= 0; i-- {
		if st := q.scenario.Lines[i].Step; st != nil && st.Proc == r.Proc && st.Call.Name == r.Name {
			return i + 1
		}
	}
	return 0
}

func sameResult(a, b *trace.Event) bool {
	return a.State == b.State && trace.ResultText(a) == trace.ResultText(b) && a.Result.Addr == b.Result.Addr &&
		valueText(a) == valueText(b)
}

func valueText(e *trace.Event) string {
	if e.Result.Value == nil {
		return ""
	}
	return e.Result.Value.String()
}

// ports returns the ports that the edited text gives by number. Any other is the kernel's choice.
func (q *search) ports(f *finding) map[uint16]bool {
	named := map[uint16]bool{0: true}
	for _, l := range q.edited(f).Lines {
		if l.Step != nil && l.Step.Call.Addr.Var == "" {
			named[l.Step.Call.Addr.Port] = true
		}
	}
	return named
}

// claiming returns the line with a claim that says what happened.
func claiming(l *scenario.Line, e *trace.Event, named map[uint16]bool) scenario.Line {
	c := at(*l, l.Pos.Line)
	switch {
	case c.Step != nil:
		c.Step.Claim = claimOf(e, c.Step.Claim, named)
		if c.Step.Out.Value != nil && succeeded(e) {
			c.Step.Out.Value = e.Result.Value
		} else {
			c.Step.Out = scenario.Out{}
		}
	case c.Resumed != nil:
		c.Resumed.Claim, c.Resumed.Out = claimOf(e, c.Resumed.Claim, named), scenario.Out{}
	}
	return c
}

// claimOf returns the claim that holds of e, none where that cannot be told. It says as much as the
// old one did: bytes where that had some, and a port by its name.
func claimOf(e *trace.Event, old scenario.Claim, named map[uint16]bool) scenario.Claim {
	r := &e.Result
	switch {
	case e.State == trace.Blocked:
		return scenario.Claim{Kind: scenario.ClaimBlocked}
	case r.Gone:
		return scenario.Claim{Kind: scenario.ClaimAsk}
	case r.Errno != 0:
		return scenario.Claim{Kind: scenario.ClaimErrno, Ret: -1, Errno: r.Errno}
	case old.Kind == scenario.ClaimChild:
		return old
	case e.Call.Name == "getsockname" || e.Call.Name == "getpeername":
		c := scenario.Claim{Kind: scenario.ClaimAddr, Addr: r.Addr}
		if old.Addr.Var != "" {
			c.Addr.Port, c.Addr.Var = 0, old.Addr.Var
		} else if !named[r.Addr.Port] {
			return scenario.Claim{}
		}
		return c
	}
	c := scenario.Claim{Kind: scenario.ClaimRet, Ret: r.Ret}
	if old.Data != nil {
		c.Data = &r.Data
	}
	return c
}
