package player

import (
	"slices"
	"sort"
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A Choice is an answer that a student can give to "what will this call return?".
type Choice struct {
	Label string // "0", "EADDRINUSE"
	Hint  string // what it means: "Address already in use"
	Right bool
}

// An Answer is what the student said about one step.
type Answer struct {
	Label string // "" where the student asked to be shown
	Right bool
	Kept  bool // it was given to the scenario before a change: nothing is said of it again
}

// isQuestion reports whether a step asks the student: its result is claimed as ?, and there is
// one (strace writes ? for the result of exit, which has none).
func isQuestion(s run.Step) bool {
	e := firstEvent(s)
	return e != nil && e.Claim != nil && e.Claim.Kind == scenario.ClaimAsk && !e.Result.Gone
}

// plausible lists the errnos worth offering for a call, beside its success.
var plausible = map[string][]abi.Errno{
	"socket":      {abi.EMFILE, abi.EAFNOSUPPORT, abi.EACCES},
	"bind":        {abi.EADDRINUSE, abi.EACCES, abi.EADDRNOTAVAIL, abi.EINVAL},
	"listen":      {abi.EADDRINUSE, abi.EINVAL, abi.EOPNOTSUPP},
	"accept":      {abi.EAGAIN, abi.EINVAL, abi.ECONNABORTED},
	"accept4":     {abi.EAGAIN, abi.EINVAL, abi.ECONNABORTED},
	"connect":     {abi.ECONNREFUSED, abi.EADDRNOTAVAIL, abi.ETIMEDOUT, abi.EINPROGRESS},
	"shutdown":    {abi.ENOTCONN, abi.EINVAL},
	"close":       {abi.EBADF, abi.ENOTCONN},
	"dup":         {abi.EBADF, abi.EMFILE},
	"dup2":        {abi.EBADF, abi.EBUSY},
	"fcntl":       {abi.EBADF, abi.EINVAL},
	"setsockopt":  {abi.EINVAL, abi.ENOPROTOOPT, abi.EPERM},
	"getsockopt":  {abi.EINVAL, abi.ENOPROTOOPT},
	"getsockname": {abi.ENOTCONN, abi.EINVAL},
	"getpeername": {abi.ENOTCONN, abi.EINVAL},
	"send":        {abi.EPIPE, abi.ECONNRESET, abi.ENOTCONN, abi.EAGAIN},
	"sendto":      {abi.ECONNREFUSED, abi.EDESTADDRREQ, abi.EPIPE, abi.EAGAIN},
	"write":       {abi.EPIPE, abi.ECONNRESET, abi.ENOTCONN, abi.EAGAIN},
	"recv":        {abi.EAGAIN, abi.ECONNRESET, abi.ENOTCONN},
	"recvfrom":    {abi.EAGAIN, abi.ECONNREFUSED, abi.ENOTCONN},
	"read":        {abi.EAGAIN, abi.ECONNRESET, abi.ENOTCONN},
	"kill":        {abi.EPERM, abi.ESRCH},
	"setuid":      {abi.EPERM, abi.EINVAL},
	"execve":      {abi.ENOENT, abi.EACCES},
	"fork":        {abi.EAGAIN, abi.ENOMEM},
}

// mayBlock lists the calls for which "it waits" is worth offering.
var mayBlock = []string{"accept", "accept4", "connect", "recv", "recvfrom", "read", "send", "write"}

// choices returns the answers to offer for a call, the right one among them: successes first, then
// errnos by name, then that it waits. The order does not depend on which is right.
func choices(w *Words, e *trace.Event) []Choice {
	right := resultLabel(w, e)
	var list []Choice
	for _, l := range successLabels(w, e) {
		list = append(list, Choice{Label: l, Hint: successHint(w, e.Call.Name, l)})
	}
	for _, n := range errnoChoices(e) {
		list = append(list, Choice{Label: n.String(), Hint: w.ErrnoText(n)})
	}
	if slices.Contains(mayBlock, e.Call.Name) || e.State == trace.Blocked {
		list = append(list, Choice{Label: w.Waits, Hint: w.WaitsHint})
	}
	for i := range list {
		list[i].Right = list[i].Label == right
	}
	return list
}

func errnoChoices(e *trace.Event) []abi.Errno {
	list := slices.Clone(plausible[e.Call.Name])
	if n := e.Result.Errno; n != 0 && !slices.Contains(list, n) {
		list = append(list, n)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].String() < list[j].String() })
	return list
}

// successLabels returns the successes to offer: what is there must not tell which is right.
func successLabels(w *Words, e *trace.Event) []string {
	switch e.Call.Name {
	case "socket", "accept", "accept4", "dup":
		first := 3
		if fd := e.Result.Ret; fd > 2 {
			first = fd - fd%3
		}
		return []string{strconv.Itoa(first), strconv.Itoa(first + 1), strconv.Itoa(first + 2)}
	case "recv", "recvfrom", "read":
		return []string{"0", w.SomeBytes}
	case "send", "sendto", "write":
		return []string{strconv.Itoa(len(e.Call.Data))}
	case "fork", "getsockname", "getpeername", "fcntl", "getsockopt":
		return []string{w.Succeeds}
	case "dup2":
		return []string{strconv.Itoa(e.Call.FD2)}
	}
	return []string{"0"}
}

func successHint(w *Words, call, label string) string {
	switch {
	case label == w.Succeeds || label == w.SomeBytes:
		return ""
	case slices.Contains([]string{"recv", "recvfrom", "read"}, call):
		return w.EndOfFile
	case label == "0":
		return w.Succeeds
	}
	return ""
}

// resultLabel returns the label of the choice that a result answers to.
func resultLabel(w *Words, e *trace.Event) string {
	if e.State == trace.Blocked {
		return w.Waits
	}
	if e.Result.Errno != 0 {
		return e.Result.Errno.String()
	}
	labels := successLabels(w, e)
	ret := strconv.Itoa(e.Result.Ret)
	if slices.Contains(labels, ret) {
		return ret
	}
	if len(labels) > 0 {
		return labels[len(labels)-1]
	}
	return ret
}
