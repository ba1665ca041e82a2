package content_test

import (
	"context"
	"io/fs"
	"strconv"
	"testing"

	"portlab/content"
	"portlab/content/challenge"
	"portlab/content/check"
	"portlab/content/example"
	"portlab/content/lesson"
	"portlab/content/render"
	"portlab/sim/interp"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

func folder(t *testing.T, name string) fs.FS {
	t.Helper()
	dir, err := fs.Sub(content.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCourse(t *testing.T) {
	faults, err := check.Course(context.Background(), content.Files, []check.Runner{{Name: "the simulator", Run: simulate}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

func simulate(ctx context.Context, s *scenario.Scenario) (events []trace.Event, err error) {
	err = interp.New(s, run.NewMachine(profile.Linux)).Run(ctx, func(e trace.Event) error {
		events = append(events, e)
		return nil
	})
	return events, err
}

func TestExamplesHold(t *testing.T) {
	for _, e := range examples(t) {
		t.Run(e.Name, func(t *testing.T) { holds(t, e.Text) })
	}
}

func TestChallengesHold(t *testing.T) {
	levels, err := challenge.Load(folder(t, "challenges"))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range levels {
		for i, text := range l.Texts {
			t.Run(l.Name+"/"+strconv.Itoa(i+1), func(t *testing.T) { holds(t, text) })
		}
	}
}

func examples(t *testing.T) []*example.Example {
	t.Helper()
	all, err := example.Load(folder(t, "examples"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// holds runs a scenario in the simulator.
func holds(t *testing.T, text string) {
	t.Helper()
	s, err := scenario.Parse("", text)
	if err != nil {
		t.Fatal(err)
	}
	events, err := simulate(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		if e := &events[i]; e.Claim != nil && !e.OK {
			t.Error(trace.Strace(e))
		}
	}
}

func TestPagesExist(t *testing.T) {
	for _, lang := range lesson.Languages {
		home, err := render.Page(content.Files, "pages/home", lang, "")
		if err != nil {
			t.Error(err)
			continue
		}
		if len(home.Sections) != 1 || home.Sections[0].Scenario != nil {
			t.Errorf("home.%s.md has %d sections, expected one, without a scenario", lang, len(home.Sections))
		}
	}
}
