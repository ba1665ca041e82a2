package trace

import (
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// State says how a call ended for now.
type State uint8

const (
	Done    State = iota // it returned
	Blocked              // it waits
	Resumed              // it had blocked and has now returned
)

var stateNames = [...]string{"done", "blocked", "resumed"}

// String returns the name that JSON has: "done", "blocked", "resumed".
func (s State) String() string { return stateNames[s] }

// An Event is one thing that happened: a call returned or blocked, or a blocked call returned; or,
// where Missing is set, one thing that was claimed and did not happen.
type Event struct {
	Line   int // the step's line; for a completion, that of the call that blocked
	At     int // for a completion, the line that caused it
	Proc   string
	Call   *abi.Call // as it was made, ports resolved; shared with the scenario, so not to be changed
	Result abi.Result
	Claim  *scenario.Claim  // nil where the text claims nothing, or does so on another event
	Out    *scenario.Out    // what the text claims of output arguments; nil where Claim is
	Time   time.Duration    // since the scenario began, on the machine's clock
	Why    *profile.Verdict // the simulator's reason; nil on a host
	State  State
	OK     bool // whether Claim, and what Out claims, held

	// Missing marks the event of a scenario.Resumed line to which no completion came. Its State is
	// Blocked, Line is that line, and of Call only the name is set.
	Missing bool
}

// Returned reports whether the call gave a result: it did not block, and did not end its process.
func (e *Event) Returned() bool { return e.State != Blocked && !e.Result.Gone }

// Failed reports whether the call returned an error.
func (e *Event) Failed() bool { return e.Returned() && e.Result.Errno != 0 }

// findsAddr reports whether the call gives an address when it succeeds.
func findsAddr(call string) bool {
	switch call {
	case "getsockname", "getpeername", "accept", "accept4", "recvfrom":
		return true
	}
	return false
}

// receives reports whether the call gives bytes when it succeeds.
func receives(call string) bool { return call == "recv" || call == "recvfrom" || call == "read" }
