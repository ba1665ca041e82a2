package scenario

import (
	"slices"
	"strconv"
	"strings"
)

// An Error is a fault of a scenario's text, found when it is read or when it is run.
type Error struct {
	File  string
	Pos   Pos
	End   int     // the column after the faulty text; 0 where it is not known
	Found string  // what stands there; "" where nothing is quoted
	Msg   Message // what is wrong and what was expected
	Hint  string  // the likely intention: "bind"; "" for none
}

// Error returns file:line:col: message, as compilers write it.
func (e *Error) Error() string {
	file := e.File
	if file == "" {
		file = "scenario"
	}
	return file + ":" + strconv.Itoa(e.Pos.Line) + ":" + strconv.Itoa(e.Pos.Col) + ": " + e.Text()
}

// Text returns the message without its place.
func (e *Error) Text() string { return e.In("en") }

// In returns the message without its place in the language "en" or "zh".
func (e *Error) In(lang string) string {
	if e.Hint != "" {
		return Say("%s (did you mean %s?)", e.Msg, e.Hint).In(lang)
	}
	return e.Msg.In(lang)
}

// meaning sets the likely intention, "" for none.
func (e *Error) meaning(hint string) *Error {
	e.Hint = hint
	return e
}

// Errors is every fault that Parse found, in the order of the text, at most one a line.
type Errors []*Error

// Error returns the faults, one a line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

func (es Errors) sort() {
	slices.SortStableFunc(es, func(a, b *Error) int {
		if a.Pos.Line != b.Pos.Line {
			return a.Pos.Line - b.Pos.Line
		}
		return a.Pos.Col - b.Pos.Col
	})
}
