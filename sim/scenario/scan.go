package scenario

import (
	"strings"
	"unicode/utf8"
)

// A span is a piece of one line of the text.
type span struct {
	text string
	off  int // in bytes from the start of the line
}

func (s span) end() int { return s.off + len(s.text) }

// from returns the part of s that begins i bytes into it.
func (s span) from(i int) span { return span{s.text[i:], s.off + i} }

// to returns the first i bytes of s.
func (s span) to(i int) span { return span{s.text[:i], s.off} }

// trim returns s without white space at either end.
func (s span) trim() span {
	t := strings.TrimLeft(s.text, " \t")
	return span{strings.TrimRight(t, " \t"), s.off + len(s.text) - len(t)}
}

// cut returns what stands before and after the first sep in s.
func (s span) cut(sep string) (before, after span, found bool) {
	i := strings.Index(s.text, sep)
	if i < 0 {
		return s, s.from(len(s.text)), false
	}
	return s.to(i), s.from(i + len(sep)), true
}

// word returns the longest prefix of s without white space, and what follows it, trimmed.
func (s span) word() (word, rest span) {
	i := strings.IndexAny(s.text, " \t")
	if i < 0 {
		i = len(s.text)
	}
	return s.to(i), s.from(i).trim()
}

// while returns the longest prefix of s whose bytes satisfy in, and the rest.
func (s span) while(in func(byte) bool) (prefix, rest span) {
	i := 0
	for i < len(s.text) && in(s.text[i]) {
		i++
	}
	return s.to(i), s.from(i)
}

// inside returns what stands between the first and the last byte of s, where those are open and
// close.
func (s span) inside(open, close byte) (span, bool) {
	if len(s.text) < 2 || s.text[0] != open || s.text[len(s.text)-1] != close {
		return s, false
	}
	return s.from(1).to(len(s.text) - 2).trim(), true
}

// after returns what follows prefix in s, trimmed.
func (s span) after(prefix string) (span, bool) {
	if !strings.HasPrefix(s.text, prefix) {
		return s, false
	}
	return s.from(len(prefix)).trim(), true
}

// withoutNote returns s without the /* note */ that strace puts after a number whose name it does
// not know.
func (s span) withoutNote() span {
	before, note, ok := s.cut("/*")
	if !ok || !strings.HasSuffix(note.text, "*/") {
		return s
	}
	return before.trim()
}

// quotedEnd returns the index after the quoted string that begins at text[0], or -1 where it has
// no end.
func quotedEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// comment returns the index of the # that begins a comment, or the length of the line. A quoted
// string without an end reaches to the end of the line.
func comment(line string) int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '#':
			return i
		case '"':
			n := quotedEnd(line[i:])
			if n < 0 {
				return len(line)
			}
			i += n - 1
		}
	}
	return len(line)
}

// unfinished is how strace marks a call that has not returned.
const unfinished = "<unfinished ...>"

// A list is what stands between two brackets: items separated by commas.
type list struct {
	items      []span
	unfinished bool // <unfinished ...> stands in place of the closing bracket
	rest       span // what follows the closing bracket
}

// items splits the inside of a struct or an array at its commas.
func (l *line) items(s span) ([]span, *Error) {
	got, err := l.list(span{s.text + ")", s.off})
	if err == nil && got.rest.text != "" {
		return nil, l.fault(span{")", got.rest.off - 1}, "found ) without its (")
	}
	return got.items, err
}

// list reads items up to the closing parenthesis whose opening one stands before s.
func (l *line) list(s span) (list, *Error) {
	var out list
	var open []byte
	start := 0
	take := func(i int) { out.items = append(out.items, s.from(start).to(i-start).trim()); start = i + 1 }
	for i := 0; i < len(s.text); i++ {
		c := s.text[i]
		switch {
		case c == '"':
			n := quotedEnd(s.text[i:])
			if n < 0 {
				return out, l.unclosed(s.from(i))
			}
			i += n - 1
		case c == '(' || c == '[' || c == '{':
			open = append(open, closing[c])
		case len(open) > 0 && c == open[len(open)-1]:
			open = open[:len(open)-1]
		case c == ')' && len(open) == 0:
			take(i)
			out.rest = s.from(i + 1)
			return out, l.noEmptyItem(&out)
		case c == ')' || c == ']' || c == '}':
			return out, l.mismatch(s.from(i).to(1), open)
		case c == ',' && len(open) == 0:
			take(i)
		case c == '<' && len(open) == 0 && strings.HasPrefix(s.text[i:], unfinished):
			take(i)
			out.rest = s.from(i + len(unfinished))
			out.unfinished = true
			return out, l.noEmptyItem(&out)
		}
	}
	return out, l.mismatch(s.from(len(s.text)), open)
}

var closing = map[byte]byte{'(': ')', '[': ']', '{': '}'}

func (l *line) mismatch(at span, open []byte) *Error {
	want := byte(')')
	if len(open) > 0 {
		want = open[len(open)-1]
	}
	return l.unexpected(at, "%c", want)
}

// noEmptyItem drops the one empty item of (), and the one that strace leaves after the last comma
// of an unfinished call, and reports any other.
func (l *line) noEmptyItem(got *list) *Error {
	last := len(got.items) - 1
	if got.items[last].text == "" && (last == 0 || got.unfinished) {
		got.items = got.items[:last]
	}
	for _, it := range got.items {
		if it.text == "" {
			return l.unexpected(it.to(0), "an argument")
		}
	}
	return nil
}

// column returns the column of the byte at offset off, counting characters from 1.
func column(line string, off int) int { return utf8.RuneCountInString(line[:off]) + 1 }
