package scenario

import (
	"strconv"
	"strings"
	"time"

	"portlab/sim/abi"
)

// Format writes a scenario in canonical form: short forms of calls, one space between words, two
// before a comment. Parse reads it back as the same Scenario, but for the positions.
func Format(s *Scenario) string {
	var out strings.Builder
	for i := range s.Lines {
		out.WriteString(s.Lines[i].String())
		out.WriteByte('\n')
	}
	return out.String()
}

// String writes the line in canonical form, without its end.
func (l *Line) String() string {
	text := l.text()
	switch {
	case l.Comment == "":
		return text
	case text == "":
		return l.Comment
	}
	return text + "  " + l.Comment
}

func (l *Line) text() string {
	switch {
	case l.Step != nil:
		return l.Step.String()
	case l.Resumed != nil:
		return l.Resumed.String()
	case l.Setup != nil:
		return l.Setup.String()
	}
	return ""
}

// String writes the step in canonical form.
func (s *Step) String() string {
	text := s.Proc + " " + CallText(s.Call, s.Out)
	switch s.Claim.Kind {
	case ClaimNone:
		return text
	case ClaimBlocked:
		return Unfinished(text)
	}
	return text + " = " + s.Claim.text()
}

// Unfinished writes a call that has not returned: text, which ends in a closing parenthesis, with
// strace's <unfinished ...> in its place.
func Unfinished(text string) string { return strings.TrimSuffix(text, ")") + " " + unfinished }

// String writes the completion in canonical form.
func (r *Resumed) String() string {
	text := r.Proc + " <... " + r.Name + " resumed>"
	if late := r.late(); len(late) > 0 {
		text += strings.Join(late, ", ") + ")"
	}
	if r.Claim.Kind == ClaimNone {
		return text
	}
	return text + " = " + r.Claim.text()
}

// late writes the arguments that a completed call fills in.
func (r *Resumed) late() []string {
	var out []string
	if r.Out.Data != nil {
		out = append(out, Quote(*r.Out.Data))
	}
	if !r.Out.Addr.IsZero() {
		out = append(out, outAddrText(r.Out.Addr))
	}
	return out
}

// String writes the set-up line in canonical form.
func (s *Setup) String() string {
	switch {
	case s.Sysctl != nil:
		return "sysctl " + s.Sysctl.Name + "=" + s.Sysctl.Value
	case s.Link != nil:
		return "ip link add " + s.Link.Name + " type dummy"
	case s.Addr != nil:
		return "ip addr add " + s.Addr.Prefix.String() + " dev " + s.Addr.Dev
	}
	return ""
}

// CallText writes a call with its arguments, such as bind(3, 127.0.0.1:80). It is the short form
// where out is zero; otherwise outputs stand where strace writes them.
func CallText(c abi.Call, out Out) string {
	row, _ := abi.CallByName(c.Name)
	w := &writer{call: c, out: out, opt: option(c)}
	for _, p := range row.Params {
		w.param(p)
	}
	return c.Name + "(" + strings.Join(w.args, ", ") + ")"
}

func option(c abi.Call) abi.SockoptRow {
	row, _ := abi.SockoptByNumber(c.Level, c.Opt)
	return row
}

// A writer gathers the arguments of a call.
type writer struct {
	call abi.Call
	out  Out
	opt  abi.SockoptRow
	args []string
}

func (w *writer) add(arg string) { w.args = append(w.args, arg) }

func (w *writer) param(p abi.Param) {
	c := &w.call
	switch p {
	case abi.ParamFD:
		w.add(strconv.Itoa(c.FD))
	case abi.ParamNewFD:
		w.add(strconv.Itoa(c.FD2))
	case abi.ParamFamily:
		w.add(ConstText(abi.Families, c.Family))
	case abi.ParamType:
		w.add(ConstText(abi.SockTypes, c.Type))
	case abi.ParamProtocol:
		w.protocol()
	case abi.ParamAddr:
		w.addr()
	case abi.ParamOutAddr:
		w.outAddr()
	case abi.ParamBacklog:
		w.add(strconv.Itoa(c.Backlog))
	case abi.ParamFlags:
		w.flags()
	case abi.ParamHow:
		w.add(ConstText(abi.ShutHows, c.How))
	case abi.ParamLevel:
		w.add(ConstText(abi.Levels, c.Level))
	case abi.ParamOpt:
		w.add(w.optName())
	case abi.ParamOptVal:
		w.optVal()
	case abi.ParamOutOptVal:
		if w.out.Value != nil {
			w.add(outValueText(w.opt, *w.out.Value))
		}
	case abi.ParamData:
		w.add(Quote(c.Data))
	case abi.ParamOutData:
		w.outData()
	case abi.ParamLen:
		if c.Name == "recv" || c.Name == "recvfrom" || c.Name == "read" {
			w.add(strconv.Itoa(c.Len))
		}
	case abi.ParamCmd:
		w.add(ConstText(abi.FcntlCmds, c.Cmd))
	case abi.ParamCmdArg:
		w.cmdArg()
	case abi.ParamPath:
		w.add(Quote(c.Path))
	case abi.ParamStatus:
		w.add(strconv.Itoa(c.Status))
	case abi.ParamProc:
		w.add(c.Target)
	case abi.ParamSignal:
		w.add(ConstText(abi.Signals, c.Signal))
	case abi.ParamUID:
		w.add(strconv.Itoa(c.UID))
	case abi.ParamSeconds:
		w.add(secondsText(c.Duration))
	}
}

// protocol writes 0 for the type's own protocol, as programs do.
func (w *writer) protocol() {
	if w.call.Protocol == 0 {
		w.add("0")
		return
	}
	w.add(ConstText(abi.Protocols, w.call.Protocol))
}

func (w *writer) addr() {
	if w.call.Name == "sendto" && w.call.Addr.IsZero() {
		return
	}
	w.add(w.call.Addr.String())
}

func (w *writer) outAddr() {
	if !w.out.Addr.IsZero() {
		w.add(outAddrText(w.out.Addr))
	}
}

// outAddrText writes an address that the kernel gave, with its length.
func outAddrText(a abi.Sockaddr) string {
	return a.String() + ", [" + strconv.Itoa(addrLen(a.Family)) + "]"
}

// long reports whether outputs of a call that receives are written, and so all its arguments.
func (w *writer) long() bool {
	return (w.out.Data != nil || !w.out.Addr.IsZero()) && w.call.Name != "accept4"
}

func (w *writer) flags() {
	switch {
	case w.call.Name == "accept4":
		w.add(ConstText(abi.AcceptFlags, w.call.Flags))
	case w.call.Flags != 0 || w.long():
		w.add(ConstText(abi.MsgFlags, w.call.Flags))
	}
}

func (w *writer) optName() string {
	if w.opt.Name == "" {
		return strconv.Itoa(w.call.Opt)
	}
	return w.opt.Name
}

func (w *writer) optVal() {
	v := w.call.Value
	if v.Form == abi.OptLinger {
		w.add("{" + strconv.Itoa(v.Onoff) + ", " + strconv.Itoa(v.Linger) + "}")
		return
	}
	w.add(valueText(w.opt, v))
}

func (w *writer) outData() {
	switch {
	case w.out.Data != nil:
		w.add(Quote(*w.out.Data))
	case w.long():
		w.add("NULL")
	}
}

func (w *writer) cmdArg() {
	c := &w.call
	switch c.Cmd {
	case abi.F_GETFD, abi.F_GETFL:
	case abi.F_SETFD:
		w.add(ConstText(abi.FDFlags, c.Arg))
	case abi.F_SETFL:
		w.add(ConstText(abi.OFlags, c.Arg))
	default:
		w.add(strconv.Itoa(c.Arg))
	}
}

// secondsText writes a time with as many decimals as it needs.
func secondsText(d time.Duration) string {
	whole := strconv.FormatInt(int64(d/time.Second), 10)
	frac := int64(d % time.Second)
	if frac == 0 {
		return whole
	}
	digits := strconv.FormatInt(int64(time.Second)+frac, 10)[1:]
	return whole + "." + strings.TrimRight(digits, "0")
}
