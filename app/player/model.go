package player

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"portlab/sim/kernel"
	"portlab/sim/run"
	"portlab/sim/scenario"
)

// Mode is what a player is for.
type Mode uint8

// The modes.
const (
	Lesson     Mode = iota // the scenario is given; questions are asked
	Playground             // the scenario is edited; questions are asked where that is switched on
)

// Tab is one of the views below the stage.
type Tab string

// The tabs, in the order in which they are shown.
const (
	TabSockets  Tab = "sockets"
	TabTimeline Tab = "timeline"
	TabWhy      Tab = "why"
	TabHost     Tab = "host"
)

// Tabs lists the tabs in order.
var Tabs = []Tab{TabSockets, TabTimeline, TabWhy, TabHost}

// lastStep is a step past the end of any scenario.
const lastStep = math.MaxInt

// Speeds are the steps per second at which play runs, in the order in which they are offered.
var speeds = []struct {
	Label  string
	Millis int
}{{"1×", 1500}, {"2×", 750}, {"4×", 375}, {"½×", 3000}}

// A Config is what a page says about one player.
type Config struct {
	Slot  int    // the place in the page, from 0
	Name  string // the scenario's name, "restart"
	Title string
	Text  string // the scenario
	Mode  Mode
	Lang  Lang
	Start Start
	// NoHost says that the page must not run anything on a real host, whether there is one or not.
	NoHost bool
}

// A Fault is an error of the scenario's text.
type Fault struct {
	Line, Col int // from 1; columns count characters
	End       int // the column after the faulty text; 0 where it is not known
	Text      string
	Source    string // the line
}

// A Model is the state of one player. Update alone changes it; the other methods say what to show.
type Model struct {
	Config
	Pos      int // the cursor: 0 is before the first step
	Tab      Tab
	Playing  bool
	Predict  bool
	Help     bool
	Selected int  // SocketView.ID; 0 for none
	Stacked  bool // the stack of sockets without a place is open
	Faults   []Fault
	Host     Host

	words   *Words
	play    *play // nil where the text holds nothing that runs
	answers map[int]Answer
	speed   int
	playRun int // counts, so that a late Tick is known for one
	edit    int // likewise for Settle
	hostRun int // likewise for HostCame and HostClosed

	changes []change // by remedies, the first one first
	plays   int      // counts, so that late remedies are known for such

	view, stack Window // what is in sight of the chosen tab, and of the opened stack
	script      Window // and of the script
	seen        seenScript
	sort        Order
	row         int // of the table or the timeline, to which the tab key leads; in the timeline -1 for the cursor's
	pointed     int // row of the timeline under the pointer, from 1; 0 for none

	speaks    speaker
	runWanted bool // a run was asked for before it was known whether there is a host
	frame     *frame
}

// A speaker is what the live region tells of.
type speaker uint8

const (
	cursorSpeaks speaker = iota
	hostSpeaks
	changeSpeaks // of a remedy that was applied, and the cursor
	undoSpeaks   // of one that was taken back, and the cursor
)

// A play is one scenario as it was run, with everything that does not depend on the cursor.
type play struct {
	scenario  *scenario.Scenario
	trace     Trace
	survey    *survey
	layout    *Layout
	script    []scriptLine
	rows      []int // by step, the rows of the timeline up to its end
	questions []int // steps that ask
	failures  []int // steps that failed
	text      string
	number    int               // of all plays that a model has had
	remedies  map[int]*Remedies // by step, as far as they were asked for
	diff      *scriptDiff       // from the scenario that was given; nil where it is that
}

// newPlay surveys a trace and lays it out.
func newPlay(sc *scenario.Scenario, text string, t Trace) *play {
	p := &play{scenario: sc, trace: t, survey: newSurvey(t), script: scriptLines(sc, text, t),
		text: text, remedies: map[int]*Remedies{}}
	p.layout = newLayout(p.survey)
	p.rows = p.countRows()
	for k := 1; k <= t.Len(); k++ {
		s := t.StepAt(k)
		if isQuestion(s) {
			p.questions = append(p.questions, k)
		}
		if failed(s) {
			p.failures = append(p.failures, k)
		}
	}
	return p
}

// New returns a player before its first step.
func New(c Config) *Model {
	m := &Model{
		Config: c, Tab: TabSockets, Predict: c.Mode == Lesson,
		words: WordsIn(c.Lang), answers: map[int]Answer{},
	}
	m.rebuild()
	m.begin(c.Start)
	return m
}

// Words returns the player's words.
func (m *Model) Words() *Words { return m.words }

// Len returns the number of steps.
func (m *Model) Len() int {
	if m.play == nil {
		return 0
	}
	return m.play.trace.Len()
}

// Line returns the line of the text that the cursor is at; 0 before the first step.
func (m *Model) Line() int {
	if m.play == nil || m.Pos == 0 {
		return 0
	}
	return m.play.trace.StepAt(m.Pos).Line
}

// open returns the first question without an answer, or 0.
func (m *Model) open() int {
	if m.play == nil || !m.Predict {
		return 0
	}
	for _, k := range m.play.questions {
		if _, answered := m.answers[k]; !answered {
			return k
		}
	}
	return 0
}

// known returns the last step whose result may be seen.
func (m *Model) known() int {
	if q := m.open(); q > 0 {
		return q - 1
	}
	return m.Len()
}

// Reach returns the last step to which the cursor may go.
func (m *Model) Reach() int { return min(m.Len(), m.known()+1) }

// asks reports whether step k waits for an answer.
func (m *Model) asks(k int) bool {
	if !m.Predict || m.play == nil || !slices.Contains(m.play.questions, k) {
		return false
	}
	_, answered := m.answers[k]
	return !answered
}

// HasQuestions reports whether the scenario asks for a result.
func (m *Model) HasQuestions() bool { return m.play != nil && len(m.play.questions) > 0 }

// Asking reports whether the step under the cursor waits for an answer.
func (m *Model) Asking() bool { return m.Pos > 0 && m.asks(m.Pos) }

// Choices returns the answers to the question under the cursor.
func (m *Model) Choices() []Choice {
	if !m.Asking() {
		return nil
	}
	return choices(m.words, firstEvent(m.play.trace.StepAt(m.Pos)))
}

// Feedback says how the student's answer to the step under the cursor was; "" where none was given.
func (m *Model) Feedback() string {
	a, ok := m.answers[m.Pos]
	if !ok || a.Kept || m.play == nil || !m.Predict {
		return ""
	}
	result := resultText(m.words, firstEvent(m.play.trace.StepAt(m.Pos)))
	switch {
	case a.Label == "":
		return fill(m.words.Shown, "result", result)
	case a.Right:
		return fill(m.words.Right, "result", result)
	}
	return fill(m.words.Wrong, "answer", a.Label, "result", result)
}

// AnswerRight reports whether the student's answer to the step under the cursor was right.
func (m *Model) AnswerRight() bool { return m.answers[m.Pos].Right }

// Score tells how many answers were right; "" before the first.
func (m *Model) Score() string {
	right, all := 0, 0
	for _, a := range m.answers {
		if a.Right {
			right++
		}
		if !a.Kept {
			all++
		}
	}
	if all == 0 {
		return ""
	}
	return fill(m.words.Score, "right", strconv.Itoa(right), "all", strconv.Itoa(all))
}

// Failures returns the steps that failed, as far as they may be seen.
func (m *Model) Failures() []int {
	if m.play == nil {
		return nil
	}
	i := 0
	for i < len(m.play.failures) && m.play.failures[i] <= m.known() {
		i++
	}
	return m.play.failures[:i]
}

// StepOf writes where the cursor is: "step 3 of 13".
func (m *Model) StepOf() string {
	return fill(m.words.StepOf, "k", strconv.Itoa(m.Pos), "n", strconv.Itoa(m.Len()))
}

// SpeedLabel writes the speed of play, "2×".
func (m *Model) SpeedLabel() string { return speeds[m.speed].Label }

// A frame is what is shown at one position, made when it is first asked for and kept while nothing
// that it depends on changes, so that what is drawn from it is the same value again.
type frame struct {
	play     *play
	pos      int
	known    int
	selected int
	before   *kernel.Picture
	after    *kernel.Picture
	step     *run.Step
	scene    *Scene
	stacked  []int   // the places in after of the sockets in the stage's stack
	sorted   sorting // of after, or of an earlier frame's
	why      *Why
}

// at returns the frame of the present state, or nil where there is nothing to show.
func (m *Model) at() *frame {
	if m.play == nil {
		return nil
	}
	known := m.known()
	f := m.frame
	if f != nil && f.play == m.play && f.pos == m.Pos && f.known == known && f.selected == m.Selected {
		return f
	}
	f = &frame{play: m.play, pos: m.Pos, known: known, selected: m.Selected}
	if m.frame != nil {
		f.sorted = m.frame.sorted
	}
	shown := m.shown()
	f.before = m.viewAt(max(0, shown-1))
	f.after = m.viewAt(shown)
	if shown > 0 {
		s := m.play.trace.StepAt(shown)
		f.step = &s
	}
	m.frame = f
	return f
}

// viewAt returns the picture after step k, the one of the last frame where it has it.
func (m *Model) viewAt(k int) *kernel.Picture {
	if f := m.frame; f != nil && f.play == m.play {
		switch shown := min(f.pos, f.known); {
		case k == shown:
			return f.after
		case k == shown-1:
			return f.before
		}
	}
	m.play.trace.Seek(k)
	return m.play.trace.Kernel().Look(m.play.layout.ports)
}

// Scene returns the stage.
func (m *Model) Scene() *Scene {
	f := m.at()
	if f == nil {
		return &Scene{}
	}
	if f.scene == nil {
		mk := &sceneMaker{words: m.words, layout: m.play.layout, before: f.before, after: f.after,
			step: f.step, selected: m.Selected}
		f.scene, f.stacked = mk.make(), mk.stacked
	}
	return f.scene
}

// Table returns what is in sight of the socket table.
func (m *Model) Table() *Table {
	f := m.at()
	if f == nil {
		return &Table{}
	}
	return f.table(m)
}

// SocketCount returns the number of sockets that there are.
func (m *Model) SocketCount() int {
	f := m.at()
	if f == nil {
		return 0
	}
	n := 0
	for _, s := range f.after.Sockets {
		if !s.Gone {
			n++
		}
	}
	return n
}

// Why returns the reason for the step under the cursor; nil while it waits for an answer.
func (m *Model) Why() *Why {
	f := m.at()
	if f == nil || m.Asking() {
		return nil
	}
	if f.why == nil {
		f.why = newWhy(m.words, m.Lang, f.step, f.after)
	}
	return f.why
}

// shown returns the step whose result is shown: the cursor's, or the one before where that is asked for.
func (m *Model) shown() int { return min(m.Pos, m.known()) }

// Sequence returns what is in sight of the timeline.
func (m *Model) Sequence() *Sequence {
	f := m.at()
	if f == nil {
		return &Sequence{}
	}
	return f.sequence(m)
}

// Sentence says what the step under the cursor did, or asks what it will do.
func (m *Model) Sentence() string {
	if m.Asking() {
		return asking(m.words, firstEvent(m.play.trace.StepAt(m.Pos)))
	}
	f := m.at()
	if f == nil {
		return m.words.EmptyScenario
	}
	return join(m.words, sentence(m.words, f.step, m.setupText()), m.play.outcome(m.words, m.shown(), f.step))
}

// Live is what a screen reader says when the cursor moves, or a run on the host begins or ends.
func (m *Model) Live() string {
	switch m.speaks {
	case hostSpeaks:
		return m.hostLive()
	case changeSpeaks:
		return m.Changed().Text + m.words.SentenceGap + m.cursorLive()
	case undoSpeaks:
		return m.words.Undone + m.words.SentenceGap + m.cursorLive()
	}
	return m.cursorLive()
}

func (m *Model) cursorLive() string {
	if m.Pos == 0 {
		return m.Sentence()
	}
	s := m.Sentence()
	if f := m.Feedback(); f != "" {
		s = f + m.words.SentenceGap + s
	}
	return fill(m.words.LiveStep, "k", strconv.Itoa(m.Pos), "n", strconv.Itoa(m.Len()), "sentence", s)
}

// hostLive tells of the host's run, but not of each second that it takes.
func (m *Model) hostLive() string {
	text := m.words.HostBegun
	if m.Host.State != HostRunning {
		text = strings.Join(m.hostSaid(), " ")
	}
	return fill(m.words.HostLive, "text", text)
}

func (m *Model) setupText() string {
	if m.Pos == 0 {
		return ""
	}
	return m.play.setupText(m.Pos)
}

// FaultyText returns the text that Faults are about; "" where there are none.
func (m *Model) FaultyText() string {
	if len(m.Faults) == 0 {
		return ""
	}
	return m.Text
}
