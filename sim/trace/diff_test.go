package trace

import (
	"slices"
	"strings"
	"testing"

	"portlab/sim/abi"
)

// Each event of a diffTest is LINE RESULT, where the result is of the line's call: a number,
// an errno, an address, "data", =value, "blocked"; "@LINE RESULT" in front makes it a completion
// that this line caused.
var diffTests = []struct {
	name      string
	src       string
	sim, host string
	want      string // per pair: the line, and its fields that differ or what is undetermined
}{
	{
		name: "the same",
		src:  "A bind(3, 127.0.0.1:80)\nA listen(3, 1)\nA getsockname(3)\nA recv(3, 9)",
		sim:  "1 0;2 EADDRINUSE;3 127.0.0.1:80;4 \"hi\"", host: "1 0;2 EADDRINUSE;3 127.0.0.1:80;4 \"hi\"",
		want: "1;2;3;4",
	},
	{
		name: "other results",
		src:  "A dup(3)\nA listen(3, 1)\nA listen(3, 1)\nA accept(3)\nA recv(3, 9)",
		sim:  "1 4;2 0;3 EINVAL;4 4;5 \"hi\"", host: "1 5;2 EADDRINUSE;3 EADDRINUSE;4 blocked;5 \"ho\"",
		want: "1 ret;2 errno;3 errno;4 state;5 data",
	},
	{
		name: "one run ends early",
		src:  "A dup(3)\nA dup(3)\nA dup(3)",
		sim:  "1 4;2 5", host: "1 4;3 6",
		want: "1;2 state;3 state",
	},
	{
		name: "chosen ports differ consistently",
		src:  "A bind(3, 127.0.0.1:0)\nA getsockname(3)\nB connect(3, 127.0.0.1:40000)\nB getpeername(3)\nB getsockname(3)\nA accept(3)",
		sim:  "1 0;2 127.0.0.1:40000;3 0;4 127.0.0.1:40000;5 127.0.0.1:40001;6 127.0.0.1:40001",
		host: "1 0;2 127.0.0.1:50000;3 0;4 127.0.0.1:50000;5 127.0.0.1:40000;6 127.0.0.1:40000",
		want: "1;2 ephemeral;3;4 ephemeral;5 ephemeral;6 ephemeral",
	},
	{
		name: "a chosen port is another peer's",
		src:  "A getsockname(3)\nB getsockname(3)\nB getpeername(3)",
		sim:  "1 127.0.0.1:40000;2 127.0.0.1:40001;3 127.0.0.1:40000",
		host: "1 127.0.0.1:50000;2 127.0.0.1:50001;3 127.0.0.1:50001",
		want: "1 ephemeral;2 ephemeral;3 addr",
	},
	{
		name: "ports of the text are determined, and so are addresses and port 0",
		src:  "A bind(3, 127.0.0.1:8080)\nA getsockname(3)\nA getsockname(4)\nA getsockname(5)",
		sim:  "1 0;2 127.0.0.1:8080;3 127.0.0.1:40000;4 0.0.0.0:0",
		host: "1 0;2 127.0.0.1:8081;3 127.0.0.2:40000;4 0.0.0.0:40000",
		want: "1;2 addr;3 addr;4 addr",
	},
	{
		name: "another of those that wait gets the data",
		src:  "A recv(3, 9)\nB recv(3, 9)\nC send(4, \"hi\")",
		sim:  "1 blocked;2 blocked;3 2;@3 1 \"hi\"", host: "1 blocked;2 blocked;3 2;@3 2 \"hi\"",
		want: "1;2;3;1 waiter",
	},
	{
		name: "another of those that wait gets other data",
		src:  "A recv(3, 9)\nB recv(3, 9)\nC send(4, \"hi\")",
		sim:  "1 blocked;2 blocked;3 2;@3 1 \"hi\"", host: "1 blocked;2 blocked;3 2;@3 2 \"ho\"",
		want: "1;2;3;1 state;2 state",
	},
	{
		name: "another of those that connect gets the error",
		src:  "A connect(3, 127.0.0.1:80)\nB connect(3, 127.0.0.1:80)\nC shutdown(3, 2)",
		sim:  "1 blocked;2 blocked;3 0;@3 1 ECONNRESET;@3 2 EPIPE", host: "1 blocked;2 blocked;3 0;@3 1 EPIPE;@3 2 ECONNRESET",
		want: "1;2;3;1 waiter;2 waiter",
	},
	{
		name: "completions",
		src:  "A accept(3)\nB accept(3)\nC sleep(1)\nC sleep(1)",
		sim:  "1 blocked;2 blocked;3 0;@3 1 4;@3 2 4;4 0", host: "1 blocked;2 blocked;3 0;@3 2 4;@3 1 4;4 0",
		want: "1;2;3;1 order;2 order;4",
	},
	{
		name: "completions at another line, or none",
		src:  "A accept(3)\nB accept(3)\nC close(3)\nC close(4)",
		sim:  "1 blocked;2 blocked;3 0;@3 1 4;@3 2 4;4 0", host: "1 blocked;2 blocked;3 0;4 0;@4 1 4",
		want: "1;2;3;1 at;2 state;4",
	},
	{
		name: "values",
		src: "A getsockopt(3, SOL_SOCKET, SO_TYPE)\nA getsockopt(3, SOL_SOCKET, SO_ERROR)\nA getsockopt(3, SOL_SOCKET, SO_RCVBUF)\n" +
			"A setsockopt(3, SOL_SOCKET, SO_RCVBUF, 5000)\nA getsockopt(3, SOL_SOCKET, SO_RCVBUF)",
		sim: "1 =1;2 =0;3 =131072;4 0;5 =10000", host: "1 =2;2 =\"ECONNREFUSED\";3 =87380;4 0;5 =9999",
		want: "1 value;2 value;3 buffer;4;5 value",
	},
	{
		name: "the member of a group",
		src: "A setsockopt(3, SOL_SOCKET, SO_REUSEPORT, 1)\nA setsockopt(4, SOL_SOCKET, SO_REUSEPORT, 1)\nB connect(3, 127.0.0.1:80)\n" +
			"A accept(3)\nA dup(3)",
		sim: "1 0;2 0;3 0;4 5;5 6", host: "1 0;2 0;3 0;4 EAGAIN;5 5",
		want: "1;2;3;4 group;5 ret",
	},
	{
		name: "handshakes held back",
		src: "A setsockopt(3, SOL_TCP, TCP_DEFER_ACCEPT, 1)\nB connect(3, 127.0.0.1:80)\nB connect(4, 127.0.0.1:80)\n" +
			"B recv(3, 9)\nA sleep(2)\nB recv(4, 9)",
		sim: "1 0;2 0;3 0;4 EAGAIN;5 0;6 \"ab\"", host: "1 0;2 0;3 0;4 \"ab\";5 0;6 EAGAIN",
		want: "1;2;3;4 errno;5;6 deferred",
	},
	{
		name: "closes whose time is up",
		src:  "A close(3)\nB close(3)\nC sleep(2)",
		sim:  "1 blocked;2 blocked;3 0;@3 1 0;@3 2 0", host: "1 blocked;2 blocked;3 0;@3 2 0;@3 1 0",
		want: "1;2;3;1 waiter;2 waiter",
	},
}

func TestDiff(t *testing.T) {
	for _, tt := range diffTests {
		t.Run(tt.name, func(t *testing.T) {
			sim, host := events(t, tt.src, tt.sim), throughJSON(t, events(t, tt.src, tt.host))
			var got []string
			for _, p := range Diff(sim, host) {
				got = append(got, pairText(t, p))
			}
			if text := strings.Join(got, ";"); text != tt.want {
				t.Errorf("got %s, want %s", text, tt.want)
			}
		})
	}
}

func pairText(t *testing.T, p Pair) string {
	t.Helper()
	if p.Agree != (len(p.Differ) == 0) {
		t.Errorf("%+v: Agree and Differ say different things", p)
	}
	e := p.Sim
	if e == nil {
		e = p.Host
	}
	words := append([]string{string(rune('0' + e.Line))}, p.Differ...)
	names := map[*Undetermined]string{&EphemeralPort: "ephemeral", &BufferSize: "buffer", &GroupMember: "group", &Waiter: "waiter", &Deferred: "deferred"}
	if p.Undetermined != nil {
		words = append(words, names[p.Undetermined])
	}
	return strings.Join(words, " ")
}

// events reads the events of a diffTest.
func events(t *testing.T, src, text string) []Event {
	t.Helper()
	lines := strings.Split(src, "\n")
	var out []Event
	for _, item := range strings.Split(text, ";") {
		at, state := 0, `"done"`
		if strings.HasPrefix(item, "@") {
			at, state, item = int(item[1]-'0'), `"resumed"`, item[3:]
		}
		line := int(item[0] - '0')
		st := step(t, lines[line-1])
		e := parsed(t, state, item[2:])
		e.Line, e.At, e.Proc, e.Call = line, at, st.Proc, &st.Call
		out = append(out, e)
	}
	return out
}

// parsed makes an event of a result alone.
func parsed(t *testing.T, state, result string) Event {
	t.Helper()
	fields := `"ret":` + result
	switch {
	case result == "blocked":
		state, fields = `"blocked"`, `"ret":0`
	case result[0] == '"':
		fields = `"ret":2,"data":` + result
	case result[0] == '=':
		fields = `"ret":0,"value":` + result[1:]
	case result[0] == 'E':
		fields = `"ret":-1,"errno":"` + result + `"`
	case strings.Contains(result, ":"):
		fields = `"ret":0,"addr":"` + result + `"`
	}
	e, err := ParseJSON([]byte(`{"state":` + state + `,` + fields + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// throughJSON returns events as a page has a host's.
func throughJSON(t *testing.T, in []Event) []Event {
	t.Helper()
	out := make([]Event, len(in))
	for i := range in {
		e, err := ParseJSON(JSON(&in[i]))
		if err != nil {
			t.Fatal(err)
		}
		out[i] = e
	}
	return out
}

func TestDiffPassesOverClaims(t *testing.T) {
	sim := events(t, "A accept(3)", "1 blocked")
	missing := Event{Line: 2, Call: &abi.Call{Name: "accept"}, State: Blocked, Missing: true}
	if got := Diff(append(sim, missing), append([]Event{missing}, sim...)); len(got) != 1 || !got[0].Agree {
		t.Errorf("got %+v", got)
	}
}

func TestEverythingUndeterminedHasItsReason(t *testing.T) {
	if !slices.Contains(AllUndetermined, &EphemeralPort) {
		t.Error("EphemeralPort is not in the list")
	}
	for _, u := range AllUndetermined {
		if u.What == "" || u.Why == "" {
			t.Errorf("%+v", u)
		}
	}
}
