package trace

import (
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/scenario"
)

// Strace writes an event as strace does, in the scenario language's short forms, without a line
// end. A claim that did not hold follows on a line of its own, as a comment.
func Strace(e *Event) string {
	text := eventText(e)
	if e.Claim == nil || e.OK {
		return text
	}
	if claimed := claimedText(e); claimed != "" {
		return text + "\n# claimed: " + claimed
	}
	return text
}

func eventText(e *Event) string {
	switch {
	case e.Missing:
		return "# not completed by here: " + e.Proc + " <... " + e.Call.Name + " resumed>"
	case e.State == Blocked:
		return scenario.Unfinished(e.Proc + " " + scenario.CallText(*e.Call, scenario.Out{}))
	case e.State == Resumed:
		r := scenario.Resumed{Proc: e.Proc, Name: e.Call.Name, Claim: ResultClaim(e), Out: shownOut(e)}
		return r.String()
	}
	s := scenario.Step{Proc: e.Proc, Call: *e.Call, Claim: ResultClaim(e), Out: shownOut(e)}
	return s.String()
}

// claimedText writes what was claimed: the result, or where outputs were claimed too, the whole
// call.
func claimedText(e *Event) string {
	if e.Out == nil || *e.Out == (scenario.Out{}) {
		return e.Claim.Text
	}
	text := scenario.CallText(*e.Call, *e.Out)
	if e.Claim.Text != "" {
		text += " = " + e.Claim.Text
	}
	return text
}

// ResultText writes the result as it stands after the = of a line: "0", "-1 EADDRINUSE (Address
// already in use)", `5 "hello"`, "127.0.0.1:80"; "?" for a call that did not return, and
// "<unfinished ...>" for one that has not yet.
func ResultText(e *Event) string {
	r := &e.Result
	switch {
	case e.State == Blocked:
		return "<unfinished ...>"
	case r.Gone:
		return "?"
	case r.Errno != 0:
		return "-1 " + scenario.ErrnoText(r.Errno)
	}
	switch e.Call.Name {
	case "fork":
		return e.Call.Child
	case "getsockname", "getpeername":
		return r.Addr.String()
	case "recv", "recvfrom", "read":
		return receivedText(r)
	case "fcntl":
		return fcntlText(e.Call, r.Ret)
	}
	return strconv.Itoa(r.Ret)
}

// ResultClaim is the claim that holds of what happened.
func ResultClaim(e *Event) scenario.Claim {
	return scenario.Claim{Kind: scenario.ClaimRet, Text: ResultText(e)}
}

func receivedText(r *abi.Result) string {
	text := strconv.Itoa(r.Ret) + " " + scenario.Quote(r.Data)
	if !r.Addr.IsZero() {
		text += " from " + r.Addr.String()
	}
	return text
}

// fcntlText writes flags as strace does: the number, and their names.
func fcntlText(c *abi.Call, ret int) string {
	set := abi.FDFlags
	switch {
	case c.Cmd == abi.F_GETFL:
		set = abi.OFlags
	case c.Cmd != abi.F_GETFD || ret == 0:
		return strconv.Itoa(ret)
	}
	return "0x" + strconv.FormatInt(int64(ret), 16) + " (flags " + scenario.ConstText(set, ret) + ")"
}

// shownOut is the outputs that a line shows: an option's value always, the peer of an accepted
// connection where the text claims it.
func shownOut(e *Event) scenario.Out {
	var out scenario.Out
	if e.Result.Errno != 0 || e.Result.Gone {
		return out
	}
	if e.Call.Name == "getsockopt" {
		out.Value = e.Result.Value
	}
	if accepts(e.Call.Name) && e.Out != nil && !e.Out.Addr.IsZero() {
		out.Addr = e.Result.Addr
	}
	return out
}

func accepts(call string) bool { return call == "accept" || call == "accept4" }
