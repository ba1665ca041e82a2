package player

import (
	"slices"
	"strings"
)

// A change is a remedy that was applied, with the state that undoing it brings back.
type change struct {
	text string // what it does
	was  snapshot
}

// A snapshot is a scenario as it was shown.
type snapshot struct {
	text    string
	play    *play
	faults  []Fault
	answers map[int]Answer
	pos     int
}

// A Changed says how the scenario differs from the one that was given.
type Changed struct {
	Text    string // "set SO_REUSEADDR on both A and A2 before their bind"
	CanBack bool   // the lesson's own scenario is one button away
}

// Changed returns what was changed by remedies; nil where nothing was.
func (m *Model) Changed() *Changed {
	if len(m.changes) == 0 {
		return nil
	}
	texts := make([]string, len(m.changes))
	for i, c := range m.changes {
		texts[i] = c.text
	}
	return &Changed{Text: fill(m.words.ChangedBy, "what", strings.Join(texts, m.words.Semicolon)), CanBack: m.Mode == Lesson}
}

// apply makes the scenario that a remedy of the step under the cursor leads to, and shows its call.
func (m *Model) apply(n int) []Cmd {
	r := m.Remedies()
	if r == nil || n < 0 || n >= len(r.Found) {
		return nil
	}
	remedy := r.Found[n]
	p, faults := load(remedy.Scenario, m.Lang)
	if p == nil {
		return nil
	}
	m.changes = append(m.changes, change{remedy.Text, m.snapshot()})
	p.diff = newDiff(m.changes[0].was.play.script, p.script)
	answers := m.keptAnswers(p)
	m.show(p)
	m.restore(snapshot{remedy.Scenario, p, faults, answers, p.stepOn(remedy.Line)})
	m.speaks = changeSpeaks
	return append(m.showText(), FocusUndo{})
}

// keptAnswers returns the answers that hold in the changed scenario p: what was answered is not asked
// again, and neither is the call that the change lets succeed.
func (m *Model) keptAnswers(p *play) map[int]Answer {
	kept := map[int]Answer{}
	now := newDiff(m.play.script, p.script).now
	for k := range m.answers {
		kept[now[k]] = Answer{Kept: true}
	}
	kept[now[m.Pos]] = Answer{Kept: true}
	return kept
}

// undo takes back the last change, or all of them.
func (m *Model) undo(all bool) []Cmd {
	if len(m.changes) == 0 {
		return nil
	}
	last := len(m.changes) - 1
	if all {
		last = 0
	}
	was := m.changes[last].was
	m.changes = slices.Clip(m.changes[:last])
	m.restore(was)
	m.speaks = undoSpeaks
	return append(m.showText(), FocusAnswer{})
}

// stepOn returns the step of a line, or 0.
func (p *play) stepOn(line int) int {
	for _, l := range p.script {
		if l.row.Line == line && l.row.Step > 0 && !l.row.Resumed {
			return l.row.Step
		}
	}
	return 0
}

func (m *Model) snapshot() snapshot { return snapshot{m.Text, m.play, m.Faults, m.answers, m.Pos} }

func (m *Model) restore(s snapshot) {
	m.Text, m.play, m.Faults, m.answers = s.text, s.play, s.faults, s.answers
	m.Playing, m.Selected = false, 0
	m.Pos = max(0, min(s.pos, m.Reach()))
	m.edit++
}

// showText makes the page follow a text that the model has put in place of the old one.
func (m *Model) showText() []Cmd {
	cmds := []Cmd{TopOfTab{}, Reveal{}}
	if m.Mode == Playground {
		cmds = append(cmds, SetEditor{m.Text})
	}
	return cmds
}
