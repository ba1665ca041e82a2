package player

import (
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
		m.selectSocket(msg.Socket)
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
	return []Cmd{Reveal{}}
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
	m.Tab = t
	if t == TabHost && m.Host.State == HostUnknown {
		return []Cmd{TopOfTab{}, AskHost{}}
	}
	return []Cmd{TopOfTab{}, Reveal{}}
}

// togglePredict switches questions on or off. Where they come on, the cursor goes back to the first
// one that it has passed.
func (m *Model) togglePredict() []Cmd {
	m.Predict = !m.Predict
	if !m.Predict {
		m.answers = map[int]Answer{}
		return nil
	}
	return m.move(m.Pos)
}

func (m *Model) selectSocket(id int) {
	if m.Selected == id {
		id = 0
	}
	m.Selected = id
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
	m.Tab = TabWhy
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
		return []Cmd{SetEditor{m.Text}, Reveal{}}
	}
	return nil
}

// rebuild runs the text anew and keeps the cursor's place as far as there is one. Where nothing
// of the text runs, what was shown before stays.
func (m *Model) rebuild() {
	p, faults := load(m.Text)
	m.Faults = faults
	if p == nil {
		return
	}
	m.show(p)
	m.answers = map[int]Answer{}
	m.Selected = 0
	m.Pos = min(m.Pos, m.Reach())
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
	m.Tab = TabHost
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
