package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"portlab/server/probe"
	"portlab/sim/profile"
	"portlab/sim/trace"
)

type compareCmd struct {
	scenarioFile
	JSON bool `name:"json" help:"Print one JSON object a line: the simulator's event, with the host's as host, and agree."`
}

func (c *compareCmd) Run(ctx context.Context, s streams) error {
	text, err := c.read(s.in)
	if err != nil {
		return err
	}
	inSimulator, err := simulated(ctx, text)
	if err != nil {
		return err
	}
	real, err := collect(func(emit func(trace.Event) error) error { return onHost(ctx, text, s.err, emit) })
	if err != nil {
		return err
	}
	return c.print(s.out, inSimulator, real)
}

// collect returns the events that a run emits.
func collect(run func(emit func(trace.Event) error) error) ([]trace.Event, error) {
	var events []trace.Event
	err := run(func(e trace.Event) error {
		events = append(events, e)
		return nil
	})
	return events, err
}

// print writes the two runs side by side. Its error is errMismatch where they differ anywhere, or a
// claim did not hold in either.
func (c *compareCmd) print(out io.Writer, simulated, real []trace.Event) error {
	pairs := trace.Diff(simulated, real)
	paint := painterFor(out)
	agreeing := 0
	for _, p := range pairs {
		if p.Agree {
			agreeing++
		}
		text := pairText(p, paint)
		if c.JSON {
			text = string(pairJSON(p))
		}
		if _, err := fmt.Fprintln(out, text); err != nil {
			return err
		}
	}
	if !c.JSON {
		fmt.Fprintf(out, "# %d of %d agree with Linux %s\n", agreeing, len(pairs), probe.Release())
		for _, r := range otherRules(simulated, probe.Release()) {
			fmt.Fprintf(out, "# %s (rule %s, simulated as in Linux %s)\n", r.Changed.Before.EN, r.ID, profile.Linux.Version)
		}
	}
	if agreeing < len(pairs) || anyDiffers(simulated) || anyDiffers(real) {
		return errMismatch
	}
	return nil
}

// otherRules returns the rules that decided in a run of the simulator and that a release does not have in that
// form, each once.
func otherRules(simulated []trace.Event, release string) []*profile.Rule {
	version, ok := profile.ParseVersion(release)
	if !ok {
		return nil
	}
	var other []*profile.Rule
	for _, e := range simulated {
		if e.Why == nil {
			continue
		}
		for _, c := range e.Why.Checks {
			if c.Rule.Differs(version) && !slices.Contains(other, c.Rule) {
				other = append(other, c.Rule)
			}
		}
	}
	return other
}

func anyDiffers(events []trace.Event) bool {
	for i := range events {
		if differs(&events[i]) {
			return true
		}
	}
	return false
}

// pairText writes "✓ " and the event, or "≠ " and the event with the host's result below.
func pairText(p trace.Pair, paint painter) string {
	switch {
	case p.Sim == nil:
		return paint.paint(red, "≠ ") + trace.Strace(p.Host) + "\n" + paint.paint(red, "  on the host only")
	case p.Host == nil:
		return paint.paint(red, "≠ ") + trace.Strace(p.Sim) + "\n" + paint.paint(red, "  in the simulator only")
	case !p.Agree:
		return paint.paint(red, "≠ ") + trace.Strace(p.Sim) + "\n" + paint.paint(red, "  host: "+trace.ResultText(p.Host))
	}
	text := paint.paint(green, "✓ ") + trace.Strace(p.Sim)
	if host := trace.ResultText(p.Host); host != trace.ResultText(p.Sim) {
		text += "  # host: " + host + " (" + p.Undetermined.What + ")"
	}
	return text
}

// pairJSON writes the simulator's event as run --json does, or the host's where the simulator has
// none, and after it sim (null, only there), host, agree, and where they differ, differ.
func pairJSON(p trace.Pair) []byte {
	base, host := p.Sim, []byte("null")
	if p.Host != nil {
		host = trace.JSON(p.Host)
	}
	if base == nil {
		base = p.Host
	}
	out := bytes.TrimSuffix(trace.JSON(base), []byte("}"))
	if p.Sim == nil {
		out = append(out, `,"sim":null`...)
	}
	out = fmt.Appendf(out, `,"host":%s,"agree":%t`, host, p.Agree)
	if len(p.Differ) > 0 {
		fields, err := json.Marshal(p.Differ)
		if err != nil {
			panic(err) // strings can always be written
		}
		out = fmt.Appendf(out, `,"differ":%s`, fields)
	}
	return append(out, '}')
}
