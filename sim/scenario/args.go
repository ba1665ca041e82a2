package scenario

import (
	"math"
	"strings"
	"time"

	"portlab/sim/abi"
)

const (
	maxLen   = 1 << 24                   // bytes that one call may receive
	maxSleep = 365 * 24 * time.Hour      // of one sleep
	maxUID   = int64(math.MaxUint32) - 1 // the number after it is (uid_t)-1, which no user has
)

// An args reads the arguments of one call in the order of its row's Params. Those that may be left
// out are told by their shape and by how many are left.
type args struct {
	*line
	row   abi.CallRow
	name  span // the call, where a missing argument is reported
	list  list
	items []span // those not yet read
	step  *Step
	opt   abi.SockoptRow // once ParamOpt has been read
}

func (l *line) arguments(row abi.CallRow, name span, got list, st *Step) *Error {
	a := &args{line: l, row: row, name: name, list: got, items: got.items, step: st}
	for _, p := range row.Params {
		if err := a.param(p); err != nil {
			return err
		}
	}
	if len(a.items) > 0 {
		return a.unexpected(a.items[0], "no more arguments: %s", row.Signature)
	}
	return nil
}

// next takes the next argument.
func (a *args) next() (span, *Error) {
	if len(a.items) == 0 {
		return span{}, a.tooFew()
	}
	s := a.items[0]
	a.items = a.items[1:]
	return s, nil
}

func (a *args) tooFew() *Error {
	count := Say("%d arguments", len(a.list.items))
	if len(a.list.items) == 1 {
		count = Say("1 argument")
	}
	if a.list.unfinished {
		return a.fault(a.name, "found %s, expected %s; strace writes the others when the call returns, portlab import joins them",
			count, a.row.Signature)
	}
	return a.fault(a.name, "found %s, expected %s", count, a.row.Signature)
}

// param reads what the call's next parameter takes.
func (a *args) param(p abi.Param) *Error {
	c := &a.step.Call
	switch p {
	case abi.ParamAddr:
		return a.addr()
	case abi.ParamOutAddr:
		return a.outAddr()
	case abi.ParamFlags:
		return a.flags()
	case abi.ParamOptVal:
		return a.optVal()
	case abi.ParamOutOptVal:
		return a.outOptVal()
	case abi.ParamOutData:
		return a.outData()
	case abi.ParamLen:
		return a.length()
	case abi.ParamCmdArg:
		return a.cmdArg()
	}
	s, err := a.next()
	if err != nil {
		return err
	}
	switch p {
	case abi.ParamFD:
		c.FD, err = a.cInt(s, "a descriptor")
	case abi.ParamNewFD:
		c.FD2, err = a.cInt(s, "a descriptor")
	case abi.ParamFamily:
		c.Family, err = a.constant(s, abi.Families)
	case abi.ParamType:
		c.Type, err = a.sockType(s)
	case abi.ParamProtocol:
		c.Protocol, err = a.constant(s, abi.Protocols)
	case abi.ParamBacklog:
		c.Backlog, err = a.cInt(s, "a backlog")
	case abi.ParamHow:
		c.How, err = a.how(s)
	case abi.ParamLevel:
		c.Level, err = a.constant(s, abi.Levels)
	case abi.ParamOpt:
		a.opt, err = a.option(s, c.Level)
		c.Opt = a.opt.Opt
	case abi.ParamData:
		c.Data, err = a.quoted(s)
	case abi.ParamCmd:
		c.Cmd, err = a.constant(s, abi.FcntlCmds)
	case abi.ParamPath:
		c.Path, err = a.path(s)
	case abi.ParamStatus:
		c.Status, err = a.cInt(s, "an exit status")
	case abi.ParamProc:
		c.Target, err = a.target(s)
	case abi.ParamSignal:
		c.Signal, err = a.constant(s, abi.Signals)
	case abi.ParamUID:
		c.UID, err = a.integer(s, "a user id", 0, maxUID)
	case abi.ParamSeconds:
		c.Duration, err = a.seconds(s)
	}
	return err
}

// sockType reads a socket's type with its flags. Types that scenarios do not have, such as
// SOCK_RAW, are faults of the text, so that no machine is asked for them.
func (a *args) sockType(s span) (int, *Error) {
	n, err := a.constant(s, abi.SockTypes)
	if t := n & abi.SOCK_TYPEMASK; err == nil && t != abi.SOCK_STREAM && t != abi.SOCK_DGRAM {
		err = a.unexpected(s, "SOCK_STREAM or SOCK_DGRAM")
	}
	return n, err
}

// how reads a direction of shutdown. Any number will do: the kernel answers EINVAL.
func (a *args) how(s span) (int, *Error) {
	if isNumber(s) {
		return a.cInt(s, "a direction of shutdown")
	}
	return a.constant(s, abi.ShutHows)
}

// addr reads an address and, where it follows, its length. sendto can do without.
func (a *args) addr() *Error {
	optional := a.row.Name == "sendto"
	if optional && len(a.items) == 0 {
		return nil
	}
	s, err := a.next()
	if err != nil {
		return err
	}
	if optional && isPointer(s) {
		return a.skipLength()
	}
	read := a.address
	if optional {
		read = a.ipAddress
	}
	if a.step.Call.Addr, err = read(s); err != nil || len(a.items) == 0 {
		return err
	}
	n, _ := a.next()
	return a.inLength(n, a.step.Call.Addr)
}

// outAddr reads the address that the kernel gives and its length, where they are written: when
// more is left than the parameters after them need.
func (a *args) outAddr() *Error {
	after := 0
	if a.row.Name == "accept4" {
		after = 1
	}
	if len(a.items) <= after {
		return nil
	}
	s, _ := a.next()
	if !isPointer(s) {
		addr, err := a.ipAddress(s)
		if err != nil {
			return err
		}
		a.step.Out.Addr = addr
	}
	if len(a.items) <= after {
		return nil
	}
	return a.skipLength()
}

// skipLength reads a length that claims nothing, if one follows.
func (a *args) skipLength() *Error {
	if len(a.items) == 0 {
		return nil
	}
	s, _ := a.next()
	return a.outLength(s)
}

// flags reads the flags of accept4, or those of a message, which may be left out.
func (a *args) flags() *Error {
	set := abi.MsgFlags
	if a.row.Name == "accept4" {
		set = abi.AcceptFlags
	} else if len(a.items) == 0 || isAddress(a.items[0]) {
		return nil
	}
	s, err := a.next()
	if err == nil {
		a.step.Call.Flags, err = a.constant(s, set)
	}
	return err
}

// length reads how many bytes to receive; or of data to send, checks the length that strace writes
// after it.
func (a *args) length() *Error {
	c := &a.step.Call
	if a.sends() {
		c.Len = len(c.Data)
		return a.dataLength()
	}
	s, err := a.next()
	if err == nil {
		c.Len, err = a.integer(s, "a length", 0, maxLen)
	}
	return err
}

func (a *args) sends() bool {
	return a.row.Name == "send" || a.row.Name == "sendto" || a.row.Name == "write"
}

// dataLength reads the length of data where it is written. One number between the data and the
// address, or the end, is the length if it is that, and otherwise flags.
func (a *args) dataLength() *Error {
	if len(a.items) == 0 || !isNumber(a.items[0]) || isAddress(a.items[0]) {
		return nil
	}
	alone := len(a.items) == 1 || isAddress(a.items[1])
	n, err := a.integer(a.items[0], "a length", 0, maxLen)
	if alone && a.row.Name != "write" && (err != nil || n != a.step.Call.Len) {
		return nil
	}
	s, _ := a.next()
	if err == nil && n != a.step.Call.Len {
		err = a.unexpected(s, "the length of the data, %d", a.step.Call.Len)
	}
	return err
}

// outData reads the bytes received, where they are written: when more is left than the parameters
// after them can take.
func (a *args) outData() *Error {
	after := 2 // the length and flags
	if a.row.Name == "read" {
		after = 1
	}
	if len(a.items) == 0 || !strings.HasPrefix(a.items[0].text, `"`) && (len(a.items) <= after || !isPointer(a.items[0])) {
		return nil
	}
	s, _ := a.next()
	if isPointer(s) {
		return nil
	}
	data, err := a.quoted(s)
	a.step.Out.Data = &data
	return err
}

func (a *args) optVal() *Error {
	s, err := a.next()
	if err != nil {
		return err
	}
	if a.step.Call.Value, err = a.setValue(s, a.opt); err != nil || len(a.items) == 0 {
		return err
	}
	n, _ := a.next()
	return a.valueLength(n, a.step.Call.Value)
}

func (a *args) outOptVal() *Error {
	if len(a.items) == 0 {
		return nil
	}
	s, _ := a.next()
	if !isPointer(s) {
		v, err := a.optValue(s, a.opt)
		if err != nil {
			return err
		}
		a.step.Out.Value = &v
	}
	return a.skipLength()
}

// cmdArg reads the argument of fcntl, of the kind that the command takes.
func (a *args) cmdArg() *Error {
	c := &a.step.Call
	if c.Cmd == abi.F_GETFD || c.Cmd == abi.F_GETFL {
		return nil
	}
	s, err := a.next()
	if err != nil {
		return err
	}
	switch c.Cmd {
	case abi.F_SETFD:
		c.Arg, err = a.constant(s, abi.FDFlags)
	case abi.F_SETFL:
		c.Arg, err = a.constant(s, abi.OFlags)
	default:
		c.Arg, err = a.cInt(s, "the lowest descriptor to use")
	}
	return err
}

// path reads the program of execve; the argument and environment vectors that strace writes after
// it make no difference, as nothing is run.
func (a *args) path(s span) (string, *Error) {
	if len(a.items) == 2 {
		a.items = nil
	}
	return a.quoted(s)
}

func (a *args) target(s span) (string, *Error) {
	if !isProcName(s.text) {
		return "", a.unexpected(s, "the process to kill, by its name or pid")
	}
	a.mention(mention{kind: mentionTarget, name: s.text, at: s})
	return s.text, nil
}

// seconds reads a time in seconds, with at most nine digits after the point.
func (a *args) seconds(s span) (time.Duration, *Error) {
	whole, frac, point := s.cut(".")
	ok := whole.text != "" && allBytes(whole.text, isDigit) && allBytes(frac.text, isDigit) && len(frac.text) <= 9
	if !ok || point && frac.text == "" {
		return 0, a.unexpected(s, "a time in seconds: 65 or 0.5")
	}
	d, err := time.ParseDuration(s.text + "s")
	if err != nil || d > maxSleep {
		return 0, a.unexpected(s, "at most %d seconds", int(maxSleep.Seconds()))
	}
	return d, nil
}

// lateArguments reads those arguments that strace writes when a blocked call returns. Which they
// are depends on when it blocked, so they are told by their shape.
func (l *line) lateArguments(row abi.CallRow, items []span) (Out, *Error) {
	var out Out
	for i, s := range items {
		err := l.lateArgument(row, s, i > 0 && isAddress(items[i-1]), &out)
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

func (l *line) lateArgument(row abi.CallRow, s span, afterAddr bool, out *Out) (err *Error) {
	switch {
	case strings.HasPrefix(s.text, `"`) && takes(row, abi.ParamOutData):
		var data string
		data, err = l.quoted(s)
		out.Data = &data
	case isPointer(s):
	case afterAddr:
		err = l.outLength(s)
	case isAddress(s) && takes(row, abi.ParamOutAddr):
		out.Addr, err = l.ipAddress(s)
	case isNumber(s):
		_, err = l.cInt(s, "a number")
	case row.Name == "accept4":
		_, err = l.constant(s, abi.AcceptFlags)
	case takes(row, abi.ParamFlags):
		_, err = l.constant(s, abi.MsgFlags)
	default:
		err = l.unexpected(s, "an argument that %s fills in when it returns", row.Name)
	}
	return err
}

func takes(row abi.CallRow, p abi.Param) bool {
	for _, have := range row.Params {
		if have == p {
			return true
		}
	}
	return false
}
