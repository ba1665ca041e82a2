package player

import (
	"slices"
	"time"
)

// settleTime is how long typing pauses before the scenario is run anew.
const settleTime = 250 * time.Millisecond

// Update changes the model by a message and returns what the page has to do.
func (m *Model) Update(msg Msg) []Cmd { return append(m.update(msg), m.search()...) }

func (m *Model) update(msg Msg) []Cmd {
	switch msg := msg.(type) {
	case Go:
		return m.seek(msg.Step)
	case Step:
		return m.seek(m.Pos + msg.By)
	case ToFailure:
		return m.seek(m.failure(msg.By))
	case TogglePlay:
		return m.togglePlay()
	case Tick:
		return m.tick(msg.Run)
	case CycleSpeed:
		m.speed = (m.speed + 1) % len(speeds)
	case PickTab:
		return m.pickTab(msg.Tab)
	case TogglePredict:
		return m.togglePredict()
	case ToggleHelp:
		m.Help = !m.Help
		if m.Help {
			return []Cmd{FocusHelp{}}
		}
		return []Cmd{FocusHelpButton{}}
	case Select:
		return m.selectSocket(msg.Socket)
	case Scrolled, SortBy, RowKey, Point, Placed, ToggleStack:
		return m.updateView(msg)
	case Reply, ShowMe:
		return m.answer(msg)
	case Edit, Settle, Load:
		return m.updateText(msg)
	case RemediesCame:
		m.remediesCame(msg)
	case Apply:
		return m.apply(msg.Remedy)
	case Undo:
		return m.undo(msg.All)
	default:
		return m.updateHost(msg)
	}
	return nil
}

// seek moves the cursor as far as it may go and stops play.
func (m *Model) seek(k int) []Cmd {
	m.Playing = false
	if m.Asking() && k > m.Pos {
		return []Cmd{FocusChoice{}}
	}
	return m.move(k)
}

func (m *Model) move(k int) []Cmd {
	k = max(0, min(k, m.Reach()))
	if k == m.Pos {
		return nil
	}
	m.Pos, m.speaks = k, cursorSpeaks
	return m.reveal()
}

// reveal scrolls all that scrolls to what the cursor is at.
func (m *Model) reveal() []Cmd {
	return append(append(m.revealStep(), m.revealLine()...), Reveal{})
}

// failure returns the next failure in a direction, or where there is none in sight, the question
// that hides what follows; else the cursor stays.
func (m *Model) failure(by int) int {
	list := m.Failures()
	if by < 0 {
		for i := len(list) - 1; i >= 0; i-- {
			if list[i] < m.Pos {
				return list[i]
			}
		}
		return m.Pos
	}
	for _, k := range list {
		if k > m.Pos {
			return k
		}
	}
	if q := m.open(); q > m.Pos {
		return q
	}
	return m.Pos
}

func (m *Model) togglePlay() []Cmd {
	m.playRun++
	if m.Playing {
		m.Playing = false
		return nil
	}
	if m.Len() == 0 || m.Asking() {
		return nil
	}
	m.Playing = true
	var cmds []Cmd
	if m.Pos == m.Len() {
		cmds = m.move(0)
	} else {
		cmds = m.move(m.Pos + 1)
	}
	return append(cmds, m.playOn()...)
}

// playOn asks for the next tick, or stops where there is no next step or an answer is waited for.
func (m *Model) playOn() []Cmd {
	if m.Pos >= m.Len() || m.Asking() {
		m.Playing = false
		return nil
	}
	return []Cmd{PlayAfter{m.playRun, time.Duration(speeds[m.speed].Millis) * time.Millisecond}}
}

func (m *Model) tick(run int) []Cmd {
	if !m.Playing || run != m.playRun {
		return nil
	}
	return append(m.move(m.Pos+1), m.playOn()...)
}

func (m *Model) pickTab(t Tab) []Cmd {
	m.Tab, m.view.Top, m.row = t, 0, 0
	if t == TabHost && m.Host.State == HostUnknown {
		return []Cmd{TopOfTab{}, AskHost{}}
	}
	return append(append([]Cmd{TopOfTab{}}, m.revealStep()...), Reveal{})
}

// togglePredict switches questions on or off; answers stay. Where questions come on, the cursor goes back
// to the first that it has passed without an answer. A scenario without questions leaves nothing to switch.
func (m *Model) togglePredict() []Cmd {
	if !m.HasQuestions() {
		return nil
	}
	m.Predict = !m.Predict
	return m.move(m.Pos)
}

// selectSocket lights a socket, and shows its row where the table is open.
func (m *Model) selectSocket(id int) []Cmd {
	if m.Selected == id {
		id = 0
	}
	m.Selected = id
	row := m.rowOf(id)
	if row < 0 {
		return nil
	}
	var cmds []Cmd
	if m.Tab == TabSockets {
		m.row = row
		cmds = m.revealRows(row, row+1)
	}
	return append(cmds, RevealLit{})
}

// updateView changes which part of a tab or of the opened stack is shown, and how.
func (m *Model) updateView(msg Msg) []Cmd {
	switch msg := msg.(type) {
	case Scrolled:
		m.scrolled(msg.Box, msg.Window)
	case SortBy:
		m.sort, m.row, m.view.Top = m.sort.next(msg.Column), 0, 0
		return []Cmd{TopOfTab{}}
	case RowKey:
		return m.toRow(msg.Key)
	case Placed:
		if m.Pos == 0 {
			return m.reveal()
		}
		return append(m.reveal(), Reveal{})
	case Point:
		m.pointed = msg.Row + 1
	case ToggleStack:
		m.Stacked, m.stack.Top = !m.Stacked, 0
		if m.Stacked {
			return []Cmd{FocusStack{}}
		}
		return []Cmd{FocusStackButton{}}
	}
	return nil
}

func (m *Model) scrolled(b Box, w Window) {
	switch b {
	case BoxView:
		m.view = w
	case BoxScript:
		m.script = w
	case BoxStack:
		m.stack = w
	}
}

// toRow moves the focus in the socket table or the timeline.
func (m *Model) toRow(key string) []Cmd {
	rows, height := m.SocketCount(), RowH
	if m.Tab == TabTimeline {
		rows, height = m.play.rows[m.shown()], SeqRowH
		m.row = m.seqEntry(m.shown())
	}
	page := max(1, m.view.tall()/height-3)
	by := map[string]int{"ArrowUp": -1, "ArrowDown": 1, "PageUp": -page, "PageDown": page, "Home": -m.row, "End": rows}[key]
	m.row = max(0, min(m.row+by, rows-1))
	m.pointed = 0
	return append(m.revealRows(m.row, m.row+1), FocusRow{})
}

// revealRows scrolls the open table or timeline to the rows from one to the one before another.
func (m *Model) revealRows(from, to int) []Cmd {
	before := m.view
	switch m.Tab {
	case TabSockets:
		m.view = m.view.reveal(from*RowH, HeadH+to*RowH)
	case TabTimeline:
		m.view = m.view.reveal(from*SeqRowH, SeqHeadH+to*SeqRowH+SaysH)
	}
	return m.scrollView(before)
}

// scrollView scrolls the chosen tab to where the model has it, if that is elsewhere than before.
func (m *Model) scrollView(before Window) []Cmd {
	if m.view == before {
		return nil
	}
	return []Cmd{ScrollTo{BoxView, m.view.Left, m.view.Top}}
}

// revealStep scrolls the timeline to what the step under the cursor did.
func (m *Model) revealStep() []Cmd {
	k := m.shown()
	if m.Tab != TabTimeline || k == 0 {
		return nil
	}
	m.row, m.pointed = -1, 0
	before := m.view
	if e := firstEvent(m.play.trace.StepAt(k)); e != nil {
		x := laneX(slices.Index(m.play.survey.procs, e.Proc))
		m.view = m.view.revealAcross(x-LaneW/2, x+LaneW/2)
	}
	m.revealRows(m.play.rows[k-1], m.play.rows[k])
	return m.scrollView(before)
}

// answer takes the student's answer to the question under the cursor and shows the reason.
func (m *Model) answer(msg Msg) []Cmd {
	if !m.Asking() {
		return nil
	}
	var a Answer
	if r, ok := msg.(Reply); ok {
		a.Label = r.Label
		for _, c := range m.Choices() {
			a.Right = a.Right || c.Label == r.Label && c.Right
		}
	}
	m.answers[m.Pos] = a
	m.Tab, m.view.Top = TabWhy, 0
	return []Cmd{FocusAnswer{}, TopOfTab{}, Reveal{}}
}

func (m *Model) updateText(msg Msg) []Cmd {
	switch msg := msg.(type) {
	case Edit:
		m.edit++
		m.Text, m.changes = msg.Text, nil
		return []Cmd{SettleAfter{m.edit, settleTime}}
	case Settle:
		if msg.Edit != m.edit {
			return nil
		}
		m.rebuild()
		return []Cmd{Reveal{}}
	case Load:
		m.edit++
		m.Name, m.Title, m.Text = msg.Name, msg.Title, msg.Text
		m.Pos, m.Playing, m.play, m.changes = 0, false, nil, nil
		m.rebuild()
		m.begin(msg.Start)
		return append([]Cmd{SetEditor{m.Text}}, m.reveal()...)
	}
	return nil
}

// rebuild runs the text anew and keeps the cursor's place as far as there is one. Where nothing
// of the text runs, what was shown before stays.
func (m *Model) rebuild() {
	p, faults := load(m.Text, m.Lang)
	m.Faults = faults
	if p == nil {
		return
	}
	before := m.play
	m.show(p)
	m.follow(before)
	m.Selected, m.Stacked = 0, false
	m.Pos = min(m.Pos, m.Reach())
}

// follow keeps the cursor at the call that it was at in the scenario before, and the answers to questions
// whose results have stayed.
func (m *Model) follow(before *play) {
	answers := m.answers
	m.answers = map[int]Answer{}
	if before == nil {
		return
	}
	now := newDiff(before.script, m.play.script).now
	for k, a := range answers {
		if n := now[k]; n > 0 && m.resultAt(before, k) == m.resultAt(m.play, n) {
			m.answers[n] = a
		}
	}
	if n := now[m.Pos]; n > 0 {
		m.Pos = n
	}
}

func (m *Model) resultAt(p *play, k int) string {
	return resultText(m.words, firstEvent(p.trace.StepAt(k)))
}

// show puts a newly run scenario in place of the one before.
func (m *Model) show(p *play) {
	m.plays++
	p.number = m.plays
	m.play = p
}

func (m *Model) updateHost(msg Msg) []Cmd {
	switch msg := msg.(type) {
	case HostKnown:
		return m.hostKnown(msg)
	case RunHost:
		return m.runHost()
	case CancelHost:
		return m.cancelHost()
	case HostCame:
		return m.hostCame(msg)
	case HostClosed:
		m.hostClosed(msg)
	}
	return nil
}

// hostKnown notes whether there is a host, and starts the run that was asked for before it was known.
func (m *Model) hostKnown(msg HostKnown) []Cmd {
	if m.Host.State == HostRunning {
		return nil
	}
	m.Host.State, m.Host.Reason, m.Host.Release = HostAbsent, msg.Reason, msg.Release
	wanted := m.runWanted
	m.runWanted = false
	if !msg.Probe {
		return nil
	}
	m.Host.State = HostReady
	if wanted {
		return m.runHost()
	}
	return nil
}

// runHost starts a run, or where it is not known yet whether there is a host, asks.
func (m *Model) runHost() []Cmd {
	m.Tab, m.view.Top = TabHost, 0
	switch m.Host.State {
	case HostRunning:
		return nil
	case HostUnknown, HostAbsent:
		m.runWanted = true
		return []Cmd{AskHost{}}
	}
	m.hostRun++
	m.Host = Host{State: HostRunning, Release: m.Host.Release, Sysctls: m.Host.Sysctls, Text: m.Text}
	m.speaks = hostSpeaks
	return []Cmd{TopOfTab{}, StartRun{m.hostRun, m.Text}}
}

func (m *Model) cancelHost() []Cmd {
	if m.Host.State != HostRunning {
		return nil
	}
	m.Host.State, m.Host.Wait = HostCancelled, HostWait{}
	m.speaks = hostSpeaks
	return []Cmd{StopRun{m.hostRun}}
}

func (m *Model) hostCame(msg HostCame) []Cmd {
	if msg.Run != m.hostRun || m.Host.State != HostRunning {
		return nil
	}
	before := len(m.Host.Steps)
	for _, e := range msg.Events {
		m.Host = m.Host.take(e)
	}
	if m.Host.State != HostRunning {
		m.speaks = hostSpeaks
		return []Cmd{TopOfTab{}}
	}
	if len(m.Host.Steps) == before {
		return nil
	}
	return []Cmd{RevealHost{}}
}

func (m *Model) hostClosed(msg HostClosed) {
	if msg.Run != m.hostRun || m.Host.State != HostRunning {
		return
	}
	m.Host.State, m.Host.Wait = HostFailed, HostWait{}
	m.speaks = hostSpeaks
	m.Host.Reason = msg.Reason
	if m.Host.Reason == "" {
		m.Host.Reason = m.words.HostNetwork
	}
}
