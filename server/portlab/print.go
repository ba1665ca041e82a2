package main

import (
	"fmt"
	"io"
	"strings"

	"portlab/sim/trace"
)

// A printer writes events as they come: as strace does, or as JSON, one object a line.
type printer struct {
	out      io.Writer
	json     bool
	paint    painter
	mismatch bool // whether a claim has not held
}

func newPrinter(out io.Writer, json bool) *printer {
	return &printer{out: out, json: json, paint: painterFor(out)}
}

func (p *printer) print(e trace.Event) error {
	p.mismatch = p.mismatch || differs(&e)
	text := string(trace.JSON(&e))
	if !p.json {
		text = p.strace(&e)
	}
	_, err := fmt.Fprintln(p.out, text)
	return err
}

// strace colours a call that failed, and a claim that did not hold.
func (p *printer) strace(e *trace.Event) string {
	call, claimed, found := strings.Cut(trace.Strace(e), "\n")
	if e.Returned() && e.Failed() {
		call = p.paint.paint(red, call)
	}
	if found {
		return call + "\n" + p.paint.paint(yellow, claimed)
	}
	return call
}

// result is what the command returns after the last event.
func (p *printer) result() error {
	if p.mismatch {
		return errMismatch
	}
	return nil
}

// differs reports whether the event has a claim that did not hold.
func differs(e *trace.Event) bool { return e.Claim != nil && !e.OK }
