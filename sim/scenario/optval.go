package scenario

import (
	"math"
	"strconv"
	"strings"

	"portlab/sim/abi"
)

// TCPStates are the names that TCP_INFO's state can have (include/net/tcp_states.h).
var TCPStates = abi.ConstSet{What: "TCP state", Items: []abi.Const{
	{Name: "TCP_ESTABLISHED", Value: 1}, {Name: "TCP_SYN_SENT", Value: 2}, {Name: "TCP_SYN_RECV", Value: 3},
	{Name: "TCP_FIN_WAIT1", Value: 4}, {Name: "TCP_FIN_WAIT2", Value: 5}, {Name: "TCP_TIME_WAIT", Value: 6},
	{Name: "TCP_CLOSE", Value: 7}, {Name: "TCP_CLOSE_WAIT", Value: 8}, {Name: "TCP_LAST_ACK", Value: 9},
	{Name: "TCP_LISTEN", Value: 10}, {Name: "TCP_CLOSING", Value: 11}}}

// option reads an option's name or number and checks that it is one of level.
func (l *line) option(s span, level int) (abi.SockoptRow, *Error) {
	if isNumber(s) {
		n, err := l.cInt(s, "an option")
		if err != nil {
			return abi.SockoptRow{}, err
		}
		row, ok := abi.SockoptByNumber(level, n)
		if !ok {
			err = l.unexpected(s, "the number of an option of %s that scenarios have", ConstText(abi.Levels, level))
		}
		return row, err
	}
	row, ok := abi.SockoptByName(s.text)
	if !ok {
		return row, l.misspelt(s, "socket option", optionNames(level))
	}
	if row.Level != level {
		have, want := ConstText(abi.Levels, level), ConstText(abi.Levels, row.Level)
		return row, l.fault(s, "%s is an option of level %s, found level %s", s.text, want, have)
	}
	return row, nil
}

// optionNames returns the options, those of level first.
func optionNames(level int) []string {
	var out, others []string
	for _, r := range abi.Sockopts {
		if r.Level == level {
			out = append(out, r.Name)
		} else {
			others = append(others, r.Name)
		}
	}
	return append(out, others...)
}

// setValue reads the value that setsockopt is given. An option that can only be read takes an
// int, which the kernel refuses.
func (l *line) setValue(s span, row abi.SockoptRow) (abi.OptValue, *Error) {
	if row.GetOnly {
		row.Form = abi.OptInt
	}
	return l.optValue(s, row)
}

func (l *line) optValue(s span, row abi.SockoptRow) (abi.OptValue, *Error) {
	v := abi.OptValue{Form: row.Form}
	var err *Error
	switch row.Form {
	case abi.OptLinger:
		v.Onoff, v.Linger, err = l.linger(s)
	case abi.OptString:
		v.Str, err = l.device(s)
	case abi.OptErrno:
		v.Int, err = l.errnoValue(unbracket(s))
	case abi.OptState:
		v.Str, err = l.tcpState(unbracket(s))
	default:
		v.Int, err = l.intValue(unbracket(s), row)
	}
	return v, err
}

// unbracket returns what stands in strace's brackets around an int.
func unbracket(s span) span {
	in, _ := s.inside('[', ']')
	return in
}

// intValue reads an int, or where the option's value has names, one of those.
func (l *line) intValue(s span, row abi.SockoptRow) (int, *Error) {
	if set, ok := valueNames(row); ok && s.text != "" && isLetter(s.text[0]) {
		return l.constant(s, set)
	}
	if row.Name == "IP_LOCAL_PORT_RANGE" {
		return l.portRange(s)
	}
	return l.cInt(s, "a number as the value of %s", row.Name)
}

// valueNames returns the names that strace may write for the value of an option.
func valueNames(row abi.SockoptRow) (abi.ConstSet, bool) {
	switch row.Name {
	case "SO_DOMAIN":
		return abi.Families, true
	case "SO_TYPE":
		return abi.SockTypes, true
	case "SO_PROTOCOL":
		return abi.Protocols, true
	}
	return abi.ConstSet{}, false
}

// portRange reads the value of IP_LOCAL_PORT_RANGE, HIGH<<16|LOW or that number. The kernel takes
// it as unsigned, strace may show it as negative.
func (l *line) portRange(s span) (int, *Error) {
	high, low, ok := s.cut("<<16|")
	if !ok {
		n, err := l.integer(s, "a range of ports HIGH<<16|LOW", math.MinInt32, math.MaxUint32)
		return int(uint32(n)), err
	}
	h, err := l.integer(high.trim(), "a port", 0, math.MaxUint16)
	if err != nil {
		return 0, err
	}
	n, err := l.integer(low.trim(), "a port", 0, math.MaxUint16)
	return h<<16 | n, err
}

// linger reads {1, 0} or {l_onoff=1, l_linger=0}.
func (l *line) linger(s span) (onoff, seconds int, err *Error) {
	const form Phrase = "{ONOFF, SECONDS} as the value of SO_LINGER"
	in, ok := s.inside('{', '}')
	if !ok {
		return 0, 0, l.unexpected(s, form)
	}
	fields, err := l.items(in)
	if err != nil {
		return 0, 0, err
	}
	if len(fields) != 2 {
		return 0, 0, l.unexpected(s, form)
	}
	on, named := fields[0].after("l_onoff=")
	sec, both := fields[1].after("l_linger=")
	if named != both {
		return 0, 0, l.unexpected(s, form)
	}
	if onoff, err = l.cInt(on, "a number as l_onoff"); err != nil {
		return 0, 0, err
	}
	seconds, err = l.cInt(sec, "a number of seconds")
	return onoff, seconds, err
}

// device reads the name of an interface in quotes, where strace may show the NUL at its end.
func (l *line) device(s span) (string, *Error) {
	name, err := l.quoted(s)
	if err != nil {
		return "", err
	}
	name = strings.TrimSuffix(name, "\x00")
	if why := badIfaceName(name); name != "" && why != (Message{}) {
		return "", l.unexpected(s, "the name of an interface: %s", why)
	}
	return name, nil
}

// errnoValue reads the value of SO_ERROR: an errno's name, its number, or 0.
func (l *line) errnoValue(s span) (int, *Error) {
	if isNumber(s) {
		return l.integer(s, "an errno or 0", 0, 4095)
	}
	e, err := l.errno(s)
	return int(e), err
}

// errno reads the name of an errno.
func (l *line) errno(s span) (abi.Errno, *Error) {
	if e, ok := abi.ParseErrno(s.text); ok {
		return e, nil
	}
	if s.text == "" || s.text[0] != 'E' {
		return 0, l.unexpected(s, "the name of an errno: EADDRINUSE")
	}
	return 0, l.misspelt(s, "errno", abi.ErrnoNames())
}

// tcpState reads the state that TCP_INFO tells: TCP_LISTEN, or strace's whole structure, or its
// bytes.
func (l *line) tcpState(s span) (string, *Error) {
	if strings.HasPrefix(s.text, `"\`) {
		return l.tcpStateByte(s)
	}
	if in, ok := s.inside('{', '}'); ok {
		first, _, _ := in.cut(",")
		s, _ = first.trim().after("tcpi_state=")
	} else if in, ok := s.inside('"', '"'); ok {
		s = in
	}
	_, err := l.constant(s, TCPStates)
	if err == nil && isNumber(s) {
		err = l.unexpected(s, "the name of a TCP state: TCP_LISTEN")
	}
	return s.text, err
}

// tcpStateByte reads the first byte of a struct tcp_info; strace cuts the rest short.
func (l *line) tcpStateByte(s span) (string, *Error) {
	b, n := escape(s.text[1:])
	name, ok := TCPStates.Name(int(b))
	if n == 0 || !ok {
		return "", l.unexpected(s, "a struct tcp_info, whose first byte is the state")
	}
	return name, nil
}

// valueLength checks the length that strace writes after a value given to the kernel.
func (l *line) valueLength(s span, v abi.OptValue) *Error {
	lo, hi := int64(4), int64(4)
	switch v.Form {
	case abi.OptLinger:
		lo, hi = 8, 8
	case abi.OptString:
		lo, hi = int64(len(v.Str)), int64(len(v.Str))+1
	}
	_, err := l.integer(s, "the value's length", lo, hi)
	return err
}

// valueText writes a value as an argument.
func valueText(row abi.SockoptRow, v abi.OptValue) string {
	switch {
	case v.Form == abi.OptString:
		return Quote(v.Str)
	case v.Form == abi.OptInt && row.Name == "IP_LOCAL_PORT_RANGE" && v.Int > 0:
		return strconv.Itoa(v.Int>>16) + "<<16|" + strconv.Itoa(v.Int&0xffff)
	}
	return v.String()
}

// outValueText writes a value as strace writes one that the kernel gave, with its length.
func outValueText(row abi.SockoptRow, v abi.OptValue) string {
	text := valueText(row, v)
	switch v.Form {
	case abi.OptLinger:
		return text + ", [8]"
	case abi.OptString:
		return text + ", [" + strconv.Itoa(stringSize(v.Str)) + "]"
	case abi.OptState:
		return "[" + text + "]"
	}
	return "[" + text + "], [4]"
}

// stringSize is the length that the kernel gives with a device's name: it counts the NUL, and no
// name has none.
func stringSize(s string) int {
	if s == "" {
		return 0
	}
	return len(s) + 1
}
