package trace

import (
	"strconv"
	"unicode/utf8"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// JSON writes an event as one JSON object without a line end. Its fields, in this order, are line,
// proc, call, state, ret, errno, addr, data, value, claim, ok, at, why and missing; those that do
// not apply are left out. Bytes that are no UTF-8 become U+FFFD, as in any JSON.
func JSON(e *Event) []byte {
	w := &jsonWriter{}
	w.buf = append(w.buf, '{')
	w.number("line", e.Line)
	w.text("proc", e.Proc)
	w.text("call", e.Call.Name)
	w.text("state", e.State.String())
	if e.Returned() {
		w.result(e)
	}
	if e.Claim != nil {
		w.claim(e)
	}
	if e.At != 0 {
		w.number("at", e.At)
	}
	if e.Why != nil && len(e.Why.Checks) > 0 {
		w.why(e.Why)
	}
	if e.Missing {
		w.bool("missing", true)
	}
	return append(w.buf, '}')
}

// A jsonWriter appends the fields of one object.
type jsonWriter struct{ buf []byte }

func (w *jsonWriter) key(name string) {
	if last := w.buf[len(w.buf)-1]; last != '{' {
		w.buf = append(w.buf, ',')
	}
	w.buf = append(append(append(w.buf, '"'), name...), '"', ':')
}

func (w *jsonWriter) number(key string, n int) {
	w.key(key)
	w.buf = strconv.AppendInt(w.buf, int64(n), 10)
}

func (w *jsonWriter) text(key, s string) {
	w.key(key)
	w.buf = appendJSONString(w.buf, s)
}

func (w *jsonWriter) bool(key string, b bool) {
	w.key(key)
	w.buf = strconv.AppendBool(w.buf, b)
}

func (w *jsonWriter) result(e *Event) {
	r := &e.Result
	switch {
	case r.Errno != 0:
		w.number("ret", -1)
		w.text("errno", r.Errno.String())
		return
	case e.Call.Name == "fork":
		w.text("ret", e.Call.Child)
		return
	}
	w.number("ret", r.Ret)
	if findsAddr(e.Call.Name) && !r.Addr.IsZero() {
		w.text("addr", r.Addr.String())
	}
	if receives(e.Call.Name) {
		w.text("data", r.Data)
	}
	if r.Value != nil {
		w.key("value")
		w.buf = appendValue(w.buf, *r.Value)
	}
}

// appendValue writes an option's value: a number, a string, or [onoff, linger].
func appendValue(buf []byte, v abi.OptValue) []byte {
	switch {
	case v.Form == abi.OptLinger:
		buf = strconv.AppendInt(append(buf, '['), int64(v.Onoff), 10)
		buf = strconv.AppendInt(append(buf, ','), int64(v.Linger), 10)
		return append(buf, ']')
	case v.Form == abi.OptString || v.Form == abi.OptState:
		return appendJSONString(buf, v.Str)
	case v.Form == abi.OptErrno && v.Int != 0:
		return appendJSONString(buf, abi.Errno(v.Int).String())
	}
	return strconv.AppendInt(buf, int64(v.Int), 10)
}

// claim writes the claimed result, where the text has one, and whether what it claims held.
func (w *jsonWriter) claim(e *Event) {
	if e.Claim.Text != "" {
		w.text("claim", e.Claim.Text)
	}
	w.bool("ok", e.OK)
}

// why writes the checks that decided the call.
func (w *jsonWriter) why(v *profile.Verdict) {
	w.key("why")
	w.buf = append(w.buf, '[')
	for i, c := range v.Checks {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.check(c)
	}
	w.buf = append(w.buf, ']')
}

func (w *jsonWriter) check(c profile.Check) {
	w.buf = append(w.buf, '{')
	w.text("rule", c.Rule.ID)
	w.bool("ok", c.OK)
	if c.Socket != 0 {
		w.key("sockets")
		w.buf = strconv.AppendInt(append(w.buf, '['), int64(c.Socket), 10)
		w.buf = append(w.buf, ']')
	}
	said := c.Rule.Fail
	if c.OK {
		said = c.Rule.Pass
	}
	w.text("text", said.EN)
	w.buf = append(w.buf, '}')
}

const hexDigits = "0123456789abcdef"

// appendJSONString writes s as RFC 8259 has it: quotes, backslashes and control characters are
// escaped.
func appendJSONString(buf []byte, s string) []byte {
	buf = append(buf, '"')
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			buf = utf8.AppendRune(buf, utf8.RuneError)
		case r == '"' || r == '\\':
			buf = append(buf, '\\', byte(r))
		case r == '\n':
			buf = append(buf, `\n`...)
		case r < ' ':
			buf = append(buf, `\u00`...)
			buf = append(buf, hexDigits[r>>4], hexDigits[r&15])
		default:
			buf = append(buf, s[i:i+size]...)
		}
		i += size
	}
	return append(buf, '"')
}
