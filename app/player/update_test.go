package player

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// send updates a model by messages and returns the commands of the last.
func sendAll(m *Model, msgs ...Msg) []Cmd {
	var cmds []Cmd
	for _, msg := range msgs {
		cmds = m.Update(msg)
	}
	return cmds
}

// question is the step of the restart that asks.
const question = 11

func TestMoving(t *testing.T) {
	for _, c := range []struct {
		name string
		mode Mode
		msgs []Msg
		want int
	}{
		{"starts before the first step", Playground, nil, 0},
		{"steps on", Playground, []Msg{Step{1}, Step{1}}, 2},
		{"steps back", Playground, []Msg{Go{5}, Step{-1}}, 4},
		{"does not leave the start", Playground, []Msg{Step{-1}}, 0},
		{"does not leave the end", Playground, []Msg{Go{99}, Step{1}}, 13},
		{"goes to a failure", Playground, []Msg{ToFailure{1}}, 11},
		{"a claim that differs is a failure", Playground, []Msg{ToFailure{1}, ToFailure{1}}, 13},
		{"stays where no failure follows", Playground, []Msg{Go{13}, ToFailure{1}}, 13},
		{"goes back to a failure", Playground, []Msg{Go{13}, ToFailure{-1}}, 11},
		{"stops at a question", Lesson, []Msg{Go{99}}, question},
		{"a question hides the failures behind it", Lesson, []Msg{ToFailure{1}}, question},
		{"goes on after the answer", Lesson, []Msg{Go{99}, Reply{"0"}, Go{99}}, 13},
		{"a question that is switched off asks nothing", Lesson, []Msg{TogglePredict{}, Go{99}}, 13},
		{"prediction that comes on goes back to its question", Playground, []Msg{Go{13}, TogglePredict{}}, question},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := restartModel(Config{Mode: c.mode, Lang: English})
			sendAll(m, c.msgs...)
			if m.Pos != c.want {
				t.Errorf("the cursor is at %d, want %d", m.Pos, c.want)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		key   string
		shift bool
		want  Msg
	}{
		{"ArrowRight", false, Step{1}},
		{"ArrowLeft", false, Step{-1}},
		{"ArrowRight", true, ToFailure{1}},
		{"ArrowLeft", true, ToFailure{-1}},
		{"Home", false, Go{0}},
		{"End", false, Go{lastStep}},
		{" ", false, TogglePlay{}},
		{"p", false, TogglePredict{}},
		{"W", true, PickTab{TabWhy}},
		{"t", false, PickTab{TabSockets}},
		{"?", true, ToggleHelp{}},
	} {
		if got, ok := KeyMsg(c.key, c.shift); !ok || got != c.want {
			t.Errorf("KeyMsg(%q, %v) = %v, want %v", c.key, c.shift, got, c.want)
		}
	}
	if got, ok := KeyMsg("x", false); ok {
		t.Errorf("KeyMsg(x) = %v", got)
	}
}

func TestTabKeys(t *testing.T) {
	for _, c := range []struct {
		from Tab
		key  string
		want Tab
	}{
		{TabSockets, "ArrowRight", TabTimeline},
		{TabSockets, "ArrowLeft", TabHost},
		{TabHost, "ArrowRight", TabSockets},
		{TabWhy, "Home", TabSockets},
		{TabWhy, "End", TabHost},
	} {
		if got, ok := NextTab(c.from, c.key); !ok || got != c.want {
			t.Errorf("NextTab(%s, %s) = %s, want %s", c.from, c.key, got, c.want)
		}
	}
	if _, ok := NextTab(TabWhy, "a"); ok {
		t.Error("a letter chooses a tab")
	}
}

func TestPlay(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	cmds := sendAll(m, TogglePlay{})
	if !m.Playing || m.Pos != 1 {
		t.Fatalf("playing %v at %d, want true at 1", m.Playing, m.Pos)
	}
	after, ok := cmds[len(cmds)-1].(PlayAfter)
	if !ok || after.After != 1500*time.Millisecond {
		t.Fatalf("play asks for %#v", cmds)
	}
	sendAll(m, Tick{after.Run - 1})
	if m.Pos != 1 {
		t.Error("a tick of an earlier play moves the cursor")
	}
	for range m.Len() {
		sendAll(m, Tick{after.Run})
	}
	if m.Playing || m.Pos != m.Len() {
		t.Errorf("playing %v at %d, want false at the end", m.Playing, m.Pos)
	}
	sendAll(m, TogglePlay{})
	if !m.Playing || m.Pos != 0 {
		t.Errorf("playing %v at %d: play at the end begins again", m.Playing, m.Pos)
	}
	sendAll(m, Step{1})
	if m.Playing {
		t.Error("a step by hand does not stop play")
	}
}

func TestPlayStopsAtAQuestion(t *testing.T) {
	m := restartModel(Config{Mode: Lesson, Lang: English})
	cmds := sendAll(m, Go{question - 1}, TogglePlay{})
	if m.Playing || m.Pos != question {
		t.Errorf("playing %v at %d, commands %v", m.Playing, m.Pos, cmds)
	}
	sendAll(m, TogglePlay{})
	if m.Playing {
		t.Error("play goes on over a question")
	}
}

// shown is everything that a player shows, as text.
func shown(m *Model) string {
	return fmt.Sprintf("%+v %+v %+v %+v %+v %+v %v %s %s %s", *m.Script(), *m.Scene(), *m.Table(), m.Why(), m.Sequence(),
		m.HostRows(), m.Failures(), m.Sentence(), m.Live(), m.Feedback())
}

// TestQuestionHidesWhatFollows wants nothing of a question's result to be seen before the answer,
// whatever the student does.
func TestQuestionHidesWhatFollows(t *testing.T) {
	m := restartModel(Config{Mode: Lesson, Lang: English})
	for _, msg := range []Msg{Go{0}, Go{99}, PickTab{TabWhy}, PickTab{TabTimeline}, PickTab{TabHost}, ToFailure{1}, Step{1},
		TogglePlay{}, Select{4}} {
		sendAll(m, msg)
		for _, secret := range []string{"EADDRINUSE", "65.000", "claims", "in the way", "overlaps"} {
			if s := shown(m); strings.Contains(s, secret) {
				t.Fatalf("after %#v %q is shown: %s", msg, secret, s)
			}
		}
	}
	if got := len(m.Choices()); got < 4 {
		t.Errorf("%d choices, want some that are wrong", got)
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name     string
		msg      Msg
		feedback string
		right    bool
		score    string
	}{
		{"right", Reply{"EADDRINUSE"}, "Right: EADDRINUSE.", true, "1 of 1 right"},
		{"wrong", Reply{"0"}, "You said 0; it is EADDRINUSE.", false, "0 of 1 right"},
		{"shown", ShowMe{}, "It is EADDRINUSE.", false, "0 of 1 right"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := restartModel(Config{Mode: Lesson, Lang: English})
			cmds := sendAll(m, Go{99}, c.msg)
			if m.Feedback() != c.feedback || m.AnswerRight() != c.right || m.Score() != c.score {
				t.Errorf("%q, %v, %q; want %q, %v, %q", m.Feedback(), m.AnswerRight(), m.Score(), c.feedback, c.right, c.score)
			}
			if m.Tab != TabWhy || m.Why() == nil || !m.Why().Failed {
				t.Errorf("the reason is not shown: tab %s, %+v", m.Tab, m.Why())
			}
			want := []Cmd{FocusAnswer{}, TopOfTab{}, Reveal{}, FindRemedies{restartText, 12, English, 0, question}}
			if !reflect.DeepEqual(cmds, want) {
				t.Errorf("commands %v", cmds)
			}
		})
	}
}

func TestOnlyOneChoiceIsRight(t *testing.T) {
	sc, tr := restart()
	for k := 1; k <= tr.Len(); k++ {
		e := firstEvent(tr.StepAt(k))
		if e.Result.Gone {
			continue
		}
		right := 0
		for _, c := range choices(&english, e) {
			if c.Right {
				right++
			}
		}
		if right != 1 {
			t.Errorf("step %d of %d lines: %d right choices of %v", k, len(sc.Lines), right, choices(&english, e))
		}
	}
}

func TestExitIsNoQuestion(t *testing.T) {
	sc, tr := restart()
	if q := newPlay(sc, restartText, tr).questions; !reflect.DeepEqual(q, []int{question}) {
		t.Errorf("questions at %v, want only the bind at %d", q, question)
	}
}

func TestScript(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, Go{7})
	var got []string
	for _, r := range m.Script().Rows {
		switch {
		case r.Caption != "":
			got = append(got, "# "+r.Caption)
		case r.Current:
			got = append(got, fmt.Sprintf("> %s %s %s%s", r.Proc, r.Text, r.Result, r.Claimed))
		default:
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", r.Proc, r.Text, r.Result, r.Mark, r.Claimed)))
		}
	}
	want := []string{
		"# The server is restarted while its last connection is still in TIME_WAIT.",
		"A socket(AF_INET, SOCK_STREAM, 0) 3 ok",
		"A bind(3, 127.0.0.1:8080) 0 ok",
		"A listen(3, 128) 0 ok",
		"B socket(AF_INET, SOCK_STREAM, 0) 3 ok",
		"B connect(3, 127.0.0.1:8080) 0 ok",
		"A accept(3) 4 ok",
		"# the server closes first",
		"> A close(4) 0",
		"B close(3) 0 ok",
		"A exit(0) — ok",
		"A2 socket(AF_INET, SOCK_STREAM, 0) 3 ok",
		"A2 bind(3, 127.0.0.1:8080) EADDRINUSE error",
		"A2 sleep(65) 0 ok",
		"A2 bind(3, 127.0.0.1:8080) 0 ok 3",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the script is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSentences(t *testing.T) {
	en := restartModel(Config{Mode: Playground, Lang: English})
	zh := restartModel(Config{Mode: Lesson, Lang: Chinese})
	for _, c := range []struct {
		m    *Model
		step int
		want string
	}{
		{en, 1, "Step 1 of 13. A makes a TCP socket. The new descriptor is fd 3."},
		{en, 2, "Step 2 of 13. A binds fd 3 to 127.0.0.1:8080."},
		{en, 6, "Step 6 of 13. A calls accept on fd 3. The new descriptor is fd 4."},
		{en, 7, "Step 7 of 13. A closes fd 4. Now socket 2: CLOSE-WAIT; socket 3: FIN-WAIT-2."},
		{en, 9, "Step 9 of 13. A exits with status 0. Now socket 1: closed."},
		{en, 8, "Step 8 of 13. B closes fd 3. Now socket 2: closed; socket 4 (was 3): TIME-WAIT 60 s."},
		{en, 5, "Step 5 of 13. B connects fd 3 to 127.0.0.1:8080. Now socket 2: ESTAB; socket 3: ESTAB."},
		{en, 12, "Step 12 of 13. A2 sleeps for 65 s. Now socket 4: closed."},
		{en, 11, "Step 11 of 13. A2 binds fd 3 to 127.0.0.1:8080. The call fails: EADDRINUSE, Address already in use."},
		{zh, 3, "第 3 步，共 13 步。A 在 fd 3 上监听，backlog 为 128。此后套接字 1：LISTEN。"},
		{zh, 11, "第 11 步，共 13 步。A2 把 fd 3 绑定到 127.0.0.1:8080。会返回什么？"},
	} {
		sendAll(c.m, Go{c.step})
		if got := c.m.Live(); got != c.want {
			t.Errorf("step %d: %q, want %q", c.step, got, c.want)
		}
	}
}

func TestWhy(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, Go{question})
	y := m.Why()
	if y.Title != "EADDRINUSE" || y.Text != "Address already in use" {
		t.Errorf("the result is %q %q", y.Title, y.Text)
	}
	want := []Blocker{{4, KindWait, "socket 4: TIME-WAIT 60 s, 127.0.0.1:8080, no fd"}}
	if !reflect.DeepEqual(y.Blockers, want) {
		t.Errorf("blocked by %+v, want %+v", y.Blockers, want)
	}
	if len(y.Checks) != 2 || !y.Checks[0].OK || y.Checks[1].OK || y.Checks[1].Func.Text != "inet_csk_bind_conflict" {
		t.Errorf("the checks are %+v", y.Checks)
	}
	s := m.Scene()
	if len(s.Conflicts) != 1 || s.Conflicts[0].Label != "in the way of A2’s bind" {
		t.Errorf("the conflict is %+v", s.Conflicts)
	}
}

// TestOwnSocketIsInNobodysWay looks at calls that wait, or fail, for what their own socket is like.
func TestOwnSocketIsInNobodysWay(t *testing.T) {
	m := New(Config{Mode: Playground, Lang: English, Text: "A socket(AF_INET, SOCK_STREAM, 0) = 3\n" +
		"A listen(3, 1) = 0\n" + "B socket(AF_INET, SOCK_STREAM, 0) = 3\n" + "B listen(3, 1) = 0\n" +
		"A accept(3 <unfinished ...>\n" + "B bind(3, 127.0.0.1:8080) = ?\n"})
	for _, step := range []int{5, 6} {
		sendAll(m, Go{step})
		if y := m.Why(); len(y.Checks) == 0 || len(y.Blockers) != 0 {
			t.Errorf("step %d: blocked by %+v, checks %+v", step, y.Blockers, y.Checks)
		}
		if s := m.Scene(); len(s.Conflicts) != 0 || slices.ContainsFunc(s.Sockets, func(b SocketBox) bool { return b.Blocks }) {
			t.Errorf("step %d: the stage shows something in the way: %+v", step, s.Sockets)
		}
	}
}

// TestFullQueueIsInTheWay names the listener that dropped the SYN of a connect, which waits.
func TestFullQueueIsInTheWay(t *testing.T) {
	m := New(Config{Mode: Playground, Lang: English, Text: "A socket(AF_INET, SOCK_STREAM, 0) = 3\n" +
		"A bind(3, 127.0.0.1:8080) = 0\n" + "A listen(3, 0) = 0\n" +
		"B socket(AF_INET, SOCK_STREAM, 0) = 3\n" + "B connect(3, 127.0.0.1:8080) = 0\n" +
		"C socket(AF_INET, SOCK_STREAM, 0) = 3\n" + "C connect(3, 127.0.0.1:8080 <unfinished ...>\n"})
	sendAll(m, Go{7})
	want := []Blocker{{1, KindListen, "socket 1: LISTEN, 127.0.0.1:8080, refs 1"}}
	if y := m.Why(); !reflect.DeepEqual(y.Blockers, want) {
		t.Errorf("blocked by %+v, want %+v", y.Blockers, want)
	}
	if s := m.Scene(); len(s.Conflicts) != 1 || s.Conflicts[0].Label != "in the way of C’s connect" {
		t.Errorf("the stage shows %+v", s.Conflicts)
	}
}

// TestPredictSwitchesQuestions leaves nothing to switch where nothing is asked.
func TestPredictSwitchesQuestions(t *testing.T) {
	asks := restartModel(Config{Mode: Lesson, Lang: English})
	silent := New(Config{Mode: Lesson, Lang: English, Text: "A socket(AF_INET, SOCK_STREAM, 0) = 3\n"})
	for _, c := range []struct {
		m    *Model
		asks bool
	}{{asks, true}, {silent, false}} {
		before := c.m.Predict
		sendAll(c.m, TogglePredict{})
		if c.m.HasQuestions() != c.asks || (c.m.Predict != before) != c.asks {
			t.Errorf("it has questions: %v, and switching them makes prediction %v of %v", c.m.HasQuestions(), c.m.Predict, before)
		}
	}
}

func TestCite(t *testing.T) {
	for doc, want := range map[string]Citation{
		"bind(2)":                {"bind(2)", "https://man7.org/linux/man-pages/man2/bind.2.html"},
		"ip(7), EADDRNOTAVAIL":   {"ip(7)", "https://man7.org/linux/man-pages/man7/ip.7.html"},
		"RFC 9293, section 3.6":  {"RFC 9293", "https://www.rfc-editor.org/rfc/rfc9293"},
		"Documentation/foo.rst":  {"Documentation/foo.rst", ""},
		"a recorded run (Linux)": {"a recorded run (Linux)", ""},
		"":                       {"", ""},
	} {
		if got := cite(doc); got != want {
			t.Errorf("cite(%q) = %v, want %v", doc, got, want)
		}
	}
}

func TestSelect(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, Go{6}, Select{1})
	lit := 0
	for _, a := range m.Scene().Arrows {
		if a.Lit {
			lit++
		}
	}
	if lit != 1 || !m.Table().Rows[0].Lit {
		t.Errorf("%d arrows are lit, the row is %+v", lit, m.Table().Rows[0])
	}
	sendAll(m, Select{1})
	if m.Selected != 0 {
		t.Error("selecting again does not put it out")
	}
}

// TestNothingIsDrawnAnew wants the same values as long as nothing changes, so that they need not be
// compared.
func TestNothingIsDrawnAnew(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, Go{6})
	scene := m.Scene()
	sendAll(m, PickTab{TabWhy}, ToggleHelp{})
	if m.Scene() != scene {
		t.Error("the stage is made anew although nothing on it changed")
	}
}

func TestTable(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	sendAll(m, Go{question})
	rows := m.Table().Rows
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	tw := rows[0]
	if tw.State != "TIME-WAIT" || tw.Local != "127.0.0.1:8080" || tw.Peer != "127.0.0.1:40712" || tw.Options != "timer:(timewait,60sec)" {
		t.Errorf("the TIME_WAIT is %+v", tw)
	}
	if a2 := rows[1]; a2.Process != `users:(("A2",pid=102,fd=3))` || a2.Local != "0.0.0.0:*" || !a2.Unseen {
		t.Errorf("the new socket is %+v", a2)
	}
}
