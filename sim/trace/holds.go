package trace

import (
	"portlab/sim/abi"
	"portlab/sim/scenario"
)

// Holds reports whether a claim, and what is claimed of output arguments, is what happened. Ports
// must be resolved; an address whose port is not known holds of nothing.
func Holds(c *scenario.Claim, out *scenario.Out, e *Event) bool {
	return claimHolds(c, e) && (c.Kind == scenario.ClaimBlocked || outHolds(out, e))
}

func claimHolds(c *scenario.Claim, e *Event) bool {
	r := &e.Result
	switch c.Kind {
	case scenario.ClaimBlocked:
		return e.State == Blocked
	case scenario.ClaimRet:
		return e.Returned() && r.Ret == c.Ret && receivedHolds(c.Data, c.Addr, r)
	case scenario.ClaimErrno:
		return e.Failed() && r.Errno == c.Errno
	case scenario.ClaimChild:
		return e.Returned() && r.Errno == 0
	case scenario.ClaimAddr:
		return e.Returned() && r.Errno == 0 && r.Addr == c.Addr
	}
	return true
}

// outHolds: what is claimed of outputs holds only of a call that succeeded.
func outHolds(out *scenario.Out, e *Event) bool {
	if *out == (scenario.Out{}) {
		return true
	}
	r := &e.Result
	return e.Returned() && r.Errno == 0 && receivedHolds(out.Data, out.Addr, r) && valueHolds(out.Value, r)
}

func receivedHolds(data *string, addr abi.Sockaddr, r *abi.Result) bool {
	return (data == nil || r.Data == *data) && (addr.IsZero() || r.Addr == addr)
}

func valueHolds(want *abi.OptValue, r *abi.Result) bool {
	return want == nil || r.Value != nil && r.Value.String() == want.String()
}
