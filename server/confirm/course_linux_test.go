package confirm

import (
	"context"
	"testing"

	"portlab/content"
	"portlab/content/check"
	"portlab/server/probe"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// TestCourse checks the texts of the course with the simulator and the real kernel, as portlab lessons
// check does.
func TestCourse(t *testing.T) {
	t.Parallel()
	faults, err := check.Course(context.Background(), content.Files, []check.Runner{
		{Name: "the simulator", Run: func(_ context.Context, s *scenario.Scenario) ([]trace.Event, error) {
			return events(s, run.NewMachine(profile.Linux))
		}},
		{Name: "Linux " + probe.Release(), Run: func(_ context.Context, s *scenario.Scenario) ([]trace.Event, error) {
			return onHost(s)
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("content/%s", f)
	}
}
