package player

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

const stream = "event: host\ndata: {\"release\":\"6.18.44\",\"sysctls\":{\"net.core.somaxconn\":\"4096\"}}\n\n" +
	": a comment\n\n" +
	"event: step\r\ndata: {\"line\":2,\"proc\":\"A\",\"call\":\"socket\",\"state\":\"done\",\"ret\":3}\r\n\r\n" +
	"event: wait\ndata: {\"line\":13,\"seconds\":65,\"elapsed\":5.5}\n\n" +
	"event: end\ndata: {\"ok\":true}\n\n"

// TestEventReader wants the same events however the stream is cut.
func TestEventReader(t *testing.T) {
	var whole EventReader
	want := whole.Read(stream)
	var names []string
	for _, e := range want {
		names = append(names, e.Name)
	}
	if got := strings.Join(names, " "); got != "host step wait end" {
		t.Fatalf("events %s", got)
	}
	for size := 1; size < 60; size++ {
		var r EventReader
		var got []HostEvent
		for rest := stream; rest != ""; {
			n := min(size, len(rest))
			got = append(got, r.Read(rest[:n])...)
			rest = rest[n:]
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("in pieces of %d bytes the events are %v", size, got)
		}
	}
}

// hostStep is one step event of the restart.
func hostStep(line, result string) HostEvent {
	return HostEvent{"step", `{"line":` + line + `,"state":"done",` + result + `}`}
}

// restartOnHost is what a host that agrees says of the restart, one result a line.
func restartOnHost() []HostEvent {
	results := []string{`"ret":3`, `"ret":0`, `"ret":0`, `"ret":3`, `"ret":0`, `"ret":4`, `"ret":0`, `"ret":0`, `"call":"exit"`,
		`"ret":3`, `"ret":-1,"errno":"EADDRINUSE"`, `"ret":0`, `"ret":0`}
	lines := strings.Fields("2 3 4 5 6 7 8 9 10 11 12 13 14")
	var events []HostEvent
	for i, r := range results {
		events = append(events, hostStep(lines[i], r))
	}
	return events
}

func TestHostRun(t *testing.T) {
	m := restartModel(Config{Mode: Playground, Lang: English})
	if cmds := sendAll(m, RunHost{}); !reflect.DeepEqual(cmds, []Cmd{AskHost{}}) {
		t.Fatalf("commands %v: it is not known yet whether there is a host", cmds)
	}
	cmds := sendAll(m, HostKnown{Probe: true, Release: "6.18.44"})
	start, ok := cmds[len(cmds)-1].(StartRun)
	if !ok || start.Text != m.Text {
		t.Fatalf("commands %v: the run that was asked for does not start", cmds)
	}
	var r EventReader
	sendAll(m, HostCame{start.Run, r.Read(stream[:strings.Index(stream, "event: end")])})
	v := m.HostView()
	if !v.CanCancel || v.Done != 1084 || v.Most != 13000 || !reflect.DeepEqual(v.Said, []string{"1 of 13 results, waiting, 60 s left"}) {
		t.Errorf("while it runs: %+v", v)
	}
	if m.Live() != "This host: the run has begun." {
		t.Errorf("the live region says %q", m.Live())
	}
	sendAll(m, HostCame{start.Run, append(restartOnHost()[1:], HostEvent{"end", `{"ok":true}`})}, HostClosed{start.Run, ""})
	v = m.HostView()
	if v.CanCancel || !v.CanRun || v.Said[0] != "All results agree (13)." {
		t.Errorf("at the end: %+v", v)
	}
	if want := []Sysctl{{"This host", "Linux 6.18.44"}, {"net.core.somaxconn", "4096"}}; !reflect.DeepEqual(v.Facts, want) {
		t.Errorf("facts %v", v.Facts)
	}
	if m.Live() != "This host: All results agree (13)." {
		t.Errorf("the live region says %q", m.Live())
	}
}

// running returns a player whose scenario runs on the host.
func running(mode Mode) (*Model, int) {
	m := restartModel(Config{Mode: mode, Lang: English})
	cmds := sendAll(m, HostKnown{Probe: true}, RunHost{})
	return m, cmds[len(cmds)-1].(StartRun).Run
}

func TestHostDiffers(t *testing.T) {
	m, run := running(Playground)
	events := restartOnHost()
	events[10] = hostStep("12", `"ret":0`)
	sendAll(m, HostCame{run, append(events, HostEvent{"end", `{"ok":false}`})})
	rows := m.HostRows()
	if r := rows[10]; r.Here != "EADDRINUSE" || r.There != "0" || r.Agree {
		t.Errorf("the row is %+v", r)
	}
	if got := m.HostView().Said[0]; got != "Results that differ: 1." {
		t.Errorf("it says %q", got)
	}
}

// TestHostCompletions compares calls that completed later: a completion that came is beside its own,
// and one that came to another call, or to none, is shown.
func TestHostCompletions(t *testing.T) {
	const text = "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:80) = 0\nA listen(3, 5) = 0\n" +
		"A fork() = B\nB accept(3 <unfinished ...>\nC socket(AF_INET, SOCK_STREAM, 0) = 3\n" +
		"C connect(3, 127.0.0.1:80) = 0\nB <... accept resumed> = 4\n"
	before := []HostEvent{hostStep("1", `"ret":3`), hostStep("2", `"ret":0`), hostStep("3", `"ret":0`), hostStep("4", `"ret":"B"`),
		{"step", `{"line":5,"proc":"B","call":"accept","state":"blocked"}`}, hostStep("6", `"ret":3`), hostStep("7", `"ret":0`)}
	for _, c := range []struct {
		name, completion string
		said, there      string
		rows             int
	}{
		{"its own", `{"line":5,"proc":"B","call":"accept","state":"resumed","ret":4,"addr":"127.0.0.1:40000","at":7}`, "All results agree (8).", "4", 8},
		{"none", "", "Results that differ: 1.", "nothing", 8},
		{"of another call", `{"line":4,"proc":"X","call":"accept","state":"resumed","ret":4,"at":7}`, "Results that differ: 2.", "nothing", 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := New(Config{Name: "mine", Mode: Playground, Lang: English, Text: text})
			cmds := sendAll(m, HostKnown{Probe: true}, RunHost{})
			events := slices.Clone(before)
			if c.completion != "" {
				events = append(events, HostEvent{"step", c.completion})
			}
			sendAll(m, HostCame{cmds[len(cmds)-1].(StartRun).Run, append(events, HostEvent{"end", `{"ok":true}`})})
			rows := m.HostRows()
			if len(rows) != c.rows || rows[7].There != c.there || m.HostView().Said[0] != c.said {
				t.Errorf("it says %q: %+v", m.HostView().Said[0], rows)
			}
		})
	}
}

// TestHostKeepsTheSecret wants no result of the host beyond an open question.
func TestHostKeepsTheSecret(t *testing.T) {
	m, run := running(Lesson)
	sendAll(m, HostCame{run, append(restartOnHost(), HostEvent{"end", `{"ok":true}`})})
	if got := len(m.HostRows()); got != question-1 {
		t.Errorf("%d rows, want %d", got, question-1)
	}
}

func TestHostTrouble(t *testing.T) {
	for _, c := range []struct {
		name string
		then func(m *Model, run int) []Cmd
		want string
		cmds []Cmd
	}{
		{"an error", func(m *Model, run int) []Cmd {
			return sendAll(m, HostCame{run, []HostEvent{{"error", `{"message":"too many runs at once"}`}}}, HostClosed{run, ""})
		}, "The run broke off: too many runs at once", nil},
		{"the server is gone", func(m *Model, run int) []Cmd {
			return sendAll(m, HostClosed{run, ""})
		}, "The run broke off: The connection to the server broke off.", nil},
		{"refused", func(m *Model, run int) []Cmd {
			return sendAll(m, HostClosed{run, "not from this page"})
		}, "The run broke off: not from this page", nil},
		{"cancelled", func(m *Model, run int) []Cmd {
			return sendAll(m, CancelHost{})
		}, "Cancelled.", []Cmd{StopRun{1}}},
		{"what comes after cancelling", func(m *Model, run int) []Cmd {
			return sendAll(m, CancelHost{}, HostCame{run, restartOnHost()}, HostClosed{run, "aborted"})
		}, "Cancelled.", nil},
		{"the text changed", func(m *Model, run int) []Cmd {
			sendAll(m, HostCame{run, append(restartOnHost(), HostEvent{"end", "{}"})}, Edit{"A socket(AF_INET, SOCK_STREAM, 0)"})
			return nil
		}, "The scenario has changed since this run.", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, run := running(Playground)
			cmds := c.then(m, run)
			if got := m.HostView().Said[0]; got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
			if c.cmds != nil && !reflect.DeepEqual(cmds, c.cmds) {
				t.Errorf("commands %v, want %v", cmds, c.cmds)
			}
		})
	}
}

func TestNoHost(t *testing.T) {
	for _, c := range []struct {
		known HostKnown
		want  string
	}{
		{HostKnown{}, english.HostNone},
		{HostKnown{Reason: "it needs Linux"}, "This server does not run scenarios: it needs Linux"},
	} {
		m := restartModel(Config{Mode: Playground, Lang: English})
		sendAll(m, PickTab{TabHost}, c.known)
		v := m.HostView()
		if v.CanRun || v.Said[0] != c.want || v.Said[1] != english.HostGetOne {
			t.Errorf("%+v: %+v", c.known, v)
		}
	}
}
