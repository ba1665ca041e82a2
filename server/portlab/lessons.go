package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"portlab/content"
	"portlab/content/check"
	"portlab/server/probe"
	"portlab/sim/interp"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// lessonsCmd is for those who write lessons.
type lessonsCmd struct {
	Check lessonsCheckCmd `cmd:"" help:"Check the texts of the course: scenarios, languages, links, commands."`
}

type lessonsCheckCmd struct {
	Dir       string `arg:"" optional:"" type:"existingdir" help:"The folder of the texts, as content in the source; without it the course that is built in."`
	Simulator bool   `help:"Run the scenarios in the simulator only, which takes no time."`
}

func (c *lessonsCheckCmd) Run(ctx context.Context, s streams) error {
	texts := fs.FS(content.Files)
	if c.Dir != "" {
		texts = os.DirFS(c.Dir)
	}
	runners := c.runners(s.err)
	faults, err := check.Course(ctx, texts, runners)
	if err != nil {
		return err
	}
	for _, f := range faults {
		f.File = filepath.Join(c.Dir, filepath.FromSlash(f.File))
		fmt.Fprintln(s.out, f)
	}
	if len(faults) > 0 {
		return errMismatch
	}
	_, err = fmt.Fprintf(s.out, "No fault found. The scenarios hold in %s.\n", named(runners))
	return err
}

// runners are the simulator, and the host's kernel where it can be asked.
func (c *lessonsCheckCmd) runners(stderr io.Writer) []check.Runner {
	runners := []check.Runner{{Name: "the simulator", Run: simulated}}
	if c.Simulator {
		return runners
	}
	if err := probe.Available(); err != nil {
		fmt.Fprintln(stderr, "The real kernel is not asked:", err)
		return runners
	}
	return append(runners, check.Runner{Name: "Linux " + probe.Release(), Run: real})
}

func simulated(ctx context.Context, s *scenario.Scenario) ([]trace.Event, error) {
	return collect(func(emit func(trace.Event) error) error {
		return interp.New(s, run.NewMachine(profile.Linux)).Run(ctx, emit)
	})
}

func real(ctx context.Context, s *scenario.Scenario) ([]trace.Event, error) {
	return collect(func(emit func(trace.Event) error) error { return onHost(ctx, s, io.Discard, emit) })
}

func named(runners []check.Runner) string {
	names := runners[0].Name
	for _, r := range runners[1:] {
		names += " and in " + r.Name
	}
	return names
}
