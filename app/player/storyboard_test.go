package player

import (
	"strings"
	"testing"
)

// TestStoryboardHasEveryStep wants each step with its own stage, whatever the cursor is at.
func TestStoryboardHasEveryStep(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, Go{4})
	panels := m.Storyboard()
	if len(panels) != m.Len()+1 {
		t.Fatalf("%d panels, want one for each of %d steps and one before them", len(panels), m.Len())
	}
	for k, p := range panels {
		if p.Step != k || p.Row.Step != k {
			t.Errorf("panel %d is of step %d, its row of %d", k, p.Step, p.Row.Step)
		}
	}
	if n := len(panels[8].Scene.Sockets); n != 3 {
		t.Errorf("after the last close %d sockets are drawn, want the listener, what is closed, and the TIME_WAIT", n)
	}
	if m.Pos != 4 {
		t.Errorf("printing has moved the cursor to %d", m.Pos)
	}
}

// TestStoryboardTellsNoAnswer stops before the first question without an answer.
func TestStoryboardTellsNoAnswer(t *testing.T) {
	m := restartModel(Config{Mode: Lesson, Lang: English})
	panels := m.Storyboard()
	if len(panels) != question {
		t.Errorf("%d panels, want %d", len(panels), question)
	}
	for _, p := range panels {
		if strings.Contains(p.Sentence+p.Row.Result, "EADDRINUSE") {
			t.Errorf("panel %+v", p)
		}
	}
}
