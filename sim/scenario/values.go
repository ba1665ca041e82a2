package scenario

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"portlab/sim/abi"
)

// isNumber reports whether s begins as an integer does.
func isNumber(s span) bool {
	t := strings.TrimPrefix(s.text, "-")
	return t != "" && isDigit(t[0])
}

// isPointer reports whether s is how strace shows an argument that it does not follow.
func isPointer(s span) bool { return s.text == "NULL" || strings.HasPrefix(s.text, "0x") }

// integer reads a number from lo to hi: decimal, 0x hexadecimal, or octal with a leading 0. What
// it counts is said in messages: "a descriptor".
func (l *line) integer(s span, what Phrase, lo, hi int64, args ...any) (int, *Error) {
	s = s.withoutNote()
	digits := strings.TrimPrefix(s.text, "-")
	if !isNumber(s) || strings.ContainsAny(digits, "_bBoO") && !strings.HasPrefix(digits, "0x") {
		return 0, l.unexpected(s, what, args...)
	}
	n, err := strconv.ParseInt(s.text, 0, 64)
	if e, ok := err.(*strconv.NumError); ok && e.Err == strconv.ErrSyntax {
		return 0, l.unexpected(s, what, args...)
	}
	switch out := err != nil || n < lo || n > hi; {
	case out && lo == hi:
		return 0, l.unexpected(s, "%s, %d", Say(what, args...), lo)
	case out:
		return 0, l.unexpected(s, "%s from %d to %d", Say(what, args...), lo, hi)
	}
	return int(n), nil
}

// cInt reads a C int.
func (l *line) cInt(s span, what Phrase, args ...any) (int, *Error) {
	return l.integer(s, what, math.MinInt32, math.MaxInt32, args...)
}

// constant reads a member of set by its name, or by its number; where set holds flags, several
// joined with |.
func (l *line) constant(s span, set abi.ConstSet) (int, *Error) {
	if !set.Flags {
		return l.oneConstant(s, set)
	}
	value := 0
	for {
		one, rest, more := s.cut("|")
		n, err := l.oneConstant(one.trim(), set)
		if err != nil {
			return 0, err
		}
		value |= n
		if !more {
			return value, nil
		}
		s = rest
	}
}

func (l *line) oneConstant(s span, set abi.ConstSet) (int, *Error) {
	if isNumber(s) {
		n, err := l.cInt(s, "a number")
		if err == nil && !holds(set, n) {
			err = l.unexpected(s, "%s: %s", indefinite(set.What), choices(names(set)))
		}
		return n, err
	}
	if n, ok := set.Lookup(s.text); ok {
		return n, nil
	}
	if s.text == "" || !isLetter(s.text[0]) {
		return 0, l.unexpected(s, "%s: %s", indefinite(set.What), choices(names(set)))
	}
	return 0, l.misspelt(s, Phrase(set.What), names(set))
}

// holds reports whether n is a member of set, or made of its flags.
func holds(set abi.ConstSet, n int) bool {
	all := 0
	for _, c := range set.Items {
		if c.Value == n {
			return true
		}
		all |= c.Value
	}
	return set.Flags && n&^all == 0
}

func names(set abi.ConstSet) []string {
	out := make([]string, len(set.Items))
	for i, c := range set.Items {
		out[i] = c.Name
	}
	return out
}

// ConstText writes the member of set with that value, flags joined with |; a number where there is
// no such member.
func ConstText(set abi.ConstSet, value int) string {
	if name, ok := set.Name(value); ok {
		return name
	}
	if !set.Flags || !holds(set, value) || value == 0 {
		return strconv.Itoa(value)
	}
	var out []string
	for _, c := range set.Items {
		if c.Value != 0 && value&c.Value == c.Value {
			out = append(out, c.Name)
			value &^= c.Value
		}
	}
	return strings.Join(out, "|")
}

// quoted reads a string in quotes with C's escapes.
func (l *line) quoted(s span) (string, *Error) {
	if s.text == "" || s.text[0] != '"' {
		return "", l.unexpected(s, `a string in quotes: "..."`)
	}
	end := quotedEnd(s.text)
	if end < 0 {
		return "", l.unclosed(s)
	}
	if rest := s.from(end).trim(); rest.text == "..." {
		return "", l.fault(s, "found a string that strace cut short, expected all of it (strace -s 65535)")
	} else if rest.text != "" {
		return "", l.unexpected(rest, `nothing after the string`)
	}
	return l.unescape(s.from(1).to(end - 2))
}

// unescape returns the bytes that the inside of a quoted string stands for.
func (l *line) unescape(s span) (string, *Error) {
	var out []byte
	for t := s; t.text != ""; {
		if t.text[0] != '\\' {
			out = append(out, t.text[0])
			t = t.from(1)
			continue
		}
		b, n := escape(t.text)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(t.text[1:])
			return "", l.unexpected(t.to(1+size), `an escape of C: \n \t \r \0 \\ \" \x41`)
		}
		out = append(out, b)
		t = t.from(n)
	}
	return string(out), nil
}

// escapes are C's escapes of one letter, and the bytes that they stand for.
const (
	escapeLetters = `abfnrtv\"'?e`
	escapeBytes   = "\a\b\f\n\r\t\v\\\"'?\x1b"
)

// escape reads the escape that begins text and returns its byte and length; length 0 for none. It
// takes at most three octal or two hexadecimal digits, as many as strace writes.
func escape(text string) (b byte, n int) {
	if i := strings.IndexByte(escapeLetters, text[1]); i >= 0 {
		return escapeBytes[i], 2
	}
	start, base, limit := 1, 8, 3
	if text[1] == 'x' {
		start, base, limit = 2, 16, 2
	}
	end := start
	for end < len(text) && end < start+limit && isDigitOf(text[end], base) {
		end++
	}
	v, err := strconv.ParseUint(text[start:end], base, 8)
	if err != nil {
		return 0, 0
	}
	return byte(v), end
}

func isDigitOf(c byte, base int) bool {
	if base == 8 {
		return c >= '0' && c <= '7'
	}
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// Quote writes bytes as a string of the scenario language: what can be read stays as it is, the
// rest is escaped as strace does it, in octal.
func Quote(data string) string {
	out := []byte{'"'}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRuneInString(data[i:])
		switch {
		case r == utf8.RuneError && size == 1 || !unicode.IsPrint(r):
			for j := i; j < i+size; j++ {
				out = appendEscape(out, data[j], data[j+1:])
			}
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		default:
			out = append(out, data[i:i+size]...)
		}
		i += size
	}
	return string(append(out, '"'))
}

// appendEscape writes the escape of b; next is what follows, as an octal escape must not run into
// a digit.
func appendEscape(out []byte, b byte, next string) []byte {
	if i := strings.IndexByte("\n\r\t\v\f", b); i >= 0 {
		return append(out, '\\', "nrtvf"[i])
	}
	octal := strconv.FormatUint(uint64(b), 8)
	if next != "" && isDigit(next[0]) {
		octal = strings.Repeat("0", 3-len(octal)) + octal
	}
	return append(append(out, '\\'), octal...)
}
