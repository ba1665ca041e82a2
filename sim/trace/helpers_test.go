package trace

import (
	"testing"

	"portlab/sim/abi"
	"portlab/sim/scenario"
)

// step returns the call of a one-line scenario.
func step(t testing.TB, src string) *scenario.Step {
	t.Helper()
	s, err := scenario.Parse("", src)
	if err != nil {
		t.Fatal(err)
	}
	return s.Lines[len(s.Lines)-1].Step
}

func addr(t testing.TB, text string) abi.Sockaddr {
	t.Helper()
	a, err := scenario.ParseAddr(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// event returns the event of a step whose result is r, with its claim judged.
func event(t testing.TB, src string, state State, r abi.Result) Event {
	t.Helper()
	st := step(t, src)
	e := Event{Line: st.Pos.Line, Proc: st.Proc, Call: &st.Call, State: state, Result: r}
	if st.Claim.Kind != scenario.ClaimNone || st.Out != (scenario.Out{}) {
		e.Claim, e.Out = &st.Claim, &st.Out
		e.OK = Holds(&st.Claim, &st.Out, &e)
	}
	return e
}
