package interp

import (
	"portlab/sim/abi"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// judge puts what the text claims of a call on its event, with whether it held.
func (in *Interp) judge(e *trace.Event, c *scenario.Claim, out *scenario.Out) {
	if c.Kind == scenario.ClaimNone && *out == (scenario.Out{}) {
		return
	}
	e.Claim, e.Out = c, out
	if c.Addr.Var != "" || out.Addr.Var != "" {
		claim, outputs := *c, *out
		claim.Addr, outputs.Addr = in.resolve(c.Addr), in.resolve(out.Addr)
		c, out = &claim, &outputs
	}
	e.OK = trace.Holds(c, out, e)
}

// judgeCompletion is judge for the line that claims a completion. The line stands below, and so
// may the line that finds the port that it names: such a port holds whatever it is.
func (in *Interp) judgeCompletion(e *trace.Event, r *scenario.Resumed) {
	e.Claim, e.Out = &r.Claim, &r.Out
	c, out := r.Claim, r.Out
	c.Addr, out.Addr = in.guess(c.Addr, e), in.guess(out.Addr, e)
	e.OK = trace.Holds(&c, &out, e)
}

// guess resolves a, by the port that the call found where nothing else is known.
func (in *Interp) guess(a abi.Sockaddr, e *trace.Event) abi.Sockaddr {
	if in.unknown(a.Var) {
		a.Port, a.Var = e.Result.Addr.Port, ""
	}
	return in.resolve(a)
}

// unknown reports whether name is that of a port that nothing has found yet.
func (in *Interp) unknown(name string) bool {
	if name == "" {
		return false
	}
	_, ok := in.ports[name]
	return !ok
}

// resolve replaces the $name of an address by the port that it stands for, where that is known.
func (in *Interp) resolve(a abi.Sockaddr) abi.Sockaddr {
	if a.Var != "" && !in.unknown(a.Var) {
		a.Port, a.Var = in.ports[a.Var], ""
	}
	return a
}

// names returns the $name of each address that the text of a step has, the call's own first; "" for
// none.
func names(st *scenario.Step) [3]string {
	return [3]string{st.Call.Addr.Var, st.Claim.Addr.Var, st.Out.Addr.Var}
}

// hasNames reports whether one of names is not "".
func hasNames(st *scenario.Step) bool {
	return st.Call.Addr.Var != "" || st.Claim.Addr.Var != "" || st.Out.Addr.Var != ""
}

// unbound returns the first $name of a step that stands for nothing yet and that the step itself
// cannot bind.
func (in *Interp) unbound(st *scenario.Step) (string, bool) {
	if !hasNames(st) || finds(st.Call.Name) {
		return "", false
	}
	for _, name := range names(st) {
		if in.unknown(name) {
			return name, true
		}
	}
	return "", false
}

// bind gives a $name that appears for the first time the port that the call found.
func (in *Interp) bind(st *scenario.Step, e *trace.Event) {
	if !hasNames(st) || !finds(st.Call.Name) {
		return
	}
	for _, name := range names(st) {
		if in.unknown(name) {
			in.ports[name] = e.Result.Addr.Port
		}
	}
}

// finds reports whether a call finds ports: a $name may first appear in its result.
func finds(call string) bool { return call == "getsockname" || call == "getpeername" }
