package main

import (
	"context"
	"errors"
	"fmt"

	"portlab/sim/interp"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/trace"
)

type runCmd struct {
	scenarioFile
	JSON    bool `name:"json" xor:"form" help:"Print one JSON object a line."`
	SS      bool `name:"ss" xor:"form" help:"Print the socket table after the last step, as ss -tuan does."`
	Process bool `short:"p" help:"With --ss: show which processes have each socket."`
}

// Validate refuses -p alone, which would change nothing.
func (c *runCmd) Validate() error {
	if c.Process && !c.SS {
		return errors.New("-p shows the processes in the socket table: give --ss too")
	}
	return nil
}

func (c *runCmd) Run(ctx context.Context, s streams) error {
	text, err := c.read(s.in)
	if err != nil {
		return err
	}
	machine := run.NewMachine(profile.Linux)
	p := newPrinter(s.out, c.JSON)
	if err := interp.New(text, machine).Run(ctx, p.print); err != nil {
		return err
	}
	if c.SS {
		if _, err := fmt.Fprint(s.out, trace.SS(socketRows(machine.Kernel.View()), c.Process)); err != nil {
			return err
		}
	}
	return p.result()
}
