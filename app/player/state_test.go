package player

import "testing"

// TestStateOpensThePlayerAgain answers one question and asks to be shown another, and wants a player that
// begins with the state to be in it, in whichever language.
func TestStateOpensThePlayerAgain(t *testing.T) {
	text := shortText + "A accept(3 <unfinished ...>\n"
	asking := "A socket(AF_INET, SOCK_STREAM, 0) = ?\nA bind(3, 127.0.0.1:80) = ?\nA listen(3, 1) = ?\nA accept(3) = ?\n"
	m := New(Config{Name: "n", Title: "T", Lang: Chinese, Text: asking})
	sendAll(m, Step{1}, Reply{"3"}, Step{1}, ShowMe{}, Step{1}, Reply{"EINVAL"}, Step{1}, Reply{chinese.Waits}, PickTab{TabTimeline})
	s := m.State()
	want := State{Name: "n", Title: "T", Text: asking, Step: 4, Steps: 4, View: TabTimeline, Predict: true,
		Answers: "1=3,2=,3=EINVAL,4=waits", Questions: 4, Right: 2}
	if s != want {
		t.Errorf("the state is %+v, want %+v", s, want)
	}
	for _, lang := range []Lang{English, Chinese} {
		again := New(Config{Name: "n", Title: "T", Lang: lang, Text: asking, Start: startOf(s)})
		if got := again.State(); got != want {
			t.Errorf("in %s the state is %+v, want %+v", lang, got, want)
		}
	}
	sendAll(m, Load{Name: "two", Text: text, Start: Start{Step: 4, View: TabWhy, Predict: "off"}})
	if got := m.State(); got.Step != 4 || got.View != TabWhy || got.Predict || got.Answers != "" {
		t.Errorf("opened anew the state is %+v", got)
	}
}

func TestStartThatMakesNoSense(t *testing.T) {
	for _, s := range []Start{
		{Step: 99}, {Step: -1}, {View: "<script>"}, {Predict: "perhaps"},
		{Answers: "1=3,99=0,-1=,x=y,,=,1"}, {Answers: "1"},
	} {
		m := New(Config{Lang: English, Text: shortText, Mode: Playground, Start: s})
		if got := m.State(); got.Step != 0 || got.View != TabSockets || got.Predict || got.Answers != "" {
			t.Errorf("begun with %+v the state is %+v", s, got)
		}
	}
}

// TestStartBehindAQuestion wants a cursor that may not pass a question to stop there.
func TestStartBehindAQuestion(t *testing.T) {
	text := "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:80) = ?\nA listen(3, 1) = 0\n"
	m := New(Config{Lang: English, Text: text, Start: Start{Step: 3}})
	if m.Pos != 2 || !m.Asking() {
		t.Errorf("at %d, asking %v; want 2, asking", m.Pos, m.Asking())
	}
	m = New(Config{Lang: English, Text: text, Start: Start{Step: 3, Predict: "off"}})
	if m.Pos != 3 {
		t.Errorf("with prediction off at %d, want 3", m.Pos)
	}
}

// startOf returns where to begin so as to be in the state.
func startOf(s State) Start {
	predict := "off"
	if s.Predict {
		predict = "on"
	}
	return Start{Step: s.Step, View: s.View, Predict: predict, Answers: s.Answers}
}
