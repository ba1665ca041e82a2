package player

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/run"
	"portlab/sim/trace"
)

// sentence says what one step did, for the line above the tabs and for a screen reader.
func sentence(w *Words, s *run.Step, setup string) string {
	if s == nil {
		return w.BeforeFirst
	}
	if len(s.Events) == 0 {
		return fill(w.SetUp, "line", setup)
	}
	parts := []string{eventSentence(w, &s.Events[0])}
	for i := range s.Events[1:] {
		e := &s.Events[i+1]
		pattern := w.ThenReturns
		if opens(e) {
			pattern = w.ThenOpens
		}
		parts = append(parts, fill(pattern, "p", e.Proc, "call", e.Call.Name, "result", resultText(w, e)))
	}
	return strings.Join(parts, w.SentenceGap)
}

// asking says what a step is about to do, without its result.
func asking(w *Words, e *trace.Event) string {
	return fill(w.Asks, "did", callPhrase(w, e.Proc, *e.Call))
}

func eventSentence(w *Words, e *trace.Event) string {
	did := callPhrase(w, e.Proc, *e.Call)
	switch {
	case e.State == trace.Blocked:
		return fill(w.DidWaits, "did", did)
	case e.Result.Errno != 0:
		return fill(w.DidFails, "did", did, "errno", e.Result.Errno.String(), "text", w.ErrnoText(e.Result.Errno))
	case e.Result.Gone, saysNothing(e):
		return fill(w.DidOK, "did", did)
	case opens(e):
		return fill(w.DidOpens, "did", did, "result", resultText(w, e))
	}
	return fill(w.DidReturns, "did", did, "result", resultText(w, e))
}

// opens reports whether a call returned a new descriptor.
func opens(e *trace.Event) bool {
	if e.State == trace.Blocked || e.Result.Errno != 0 {
		return false
	}
	switch e.Call.Name {
	case "socket", "accept", "accept4", "dup", "dup2":
		return true
	case "fcntl":
		return e.Call.Cmd == abi.F_DUPFD || e.Call.Cmd == abi.F_DUPFD_CLOEXEC
	}
	return false
}

// outcome says what a step did beside what its calls return: the first of its segments that had no
// effect, and the sockets' new states.
func (p *play) outcome(w *Words, k int, s *run.Step) string {
	if s == nil {
		return ""
	}
	lost := ""
	if i := slices.IndexFunc(s.Segments, func(g kernel.SegmentView) bool { return g.Dropped != "" }); i >= 0 {
		lost = fill(w.NoEffect, "flags", flagsOf(s.Segments[i]), "why", w.drop(s.Segments[i].Dropped))
	}
	return join(w, lost, newStates(w, p.survey.transitions[k]))
}

// drop returns why a segment had no effect, in the reader's language.
func (w *Words) drop(reason string) string { return cmp.Or(w.Drops[reason], reason) }

// saysNothing reports whether a success is fully told by its call's phrase.
func saysNothing(e *trace.Event) bool {
	r := e.Result
	return r.Ret == 0 && r.Addr.IsZero() && r.Data == "" && r.Value == nil && !isReceive(e.Call.Name) || e.Call.Name == "fork"
}

func isReceive(call string) bool { return call == "recv" || call == "recvfrom" || call == "read" }

// callPhrase says who calls what: "A binds fd 3 to 127.0.0.1:8080".
func callPhrase(w *Words, proc string, c abi.Call) string {
	pattern := w.Calls[c.Name]
	if c.Name == "sendto" && c.Addr.IsZero() {
		pattern = w.Calls["send"]
	}
	return fill(pattern,
		"p", proc, "fd", strconv.Itoa(c.FD), "fd2", strconv.Itoa(c.FD2), "addr", c.Addr.String(),
		"n", callNumber(c), "type", socketKind(c), "opt", optName(c), "value", c.Value.String(),
		"how", constName(abi.ShutHows, c.How), "cmd", constName(abi.FcntlCmds, c.Cmd),
		"child", c.Child, "target", c.Target, "path", c.Path)
}

// callNumber returns the one number that a call's phrase mentions.
func callNumber(c abi.Call) string {
	switch c.Name {
	case "listen":
		return strconv.Itoa(c.Backlog)
	case "exit":
		return strconv.Itoa(c.Status)
	case "setuid":
		return strconv.Itoa(c.UID)
	case "sleep":
		return strconv.FormatFloat(c.Duration.Seconds(), 'f', -1, 64)
	case "send", "sendto", "write":
		return strconv.Itoa(len(c.Data))
	}
	return strconv.Itoa(c.Len)
}

func socketKind(c abi.Call) string {
	s := protocol(c.Type)
	if c.Family == abi.AF_INET6 {
		s += "/IPv6"
	}
	return s
}

func optName(c abi.Call) string {
	if row, ok := abi.SockoptByNumber(c.Level, c.Opt); ok {
		return row.Name
	}
	return strconv.Itoa(c.Opt)
}

func constName(set abi.ConstSet, v int) string {
	if name, ok := set.Name(v); ok {
		return name
	}
	return strconv.Itoa(v)
}

// resultText writes a result as the script shows it: "3", "EADDRINUSE", "127.0.0.1:8080", "waits".
func resultText(w *Words, e *trace.Event) string {
	r := e.Result
	switch {
	case e.State == trace.Blocked:
		return w.Waits
	case r.Errno != 0:
		return r.Errno.String()
	case r.Gone:
		return "—"
	case e.Call.Name == "fork":
		return e.Call.Child
	case r.Value != nil:
		return r.Value.String()
	case e.Call.Name == "getsockname", e.Call.Name == "getpeername":
		return r.Addr.String()
	case isReceive(e.Call.Name):
		return strings.TrimSpace(strconv.Itoa(r.Ret) + " " + quoted(r))
	}
	return strconv.Itoa(r.Ret)
}

// quoted writes received bytes, the start of them where they are many.
func quoted(r abi.Result) string {
	const room = 24
	if r.Ret == 0 {
		return ""
	}
	if len(r.Data) > room {
		return strconv.Quote(r.Data[:room]) + "…"
	}
	return strconv.Quote(r.Data)
}

func (w *Words) socket(id int) string { return fill(w.Socket, "n", strconv.Itoa(id)) }

// state returns ss's word for a socket's state, with the seconds left where a timer ends it.
func (w *Words) state(s *kernel.SocketView, now time.Duration) string {
	switch {
	case s.Gone:
		return w.Gone
	case s.Timer != nil && s.Timer.Name != "retransmit":
		return s.State + " " + seconds(s.Timer.Ends-now) + " s"
	case s.State != "UNCONN" || protocol(s.Type) == "UDP":
		return s.State
	case s.Peer.Port() != 0:
		return w.Closed
	case s.Bound:
		return w.Bound
	}
	return w.New
}

// refs says who holds a socket.
func (w *Words) refs(s *kernel.SocketView) string {
	if s.Refs == 0 {
		return w.NoFD
	}
	return fill(w.Refs, "n", strconv.Itoa(s.Refs))
}

// ErrnoText returns strerror's words in the reader's language.
func (w *Words) ErrnoText(e abi.Errno) string {
	if t, ok := w.Errnos[e]; ok {
		return t
	}
	return e.Text()
}
