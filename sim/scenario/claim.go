package scenario

import (
	"math"
	"strconv"
	"strings"

	"portlab/sim/abi"
)

const resultForms Phrase = "a result: 0, -1 EADDRINUSE, ? or " + unfinished

// claim reads what follows a call: nothing, = RESULT or <unfinished ...>.
func (l *line) claim(row abi.CallRow, s span) (Claim, *Error) {
	if s.text == "" {
		return Claim{}, nil
	}
	if s.text == unfinished {
		return Claim{Kind: ClaimBlocked, Text: unfinished}, nil
	}
	r, ok := s.after("=")
	if !ok {
		return Claim{}, l.unexpected(firstWord(s), "= and a result")
	}
	c, err := l.claimed(row, r)
	c.Text = r.text
	return c, err
}

// claimed reads the RESULT after the =.
func (l *line) claimed(row abi.CallRow, s span) (Claim, *Error) {
	word, rest := s.word()
	switch {
	case s.text == "":
		return Claim{}, l.unexpected(s, resultForms)
	case s.text == unfinished:
		return Claim{Kind: ClaimBlocked}, nil
	case row.Name == "fork":
		return l.child(s)
	case s.text == "?":
		return Claim{Kind: ClaimAsk}, nil
	case word.text == "-1" && rest.text != "":
		return l.failure(rest)
	case isNumber(s) && !isAddress(word):
		return l.success(row, word, rest)
	case isAddress(s) && (row.Name == "getsockname" || row.Name == "getpeername"):
		a, err := l.ipAddress(s)
		return Claim{Kind: ClaimAddr, Addr: a}, err
	}
	return Claim{}, l.notResult(s, word)
}

// notResult reports a result that is none, and whether the -1 before an errno is what is missing.
func (l *line) notResult(s, word span) *Error {
	e := l.unexpected(s, resultForms)
	if _, ok := abi.ParseErrno(strings.TrimPrefix(word.text, "-")); ok {
		e.Hint = "-1 " + strings.TrimPrefix(word.text, "-")
	}
	return e
}

// child reads the name that fork gives.
func (l *line) child(s span) (Claim, *Error) {
	if !isProcName(s.text) {
		return Claim{}, l.unexpected(s, "the child's name: fork() = NAME")
	}
	l.mention(mention{kind: mentionChild, name: s.text, at: s})
	return Claim{Kind: ClaimChild, Child: s.text}, nil
}

// failure reads ENAME with an optional (text).
func (l *line) failure(s span) (Claim, *Error) {
	word, rest := s.word()
	e, err := l.errno(word)
	if err == nil {
		err = l.remark(rest)
	}
	return Claim{Kind: ClaimErrno, Ret: -1, Errno: e}, err
}

// remark checks the text in parentheses that strace writes after a result; it claims nothing.
func (l *line) remark(s span) *Error {
	if _, ok := s.inside('(', ')'); s.text != "" && !ok {
		return l.unexpected(s, "the end of the line, or a text in parentheses")
	}
	return nil
}

// success reads N, and of a call that receives, N "DATA" from ADDRESS.
func (l *line) success(row abi.CallRow, word, rest span) (Claim, *Error) {
	n, err := l.integer(word, "a result", math.MinInt32, math.MaxInt32)
	if err != nil {
		return Claim{}, err
	}
	c := Claim{Kind: ClaimRet, Ret: n}
	if takes(row, abi.ParamOutData) && !strings.HasPrefix(rest.text, "(") {
		err = l.received(row, rest, &c)
	} else {
		err = l.remark(rest)
	}
	return c, err
}

// received reads "DATA" from ADDRESS.
func (l *line) received(row abi.CallRow, s span, c *Claim) *Error {
	if strings.HasPrefix(s.text, `"`) {
		end := quotedEnd(s.text)
		if end < 0 {
			end = len(s.text)
		}
		data, err := l.quoted(s.to(end))
		if err != nil {
			return err
		}
		if len(data) != c.Ret {
			return l.unexpected(s.to(end), "%d bytes, as the result says; these are %d", c.Ret, len(data))
		}
		c.Data = &data
		s = s.from(end).trim()
	}
	if s.text == "" {
		return nil
	}
	word, from := s.word()
	if word.text != "from" || row.Name != "recvfrom" {
		return l.unexpected(s, "the data in quotes, or the end of the line")
	}
	var err *Error
	c.Addr, err = l.ipAddress(from)
	return err
}

// text writes a claim.
func (c Claim) text() string {
	if c.Text != "" {
		return c.Text
	}
	switch c.Kind {
	case ClaimAsk:
		return "?"
	case ClaimErrno:
		return "-1 " + ErrnoText(c.Errno)
	case ClaimChild:
		return c.Child
	case ClaimAddr:
		return c.Addr.String()
	case ClaimBlocked:
		return unfinished
	case ClaimRet:
		return c.retText()
	}
	return ""
}

func (c Claim) retText() string {
	out := strconv.Itoa(c.Ret)
	if c.Data != nil {
		out += " " + Quote(*c.Data)
	}
	if !c.Addr.IsZero() {
		out += " from " + c.Addr.String()
	}
	return out
}

// ErrnoText writes an errno as strace does after -1: its name, and its text in parentheses.
func ErrnoText(e abi.Errno) string {
	if t := e.Text(); t != "" {
		return e.String() + " (" + t + ")"
	}
	return e.String()
}
