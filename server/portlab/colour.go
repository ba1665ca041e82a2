package main

import (
	"io"
	"os"
)

// A colour is the number of a terminal's colour (ECMA-48, SGR).
type colour string

const (
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
)

// A painter colours text where the output is a terminal and its user has not refused colours
// (https://no-color.org).
type painter bool

func painterFor(out io.Writer) painter {
	return painter(isTerminal(out) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb")
}

func (p painter) paint(c colour, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// isTerminal reports whether a stream is a character device, which is as near as the standard
// library comes.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
