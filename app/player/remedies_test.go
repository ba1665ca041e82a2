package player

import (
	"slices"
	"strings"
	"testing"
)

// search returns what the commands ask to be searched for, and whether they do.
func searchIn(cmds []Cmd) (FindRemedies, bool) {
	for _, c := range cmds {
		if f, ok := c.(FindRemedies); ok {
			return f, true
		}
	}
	return FindRemedies{}, false
}

func TestRemediesAreSearchedForWhenTheyAreShown(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	if _, ok := searchIn(sendAll(m, Go{question})); ok {
		t.Error("a search though the reason is not shown")
	}
	f, ok := searchIn(sendAll(m, PickTab{TabWhy}))
	if !ok || f.Line != 12 || f.Step != question || f.Text != restartText {
		t.Fatalf("the reason is shown and no search is asked for: %+v", f)
	}
	if r := m.Remedies(); r == nil || r.State != SearchRunning || m.Words().RemediesNote(r) != english.Searching {
		t.Errorf("while it searches: %+v", r)
	}
	if _, ok := searchIn(sendAll(m, Step{-1}, Step{1})); ok {
		t.Error("the same is searched for twice")
	}
	if m.Update(Step{-1}); m.Remedies() != nil {
		t.Error("a call that succeeded has remedies")
	}
}

func TestNoRemediesBeforeTheAnswer(t *testing.T) {
	m := restartModel(Config{Mode: Lesson, Lang: English})
	if _, ok := searchIn(sendAll(m, PickTab{TabWhy}, Go{99})); ok || m.Remedies() != nil {
		t.Error("that there is something to search for tells the answer")
	}
	if _, ok := searchIn(sendAll(m, Reply{"0"})); !ok {
		t.Error("no search after the answer")
	}
}

const found = `{"found":[{"text":"wait 60 s","scenario":"A sleep(60) = 0\nA sleep(1) = 0\n","line":2}],"misses":[{"text":"no","why":"so"}]}`

func TestRemediesCome(t *testing.T) {
	for _, c := range []struct {
		name, json string
		state      SearchState
		note       string
	}{
		{"found", found, SearchDone, ""},
		{"nothing", `{"found":[],"misses":[]}`, SearchDone, english.NoRemedy},
		{"wrong arguments", `{"expected":"the socket listens"}`, SearchDone,
			"Nothing around this call would help. It must itself be different, so that the socket listens."},
		{"no worker", "", SearchFailed, english.NoSearch},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := restartModel(Config{Mode: Playground, Lang: English})
			sendAll(m, Go{question}, PickTab{TabWhy}, RemediesCame{Step: question, JSON: c.json})
			r := m.Remedies()
			if r == nil || r.State != c.state || m.Words().RemediesNote(r) != c.note {
				t.Errorf("%+v, note %q", r, m.Words().RemediesNote(r))
			}
		})
	}
}

// twice is a scenario that the simulator runs: its last bind fails.
const twice = `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:8080) = ?
B close(3) = ?
`

const otherPort = `{"found":[{"text":"bind 127.0.0.1:8081 instead","scenario":"A socket(AF_INET, SOCK_STREAM, 0) = 3\n` +
	`A bind(3, 127.0.0.1:8080) = 0\nB socket(AF_INET, SOCK_STREAM, 0) = 3\n` +
	`B bind(3, 127.0.0.1:8081) = 0\nB close(3) = ?\n","line":4}]}`

// remedied returns a player at the failing bind of twice, with one remedy on offer.
func remedied(t *testing.T, mode Mode) *Model {
	t.Helper()
	m := New(Config{Mode: mode, Lang: English, Name: "twice", Text: twice})
	f, ok := searchIn(sendAll(m, Go{4}, Reply{"EADDRINUSE"}, PickTab{TabWhy}))
	if mode == Lesson {
		f, ok = FindRemedies{Play: m.play.number, Step: 4}, true // it was asked for with the answer
	}
	if !ok {
		t.Fatal("no search")
	}
	sendAll(m, RemediesCame{f.Play, f.Step, otherPort})
	return m
}

func TestApplyAndUndo(t *testing.T) {
	m := remedied(t, Playground)
	cmds := sendAll(m, Apply{0})
	if !strings.Contains(m.Text, "8081") || m.Pos != 4 || m.Why().Failed {
		t.Fatalf("after the remedy the cursor is at %d of\n%s", m.Pos, m.Text)
	}
	for _, want := range []Cmd{SetEditor{m.Text}, FocusUndo{}} {
		if !slices.Contains(cmds, want) {
			t.Errorf("%#v is not asked for", want)
		}
	}
	if got, want := m.Live(), "Changed: bind 127.0.0.1:8081 instead. Step 4 of 5. B binds fd 3 to 127.0.0.1:8081."; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	if r := m.Script().Rows[3]; r.Difference != Altered {
		t.Errorf("the changed row is marked %q", r.Difference)
	}
	sendAll(m, Undo{})
	if m.Text != twice || m.Pos != 4 || m.Changed() != nil || !m.Why().Failed {
		t.Errorf("undone: the cursor is at %d of\n%s", m.Pos, m.Text)
	}
	if !strings.HasPrefix(m.Live(), "The change is undone. Step 4 of 5.") {
		t.Errorf("said %q", m.Live())
	}
	if len(m.Remedies().Found) != 1 {
		t.Error("the remedies are gone")
	}
}

func TestChangeInALesson(t *testing.T) {
	m := remedied(t, Lesson)
	score := m.Score()
	sendAll(m, Apply{0})
	if c := m.Changed(); c == nil || !c.CanBack {
		t.Errorf("the way back to the lesson is missing: %+v", c)
	}
	if m.Asking() || m.Feedback() != "" || m.Score() != "" {
		t.Errorf("asks %v, says %q and %q of what it has just told", m.Asking(), m.Feedback(), m.Score())
	}
	if m.Reach() != 5 || !m.asks(5) {
		t.Error("a question that was not answered yet is not asked")
	}
	sendAll(m, Undo{All: true})
	if m.Text != twice || m.Score() != score {
		t.Errorf("back in the lesson the score is %q, want %q", m.Score(), score)
	}
}

func TestTypingEndsAChange(t *testing.T) {
	m := remedied(t, Playground)
	sendAll(m, Apply{0}, Edit{twice})
	if m.Changed() != nil {
		t.Error("what is typed can be taken back as a remedy")
	}
	before := m.Text
	sendAll(m, Undo{})
	if m.Text != before {
		t.Error("undo changes what was typed")
	}
}

func TestLateRemediesAreForgotten(t *testing.T) {
	m := remedied(t, Playground)
	old := m.play.number
	sendAll(m, Edit{twice + "B socket(AF_INET, SOCK_STREAM, 0)\n"})
	sendAll(m, Settle{m.edit}, RemediesCame{old, 4, otherPort})
	if r := m.Remedies(); r == nil || r.State != SearchRunning {
		t.Errorf("remedies of a scenario that is gone are shown: %+v", r)
	}
}
