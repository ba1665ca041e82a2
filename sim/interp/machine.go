package interp

import (
	"context"
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// A Machine is what a scenario runs on. Processes are known by their names in the scenario. Errors
// are about the machine itself (it cannot do this, the context ended); a call that fails is an
// Outcome.
type Machine interface {
	// Setup changes the host: a sysctl, an interface, an address.
	Setup(ctx context.Context, s *scenario.Setup) error
	// Start makes a fresh process: uid 0, descriptors 0, 1 and 2 open, nothing else.
	Start(ctx context.Context, proc string) error
	// Do makes a process take one call and returns when the machine has come to rest. The
	// process is alive and not blocked; a fork's Child is new, a kill's Target has run, and may be dead;
	// all ports are resolved. The call may be the scenario's own: it is not to be changed.
	Do(ctx context.Context, proc string, call *abi.Call) (Outcome, error)
}

// An Outcome is what came of one call.
type Outcome struct {
	Blocked bool // the call has not returned; Result is then zero
	Result  abi.Result
	Why     *profile.Verdict
	// Resumed are the calls that had blocked earlier and returned because of this one, in
	// order of time.
	Resumed []Resumed
	Time    time.Duration // when the call was made, since the run began
}

// A Resumed is the completion of a call that had blocked.
type Resumed struct {
	Proc   string
	Result abi.Result
	Why    *profile.Verdict
	Time   time.Duration
}
