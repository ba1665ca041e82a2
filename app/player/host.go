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
	Steps   []HostStep
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

// A HostStep is one line of the probe's JSON: what a call answered there.
type HostStep struct {
	Line  int             `json:"line"`
	At    int             `json:"at"`
	Proc  string          `json:"proc"`
	Call  string          `json:"call"`
	State string          `json:"state"`
	Ret   json.RawMessage `json:"ret"`
	Errno string          `json:"errno"`
	Addr  string          `json:"addr"`
	Data  string          `json:"data"`
	Value json.RawMessage `json:"value"`
}

// result writes a host's result as the script does.
func (s *HostStep) result(w *Words) string {
	switch {
	case s.State == trace.Blocked.String():
		return w.Waits
	case s.Errno != "":
		return s.Errno
	case len(s.Value) > 0:
		return rawText(s.Value)
	case s.Call == "getsockname", s.Call == "getpeername":
		return s.Addr
	case isReceive(s.Call) && s.Data != "":
		return rawText(s.Ret) + " " + strconv.Quote(s.Data)
	case len(s.Ret) == 0:
		return "—"
	}
	return rawText(s.Ret)
}

// rawText writes a JSON number, string or list without the quotes of a string.
func rawText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
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

// HostRows returns the comparison, in the order of the simulator's events.
func (m *Model) HostRows() []HostRow {
	if m.play == nil {
		return nil
	}
	known := m.known()
	var rows []HostRow
	for _, l := range m.play.script {
		if l.event == nil || l.row.Step > known {
			continue
		}
		r := HostRow{Proc: l.row.Proc, Text: l.row.Text, Here: resultText(m.words, l.event)}
		if !l.row.Resumed {
			r.Number = strconv.Itoa(l.row.Step)
		}
		if s := m.Host.find(l.event); s != nil {
			r.There = s.result(m.words)
			r.Agree = agrees(l.event, s, r)
		}
		rows = append(rows, r)
	}
	return rows
}

// find returns what the host said to an event, or nil as long as it has said nothing.
func (h *Host) find(e *trace.Event) *HostStep {
	for i := range h.Steps {
		s := &h.Steps[i]
		if s.Line == e.Line && (s.State == trace.Resumed.String()) == (e.State == trace.Resumed) {
			return s
		}
	}
	return nil
}

// agrees reports whether simulator and host answered alike. Ports that the kernel chose are as
// random there as here, so of an address with such a port only the host part counts.
func agrees(e *trace.Event, s *HostStep, r HostRow) bool {
	if r.Here == r.There {
		return true
	}
	const firstEphemeral = 1024
	addr := e.Result.Addr
	if addr.IsZero() || s.Addr == "" || e.Result.Errno != 0 || s.Errno != "" {
		return false
	}
	i := strings.LastIndexByte(s.Addr, ':')
	port, err := strconv.Atoi(s.Addr[i+1:])
	own := addr.String()
	return err == nil && port >= firstEphemeral && addr.Port >= firstEphemeral &&
		own[:strings.LastIndexByte(own, ':')] == s.Addr[:max(i, 0)]
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
		var s HostStep
		if json.Unmarshal([]byte(e.Data), &s) == nil {
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
