package player

import (
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"

	"portlab/sim/trace"
)

// HostState is what is known of the real host.
type HostState string

// The states of the real host.
const (
	HostUnknown   HostState = ""          // not asked yet
	HostAbsent    HostState = "absent"    // no server, or one that cannot probe
	HostReady     HostState = "ready"     //
	HostRunning   HostState = "running"   //
	HostEnded     HostState = "ended"     // all steps came
	HostFailed    HostState = "failed"    // the run broke off with an error
	HostCancelled HostState = "cancelled" //
)

// A Host is what a real host said of the scenario.
type Host struct {
	State   HostState
	Reason  string // why it is absent or failed, in the server's words; "" where there is no server
	Release string // uname -r
	Sysctls []Sysctl
	Steps   []trace.Event
	Wait    HostWait
	Text    string // the scenario that was run
}

// A Sysctl is a value of the host.
type Sysctl struct{ Name, Value string }

// A HostWait is a call that takes its time.
type HostWait struct {
	Line    int
	Seconds float64 // in all
	Elapsed float64 // of them
}

// A HostRow sets one result of the simulator beside that of the host. Rows are comparable.
type HostRow struct {
	Number string // of the step; "" for a completion
	Proc   string
	Text   string
	Here   string // the simulator's
	There  string // the host's; "" as long as it has not come
	Agree  bool
}

// HostRows returns the comparison, in the order of the simulator's events; at the end also what
// happened only on the host.
func (m *Model) HostRows() []HostRow {
	if m.play == nil {
		return nil
	}
	known := m.known()
	pairs := trace.Diff(m.happened(), m.Host.Steps)
	var rows []HostRow
	for _, l := range m.play.script {
		if l.event == nil {
			continue
		}
		p := trace.Pair{Sim: l.event}
		if !l.event.Missing {
			p, pairs = pairs[0], pairs[1:]
		}
		if l.row.Step <= known {
			rows = append(rows, m.hostRow(l, p))
		}
	}
	for _, p := range pairs {
		if m.Host.State == HostEnded && known == m.Len() && !p.Agree {
			rows = append(rows, HostRow{Proc: p.Host.Proc, Text: p.Host.Call.Name, Here: m.words.HostNothing, There: resultText(m.words, p.Host)})
		}
	}
	return rows
}

// happened returns the simulator's events, in their order.
func (m *Model) happened() []trace.Event {
	var events []trace.Event
	for _, l := range m.play.script {
		if l.event != nil && !l.event.Missing {
			events = append(events, *l.event)
		}
	}
	return events
}

func (m *Model) hostRow(l scriptLine, p trace.Pair) HostRow {
	r := HostRow{Proc: l.row.Proc, Text: l.row.Text, Here: resultText(m.words, p.Sim), Agree: p.Agree}
	if !l.row.Resumed {
		r.Number = strconv.Itoa(l.row.Step)
	}
	switch {
	case p.Host != nil:
		r.There = resultText(m.words, p.Host)
	case m.Host.State == HostEnded && !p.Agree && !p.Sim.Missing:
		r.There = m.words.HostNothing
	}
	return r
}

// Progress returns how many results have come, how many there will be, and the seconds that the
// call under way still takes.
func (m *Model) Progress() (done, all int, left float64) {
	for _, l := range m.play.script {
		if l.event != nil {
			all++
		}
	}
	return min(len(m.Host.Steps), all), all, max(0, m.Host.Wait.Seconds-m.Host.Wait.Elapsed)
}

// A HostEvent is one event of the probe's stream.
type HostEvent struct{ Name, Data string }

// An EventReader takes a stream of server-sent events apart, however it is cut into pieces.
type EventReader struct{ rest string }

// Read returns the events that a piece of the stream completes.
func (r *EventReader) Read(piece string) []HostEvent {
	r.rest += strings.ReplaceAll(piece, "\r", "")
	var events []HostEvent
	for {
		block, rest, found := strings.Cut(r.rest, "\n\n")
		if !found {
			return events
		}
		r.rest = rest
		if e := parseEvent(block); e.Data != "" {
			events = append(events, e)
		}
	}
}

func parseEvent(block string) HostEvent {
	e := HostEvent{Name: "message"}
	var data []string
	for _, line := range strings.Split(block, "\n") {
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			e.Name = value
		case "data":
			data = append(data, value)
		}
	}
	e.Data = strings.Join(data, "\n")
	return e
}

// take changes what is known of the host by one event of the stream.
func (h Host) take(e HostEvent) Host {
	switch e.Name {
	case "host":
		return h.takeHost(e.Data)
	case "step":
		if s, err := trace.ParseJSON([]byte(e.Data)); err == nil {
			h.Steps = append(slices.Clip(h.Steps), s)
			h.Wait = HostWait{}
		}
	case "wait":
		var w HostWait
		if json.Unmarshal([]byte(e.Data), &w) == nil {
			h.Wait = w
		}
	case "error":
		var fault struct{ Message string }
		if json.Unmarshal([]byte(e.Data), &fault) != nil || fault.Message == "" {
			fault.Message = e.Data
		}
		h.State, h.Reason = HostFailed, fault.Message
	case "end":
		if h.State == HostRunning {
			h.State, h.Wait = HostEnded, HostWait{}
		}
	}
	return h
}

func (h Host) takeHost(data string) Host {
	var info struct {
		Release string
		Sysctls map[string]string
	}
	if json.Unmarshal([]byte(data), &info) != nil {
		return h
	}
	h.Release, h.Sysctls = info.Release, nil
	for name, value := range info.Sysctls {
		h.Sysctls = append(h.Sysctls, Sysctl{name, value})
	}
	sort.Slice(h.Sysctls, func(i, j int) bool { return h.Sysctls[i].Name < h.Sysctls[j].Name })
	return h
}
