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
	if len(panels) != m.Len() {
		t.Fatalf("%d panels, want one for each of %d steps", len(panels), m.Len())
	}
	for i, p := range panels {
		if p.Row.Step != i+1 {
			t.Errorf("panel %d is of step %d", i+1, p.Row.Step)
		}
	}
	if n := len(panels[7].Scene.Sockets); n != 3 {
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
	if len(panels) != question-1 {
		t.Errorf("%d panels, want %d", len(panels), question-1)
	}
	for _, p := range panels {
		if strings.Contains(p.Sentence+p.Row.Result, "EADDRINUSE") {
			t.Errorf("panel %+v", p)
		}
	}
}
