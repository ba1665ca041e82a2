package player

import (
	"slices"
	"strconv"
	"strings"

	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A Mark is what a script row's result looks like.
type Mark string

// The marks. Each has a colour and a sign of its own.
const (
	MarkNone   Mark = ""       // nothing to say: host set-up, or still hidden
	MarkOK     Mark = "ok"     //
	MarkError  Mark = "error"  // the call failed
	MarkBlocks Mark = "blocks" //
	MarkAsk    Mark = "ask"    // a question, not answered yet
)

// A ScriptRow is one line of the script: a step, a completion that a step caused, or a comment.
// Rows are comparable: one that did not change need not be drawn again.
type ScriptRow struct {
	Step    int    // from 1; 0 for a comment
	Line    int    // in the text
	Caption string // a comment; the other fields below are then empty
	Resumed bool   // a completion
	Proc    string
	Text    string // the call
	Result  string
	Mark    Mark
	Claimed string // what the text claims, where that is not what happened
	Current bool
	Ahead   bool // after the cursor
	Entry   bool // the tab key leads here
	// Difference is to the scenario before it was changed by a remedy.
	Difference Difference
}

// scriptLine is a row with what does not depend on cursor or answers.
type scriptLine struct {
	row   ScriptRow
	event *trace.Event
}

// scriptLines pairs the lines of a scenario with what became of them.
func scriptLines(sc *scenario.Scenario, text string, t Trace) []scriptLine {
	src := strings.Split(text, "\n")
	steps := map[int]int{}
	for k := 1; k <= t.Len(); k++ {
		steps[t.StepAt(k).Line] = k
	}
	var out []scriptLine
	for i := range sc.Lines {
		l := &sc.Lines[i]
		out = appendComment(out, l)
		if k := steps[l.Pos.Line]; k > 0 {
			out = append(out, stepLines(l, src, k, t.StepAt(k))...)
		}
	}
	return out
}

// appendComment adds a comment as a caption, joined to the caption before it where the two belong
// together.
func appendComment(out []scriptLine, l *scenario.Line) []scriptLine {
	text := strings.TrimSpace(strings.TrimLeft(l.Comment, "#"))
	if text == "" {
		return out
	}
	alone := l.Step == nil && l.Setup == nil && l.Resumed == nil
	if n := len(out); alone && n > 0 && out[n-1].row.Caption != "" && out[n-1].row.Line == l.Pos.Line-1 {
		out[n-1].row.Caption += " " + text
		out[n-1].row.Line = l.Pos.Line
		return out
	}
	return append(out, scriptLine{row: ScriptRow{Line: l.Pos.Line, Caption: text}})
}

func stepLines(l *scenario.Line, src []string, k int, s run.Step) []scriptLine {
	first := scriptLine{row: ScriptRow{Step: k, Line: l.Pos.Line}, event: firstEvent(s)}
	switch {
	case l.Setup != nil:
		first.row.Text = sourceOf(src, l)
	case l.Resumed != nil: // claimed, but it did not happen
		first.row.Proc, first.row.Text = l.Resumed.Proc, resumedText(l.Resumed.Name)
	case l.Step != nil:
		first.row.Proc, first.row.Text = l.Step.Proc, callSource(src, l)
	}
	out := []scriptLine{first}
	for i := 1; i < len(s.Events); i++ {
		e := &s.Events[i]
		out = append(out, scriptLine{
			row:   ScriptRow{Step: k, Line: e.Line, Resumed: true, Proc: e.Proc, Text: resumedText(e.Call.Name)},
			event: e,
		})
	}
	return out
}

func resumedText(call string) string { return "<... " + call + " resumed>" }

// sourceOf returns a line of the text without its comment.
func sourceOf(src []string, l *scenario.Line) string {
	if l.Pos.Line > len(src) {
		return ""
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimRight(src[l.Pos.Line-1], " \t\r"), l.Comment))
}

// callSource returns a step's call as the text has it: without process, claim and comment.
func callSource(src []string, l *scenario.Line) string {
	s := sourceOf(src, l)
	if i := strings.Index(s, l.Step.Call.Name+"("); i >= 0 {
		s = s[i:]
	}
	if c := l.Step.Claim.Text; c != "" {
		s = strings.TrimSpace(strings.TrimSuffix(s, c))
		s = strings.TrimSpace(strings.TrimSuffix(s, "="))
	}
	s = strings.TrimSpace(strings.TrimSuffix(s, "<unfinished ...>"))
	if !strings.HasSuffix(s, ")") {
		s += ")"
	}
	return s
}

// A Script is the part of the script that is in sight.
type Script struct {
	Total int // rows, of which only some are here where Even
	First int // which row Rows begins with, from 0
	Rows  []ScriptRow
	Even  bool // it is long, and each of its rows is ScriptRowH high
}

// ScriptRowH is the height of a row of a long script, in pixels.
const ScriptRowH = 28

// longScript is how many rows a script has at most whose rows are as high as their text needs.
const longScript = 100

// Script returns the script at the cursor. From the first unanswered question on, no result is in it.
func (m *Model) Script() *Script {
	lines := m.lines()
	s := &Script{Total: len(lines), Even: m.EvenScript()}
	if s.Even {
		from, to := m.script.rows(len(lines), ScriptRowH)
		s.First, lines = from, lines[from:to]
	}
	known := m.known()
	s.Rows = make([]ScriptRow, len(lines))
	for i, l := range lines {
		s.Rows[i] = m.scriptRow(l, known)
	}
	if entry := slices.IndexFunc(s.Rows, m.isEntry); entry >= 0 {
		s.Rows[entry].Entry = true
	} else if entry = slices.IndexFunc(s.Rows, func(r ScriptRow) bool { return r.Step > 0 }); entry >= 0 {
		s.Rows[entry].Entry = true
	}
	return s
}

// EvenScript reports whether the script is long, and each of its rows ScriptRowH high.
func (m *Model) EvenScript() bool { return len(m.lines()) > longScript }

func (m *Model) isEntry(r ScriptRow) bool { return r.Current && !r.Resumed }

// lines returns the lines of the script that may be seen, which are made anew only where another
// script or more of it is known.
func (m *Model) lines() []scriptLine {
	p, known := m.play, m.known()
	if p == nil || m.seen.play == p && m.seen.known == known {
		return m.seen.lines
	}
	lines := make([]scriptLine, 0, len(p.script))
	for _, l := range p.script {
		if l.row.Resumed && l.row.Step > known {
			continue // that there is a completion is a result too
		}
		lines = append(append(lines, p.removedBefore(l.row)...), l)
	}
	m.seen = seenScript{p, known, append(lines, p.removedBefore(ScriptRow{Step: lastStep})...)}
	return m.seen.lines
}

// A seenScript is the script that may be seen, and what it depends on.
type seenScript struct {
	play  *play
	known int
	lines []scriptLine
}

// revealLine scrolls a long script to the step under the cursor.
func (m *Model) revealLine() []Cmd {
	if !m.EvenScript() {
		return nil
	}
	lines := m.lines()
	row := max(0, slices.IndexFunc(lines, func(l scriptLine) bool { return l.row.Step == m.Pos }))
	top := m.script.Top
	m.script = m.script.reveal(row*ScriptRowH, (row+1)*ScriptRowH)
	if m.script.Top == top {
		return nil
	}
	return []Cmd{ScrollTo{Box: BoxScript, Top: m.script.Top}}
}

// removedBefore returns the lines that a change has removed before a row.
func (p *play) removedBefore(r ScriptRow) []scriptLine {
	if p.diff == nil || r.Resumed {
		return nil
	}
	var lines []scriptLine
	for _, removed := range p.diff.removed[r.Step] {
		lines = append(lines, scriptLine{row: removed})
	}
	return lines
}

func (m *Model) scriptRow(l scriptLine, known int) ScriptRow {
	r := l.row
	if r.Caption != "" || r.Difference == Removed {
		return r
	}
	if d := m.play.diff; d != nil && !r.Resumed {
		r.Difference = d.marks[r.Step]
	}
	r.Current = r.Step == m.Pos
	r.Ahead = r.Step > m.Pos
	if l.event == nil {
		return r
	}
	if r.Step > known {
		if m.asks(r.Step) {
			r.Result, r.Mark = "?", MarkAsk
		}
		return r
	}
	r.Result, r.Mark = resultText(m.words, l.event), mark(l.event)
	if hasClaim(l.event) && !l.event.OK {
		r.Claimed = l.event.Claim.Text
	}
	return r
}

func mark(e *trace.Event) Mark {
	switch {
	case e.State == trace.Blocked:
		return MarkBlocks
	case e.Result.Errno != 0:
		return MarkError
	}
	return MarkOK
}

// setupText returns the text of the host set-up at step k.
func (p *play) setupText(k int) string {
	for _, l := range p.script {
		if l.row.Step == k {
			return l.row.Text
		}
	}
	return strconv.Itoa(k)
}
