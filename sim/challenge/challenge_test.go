package challenge

import (
	"strings"
	"testing"

	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
)

func TestNew(t *testing.T) {
	for _, level := range Levels {
		refused := 0
		for seed := range uint64(25) {
			text := New(level, seed)
			if text != New(level, seed) {
				t.Fatalf("%s %d is not the same twice", level.Name, seed)
			}
			if checked(t, level, text) {
				refused++
			}
		}
		if refused < 8 || refused > 22 {
			t.Errorf("of 25 %s challenges %d end with a refusal, want neither few nor almost all", level.Name, refused)
		}
	}
}

// checked checks one challenge, and reports whether its last call is refused.
func checked(t *testing.T, level Level, text string) (refused bool) {
	sc, err := scenario.Parse("", text)
	if err != nil {
		t.Fatalf("%s:\n%s%v", level.Name, text, err)
	}
	timeline := run.New(sc, profile.Linux)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	asked := 0
	for i, line := range lines {
		if strings.HasSuffix(line, " = ?") && !strings.Contains(line, " exit(") {
			asked++
		}
		for _, e := range timeline.StepAt(i + 1).Events {
			if e.Claim != nil && !e.OK {
				t.Errorf("%s:\n%sline %d does not hold", level.Name, text, i+1)
			}
		}
	}
	if timeline.Err() != nil || len(lines) > level.steps || !strings.HasSuffix(text, " = ?\n") || asked == 0 || asked > level.questions {
		t.Errorf("%s: %d lines, %d questions:\n%s%v", level.Name, len(lines), asked, text, timeline.Err())
	}
	return last(timeline).Result.Errno != 0
}
