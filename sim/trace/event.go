package trace

import (
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// State says how a call ended for now.
type State string

const (
	Done    State = "done"    // it returned
	Blocked State = "blocked" // it waits
	Resumed State = "resumed" // it had blocked and has now returned
)

// An Event is one thing that happened: a call returned or blocked, or a blocked call returned.
// An Event of a scenario.Resumed line to which no completion came has State Blocked and that
// line's number; Step is then nil.
type Event struct {
	Line   int // the step's line; for a completion, that of the call that blocked
	At     int // for a completion, the line that caused it
	Proc   string
	Call   abi.Call // as it was made, ports resolved
	State  State
	Result abi.Result
	Claim  *scenario.Claim  // nil where the text has none, or it is on another event
	OK     bool             // whether Claim, and what Out claims, held
	Time   time.Duration    // since the scenario began, on the machine's clock
	Why    *profile.Verdict // the simulator's reason; nil on a host
}
