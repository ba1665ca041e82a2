package player

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"portlab/sim/run"
)

// rowsOf returns the rows of a kind.
func rowsOf(q *Sequence, k RowKind) []SeqRow {
	return slices.DeleteFunc(slices.Clone(q.Rows), func(r SeqRow) bool { return r.Kind != k })
}

func TestSegmentsGoBetweenLanes(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, PickTab{TabTimeline}, Go{5})
	q := m.Sequence()
	if len(q.Lanes) != 3 {
		t.Fatalf("%d lanes, want one for each process", len(q.Lanes))
	}
	a, b := q.Lanes[0].X, q.Lanes[1].X
	segments := rowsOf(q, RowSegment)
	if len(segments) != 3 {
		t.Fatalf("segments %+v, want three", segments)
	}
	for i, want := range []struct {
		text   string
		x1, x2 int
		edge   string
	}{{"SYN", b, a, ""}, {"SYN+ACK", a, b, ""}, {"ACK", b, a, "ESTAB"}} {
		if r := segments[i]; r.Text != want.text || r.X1 != want.x1 || r.X2 != want.x2 || r.Edge1.Text != want.edge || r.Edge2.Text != want.edge {
			t.Errorf("segment %d is %+v, want %+v", i, r, want)
		}
	}
	if got, want := segments[0].Says, "B sends SYN from 127.0.0.1:40712 to A at 127.0.0.1:8080: it asks for a connection."; got != want {
		t.Errorf("the SYN says %q, want %q", got, want)
	}
}

func TestTimelineExplains(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, PickTab{TabTimeline}, Go{3})
	if got, want := m.Sequence().Says, "A listens on fd 3, backlog 128."; got != want {
		t.Errorf("the step under the cursor says %q, want %q", got, want)
	}
	states := rowsOf(m.Sequence(), RowState)
	if len(states) != 1 || states[0].Edge2 != (Edge{KindListen, "LISTEN"}) {
		t.Fatalf("states %+v, want LISTEN", states)
	}
	sendAll(m, Point{states[0].Index})
	if got, want := m.Sequence().Says, "Now socket 1: LISTEN."; got != want {
		t.Errorf("the row under the pointer says %q, want %q", got, want)
	}
	sendAll(m, Point{-1}, RowKey{"Home"})
	if got := m.Sequence(); !got.Rows[0].Entry || got.Says != got.Rows[0].Says {
		t.Errorf("after Home the first row is %+v, and the timeline says %q", got.Rows[0], got.Says)
	}
}

// TestTimerHasABar looks at the TIME_WAIT's timer while it runs and when it is over.
func TestTimerHasABar(t *testing.T) {
	m := modelOf(t, restartText)
	sendAll(m, PickTab{TabTimeline}, Go{8})
	running := timewait(t, m)
	if running.Y2 != m.Sequence().Total*SeqRowH {
		t.Errorf("the bar is %+v, want it to reach the end", running)
	}
	sendAll(m, Go{13})
	if over := timewait(t, m); over.Y2 >= m.Sequence().Total*SeqRowH || over.Y1 != running.Y1 {
		t.Errorf("the bar is %+v, want it to begin as before, at %d, and to end", over, running.Y1)
	}
}

// timewait returns the bar of the one TIME_WAIT.
func timewait(t *testing.T, m *Model) TimerBar {
	t.Helper()
	bars := slices.DeleteFunc(m.Sequence().Bars, func(b TimerBar) bool { return b.Name != "timewait" })
	if len(bars) != 1 {
		t.Fatalf("bars %+v, want one of a TIME_WAIT", bars)
	}
	return bars[0]
}

// TestTimelineTellsNoAnswer wants nothing in it of a step whose result is asked for.
func TestTimelineTellsNoAnswer(t *testing.T) {
	m := restartModel(Config{Mode: Lesson, Lang: English})
	sendAll(m, PickTab{TabTimeline}, Go{question})
	for _, r := range m.Sequence().Rows {
		if r.Step >= question || strings.Contains(r.Says, "EADDRINUSE") {
			t.Errorf("row %+v", r)
		}
	}
}

// TestTimelineHoldsWhatIsInSight goes through a long trace, and wants each step in sight with few rows
// beside it.
func TestTimelineHoldsWhatIsInSight(t *testing.T) {
	m := longModel(t, 2000)
	sendAll(m, PickTab{TabTimeline})
	for k := 1; k <= m.Len(); k += 7 {
		sendAll(m, Go{k})
		q := m.Sequence()
		if len(q.Rows) > 60 {
			t.Fatalf("step %d: %d rows are drawn", k, len(q.Rows))
		}
		if !slices.ContainsFunc(q.Rows, func(r SeqRow) bool {
			return r.Step == k && r.Current && r.Y > m.view.Top && r.Y < m.view.Top+usualHeight
		}) {
			t.Fatalf("step %d is not in sight", k)
		}
	}
}

// TestSurveyMissesNothing compares the survey with one that looks after every step.
func TestSurveyMissesNothing(t *testing.T) {
	for _, f := range scenarioFiles(t) {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		p, _ := load(string(text), English)
		if p == nil {
			t.Fatalf("%s does not run", f)
		}
		every := newSurvey(everyStep{p.trace})
		if got, want := fmt.Sprint(p.survey.transitions, p.survey.timers, p.survey.procs, p.survey.fds, p.survey.buckets, p.survey.owners),
			fmt.Sprint(every.transitions, every.timers, every.procs, every.fds, every.buckets, every.owners); got != want {
			t.Errorf("%s: the survey found\n%s\nwant\n%s", f, got, want)
		}
	}
}

// everyStep is a trace none of whose steps only moves data: each seems to have made a call return.
type everyStep struct{ Trace }

func (t everyStep) StepAt(k int) run.Step {
	s := t.Trace.StepAt(k)
	if len(s.Events) > 0 {
		s.Events = append(s.Events[:len(s.Events):len(s.Events)], s.Events[0])
	}
	return s
}
