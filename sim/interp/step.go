package interp

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"portlab/sim/abi"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// step runs the step on line i.
func (in *Interp) step(ctx context.Context, i int, st *scenario.Step) ([]trace.Event, error) {
	call, err := in.ready(ctx, st)
	if err != nil {
		return nil, err
	}
	// Every step of a process names it by the same string, which is compared at once.
	out, err := in.machine.Do(ctx, in.latest.name, call)
	if err != nil {
		return nil, err
	}
	in.room()
	first := len(in.events)
	in.events = append(in.events, trace.Event{})
	e := &in.events[first]
	e.Line, e.Proc, e.Call, e.Result, e.Time, e.Why = st.Pos.Line, st.Proc, call, out.Result, out.Time, out.Why
	if out.Blocked {
		e.State = trace.Blocked
	}
	in.learn(i, st, e)
	in.judge(e, &st.Claim, &st.Out)
	if len(out.Resumed) > 0 {
		err = in.completions(i, call, out.Resumed)
	}
	return in.events[first:len(in.events):len(in.events)], err
}

// ready makes sure that the process can take the step, and returns its call with nothing left to
// resolve.
func (in *Interp) ready(ctx context.Context, st *scenario.Step) (*abi.Call, error) {
	p := in.process(st.Proc)
	switch {
	case p == nil:
	case p.dead:
		return nil, fault(st.Pos, st.Proc, "%s is dead, expected a living process or a new name", st.Proc)
	case p.blocked:
		return nil, fault(st.Pos, st.Proc, "%s is blocked in its %s of line %d, expected a step of another process until it returns",
			st.Proc, p.call.Name, in.line(p.step))
	}
	if err := in.checkNames(st); err != nil {
		return nil, err
	}
	if p == nil {
		if err := in.machine.Start(ctx, st.Proc); err != nil {
			return nil, err
		}
		in.meet(process{name: st.Proc})
		in.process(st.Proc)
	}
	if st.Call.Addr.Var == "" {
		return &st.Call, nil
	}
	call := st.Call
	call.Addr = in.resolve(call.Addr)
	return &call, nil
}

// checkNames reports names that must be known, or must be new, and are not.
func (in *Interp) checkNames(st *scenario.Step) error {
	if name, ok := in.unbound(st); ok {
		return unboundFault(st.Pos, name)
	}
	switch st.Call.Name {
	case "fork":
		if in.procs[st.Call.Child] != nil || st.Call.Child == st.Proc {
			return fault(st.Pos, "", "the name %s is taken, expected a new one for the child", st.Call.Child)
		}
		if st.Call.Child == "" {
			return fault(st.Pos, "", "found fork without a name for the child, expected fork() = NAME")
		}
	case "kill":
		if in.procs[st.Call.Target] == nil && st.Call.Target != st.Proc {
			return fault(st.Pos, "", "no process %s has run before this line, expected one to kill", st.Call.Target)
		}
	}
	return nil
}

func unboundFault(pos scenario.Pos, name string) error {
	return fault(pos, "", "$%s is not known yet, expected an earlier getsockname or getpeername that succeeds to find it", name)
}

// learn remembers what the call on line i did to processes, and the port that it found.
func (in *Interp) learn(i int, st *scenario.Step, e *trace.Event) {
	switch {
	case e.State == trace.Blocked:
		p := in.process(st.Proc)
		p.blocked, p.step, p.call = true, i, e.Call
		return
	case e.Result.Gone:
		in.process(st.Proc).dead = true
	case e.Result.Errno != 0:
		if e.Call.Name == "fork" {
			in.meet(process{name: e.Call.Child, dead: true}) // the name is given, to no process
		}
		return
	case e.Call.Name == "kill":
		*in.procs[e.Call.Target] = process{name: e.Call.Target, dead: true}
	case e.Call.Name == "fork":
		in.meet(process{name: e.Call.Child})
	}
	in.bind(st, e)
}

// completions adds the events of the calls that the call on line i let return: in the order of
// their lines, after a sleep in order of time.
func (in *Interp) completions(i int, call *abi.Call, resumed []Resumed) error {
	first := len(in.events)
	for _, r := range resumed {
		p := in.procs[r.Proc]
		if p == nil || !p.blocked {
			return fmt.Errorf("the machine completed a call of %s, which is not blocked", r.Proc)
		}
		p.blocked, p.dead = false, r.Result.Gone
		in.resumed[p.step] = true
		e := trace.Event{Line: in.line(p.step), At: in.line(i), Proc: r.Proc, Call: p.call,
			State: trace.Resumed, Result: r.Result, Time: r.Time, Why: r.Why}
		if claim, ok := in.pairs.claimOf[p.step]; ok && claim > i {
			in.judgeCompletion(&e, in.scenario.Lines[claim].Resumed)
		}
		in.events = append(in.events, e)
	}
	slices.SortStableFunc(in.events[first:], func(a, b trace.Event) int {
		if call.Name == "sleep" && a.Time != b.Time {
			return cmp.Compare(a.Time, b.Time)
		}
		return a.Line - b.Line
	})
	return nil
}

// speaks reports whether something is to be said on line i, which claims that a completion has come
// by here: it has not, or the claim cannot be understood. Otherwise the claim is on the event of
// the completion.
func (in *Interp) speaks(i int, r *scenario.Resumed) bool {
	step, paired := in.pairs.stepOf[i]
	return !paired || !in.resumed[step] || in.unknown(r.Claim.Addr.Var) || in.unknown(r.Out.Addr.Var)
}

// notResumed runs a line that claims a completion which has not come.
func (in *Interp) notResumed(r *scenario.Resumed) ([]trace.Event, error) {
	for _, name := range []string{r.Claim.Addr.Var, r.Out.Addr.Var} {
		if in.unknown(name) {
			return nil, unboundFault(r.Pos, name)
		}
	}
	return []trace.Event{{Line: r.Pos.Line, Proc: r.Proc, Call: &abi.Call{Name: r.Name},
		State: trace.Blocked, Claim: &r.Claim, Out: &r.Out, Missing: true}}, nil
}
