package player

import (
	"math"
	"strconv"
)

// A HostView is what the tab of the real host shows.
type HostView struct {
	CanRun    bool
	CanCancel bool
	RunLabel  string
	Said      []string // the state of things, a sentence each
	HasRun    bool
	Rows      []HostRow
	Done      int // results that have come, in thousandths, with the part of a wait that has passed
	Most      int // results that will come, in thousandths
	Facts     []Sysctl
	Differs   bool // the run has ended, and some results differ
}

// HostView returns the tab of the real host.
func (m *Model) HostView() *HostView {
	w, h := m.words, &m.Host
	v := &HostView{RunLabel: w.RunHost, CanCancel: h.State == HostRunning, HasRun: h.Text != ""}
	v.CanRun = m.play != nil && h.State != HostUnknown && h.State != HostAbsent && !v.CanCancel
	v.Said = m.hostSaid()
	if !v.HasRun {
		return v
	}
	v.RunLabel = w.RunAgain
	v.Done, v.Most = m.hostDone()
	if h.Release != "" {
		v.Facts = append([]Sysctl{{w.HostColumn, fill(w.HostKernel, "release", h.Release)}}, h.Sysctls...)
	}
	if m.hostStale() {
		return v
	}
	v.Rows = m.HostRows()
	v.Differs = h.State == HostEnded && differing(v.Rows) > 0
	return v
}

// hostDone returns how far the run has come, in thousandths of a result.
func (m *Model) hostDone() (done, most int) {
	done, most, _ = m.Progress()
	done, most = done*1000, most*1000
	if w := m.Host.Wait; w.Seconds > 0 {
		done += int(1000 * min(1, w.Elapsed/w.Seconds))
	}
	return min(done, most), most
}

// hostStale reports whether the text was changed since the run, so that results cannot be compared.
func (m *Model) hostStale() bool { return m.Host.Text != "" && m.Host.Text != m.Text }

// hostSaid says how things stand with the real host.
func (m *Model) hostSaid() []string {
	w, h := m.words, &m.Host
	if m.hostStale() && h.State != HostRunning {
		return []string{w.HostStale}
	}
	switch h.State {
	case HostUnknown:
		return []string{w.HostChecking}
	case HostAbsent:
		if h.Reason == "" {
			return []string{w.HostNone, w.HostGetOne}
		}
		return []string{fill(w.HostNoProbe, "reason", h.Reason), w.HostGetOne}
	case HostReady:
		return []string{w.HostIntro}
	case HostRunning:
		return []string{m.hostProgress()}
	case HostFailed:
		return []string{fill(w.HostFailed, "reason", h.Reason)}
	case HostCancelled:
		return []string{w.HostCancelled}
	}
	return []string{m.hostSummary()}
}

func (m *Model) hostProgress() string {
	done, most, left := m.Progress()
	s := fill(m.words.HostProgress, "done", strconv.Itoa(done), "all", strconv.Itoa(most))
	if left > 0 {
		s += m.words.Comma + fill(m.words.HostWaiting, "n", strconv.Itoa(int(math.Ceil(left))))
	}
	return s
}

// hostSummary counts the results that differ, as far as results may be seen.
func (m *Model) hostSummary() string {
	rows := m.HostRows()
	if differ := differing(rows); differ > 0 {
		return fill(m.words.HostDiffers, "n", strconv.Itoa(differ))
	}
	return fill(m.words.HostAgrees, "n", strconv.Itoa(len(rows)))
}

func differing(rows []HostRow) int {
	n := 0
	for _, r := range rows {
		if r.There != "" && !r.Agree {
			n++
		}
	}
	return n
}
