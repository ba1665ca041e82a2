package player

import (
	"slices"
	"strconv"
	"strings"
)

// A Start says where a player begins, as a State of an earlier one has it. Its zero value is before
// the first step.
type Start struct {
	Step    int    // one that the scenario does not have counts as 0
	View    Tab    // one that there is not counts as TabSockets
	Predict string // "on" or "off"; anything else leaves it to the mode
	Answers string // State.Answers
}

// A State is what there is to know about a player outside of it: enough to open it again just so, and
// how well the questions were answered.
type State struct {
	Name, Title, Text string
	Step, Steps       int
	View              Tab
	Predict           bool
	// Answers are the answers given, in the order of their steps, "11=EADDRINUSE,13=": step, "=", and
	// the choice's label in English, "" for an answer that was shown.
	Answers          string
	Questions, Right int
}

// State returns the player's state. States are comparable.
func (m *Model) State() State {
	s := State{Name: m.Name, Title: m.Title, Text: m.Text, Step: m.Pos, Steps: m.Len(), View: m.Tab, Predict: m.Predict}
	if m.play == nil {
		return s
	}
	s.Questions = len(m.play.questions)
	var answers []string
	for _, k := range m.play.questions {
		a, answered := m.answers[k]
		if !answered {
			continue
		}
		if a.Right {
			s.Right++
		}
		answers = append(answers, strconv.Itoa(k)+"="+m.relabel(k, a.Label, m.words, &english))
	}
	s.Answers = strings.Join(answers, ",")
	return s
}

// relabel returns the label in another language of a choice of step k; "" where there is no such choice.
func (m *Model) relabel(k int, label string, from, to *Words) string {
	e := firstEvent(m.play.trace.StepAt(k))
	for i, c := range choices(from, e) {
		if c.Label == label {
			return choices(to, e)[i].Label
		}
	}
	return ""
}

// begin goes where a Start says, as far as it makes sense for the scenario.
func (m *Model) begin(s Start) {
	if s.Predict == "on" || s.Predict == "off" {
		m.Predict = s.Predict == "on"
	}
	if slices.Contains(Tabs, s.View) {
		m.Tab, m.view.Top = s.View, 0
	}
	if m.play == nil {
		return
	}
	m.restoreAnswers(s.Answers)
	m.Pos = 0
	if s.Step >= 0 && s.Step <= m.Len() {
		m.Pos = min(s.Step, m.Reach())
	}
}

// restoreAnswers takes answers as State writes them; what answers no question is left out.
func (m *Model) restoreAnswers(list string) {
	for item := range strings.SplitSeq(list, ",") {
		step, label, _ := strings.Cut(item, "=")
		k, err := strconv.Atoi(step)
		if err != nil || !slices.Contains(m.play.questions, k) {
			continue
		}
		a := Answer{Label: m.relabel(k, label, &english, m.words)}
		a.Right = a.Label != "" && slices.ContainsFunc(choices(m.words, firstEvent(m.play.trace.StepAt(k))),
			func(c Choice) bool { return c.Right && c.Label == a.Label })
		m.answers[k] = a
	}
}
