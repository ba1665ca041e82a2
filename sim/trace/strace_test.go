package trace

import (
	"testing"

	"portlab/sim/abi"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// written is events with what Strace and JSON make of them.
var written = []struct {
	src    string // a line that claims something or nothing
	state  State
	result func(*testing.T) abi.Result
	strace string
	json   string
}{
	{
		"A bind(3, 127.0.0.1:80) = 0", Done, errno(abi.EADDRINUSE),
		"A bind(3, 127.0.0.1:80) = -1 EADDRINUSE (Address already in use)\n# claimed: 0",
		`{"line":1,"proc":"A","call":"bind","state":"done","ret":-1,"errno":"EADDRINUSE","claim":"0","ok":false}`,
	},
	{
		"A bind(3, 127.0.0.1:80) = -1 EADDRINUSE", Done, errno(abi.EADDRINUSE),
		"A bind(3, 127.0.0.1:80) = -1 EADDRINUSE (Address already in use)",
		`{"line":1,"proc":"A","call":"bind","state":"done","ret":-1,"errno":"EADDRINUSE","claim":"-1 EADDRINUSE","ok":true}`,
	},
	{
		"A accept(3)", Blocked, number(0),
		"A accept(3 <unfinished ...>",
		`{"line":1,"proc":"A","call":"accept","state":"blocked"}`,
	},
	{
		"A accept(3) = 4", Blocked, number(0),
		"A accept(3 <unfinished ...>\n# claimed: 4",
		`{"line":1,"proc":"A","call":"accept","state":"blocked","claim":"4","ok":false}`,
	},
	{
		"A accept(3) = <unfinished ...>", Done, peer(4, "127.0.0.1:4000"),
		"A accept(3) = 4\n# claimed: <unfinished ...>",
		`{"line":1,"proc":"A","call":"accept","state":"done","ret":4,"addr":"127.0.0.1:4000","claim":"<unfinished ...>","ok":false}`,
	},
	{
		"A accept(3, 127.0.0.1:4001, [16]) = 4", Done, peer(4, "127.0.0.1:4000"),
		"A accept(3, 127.0.0.1:4000, [16]) = 4\n# claimed: accept(3, 127.0.0.1:4001, [16]) = 4",
		`{"line":1,"proc":"A","call":"accept","state":"done","ret":4,"addr":"127.0.0.1:4000","claim":"4","ok":false}`,
	},
	{
		"A accept4(3, SOCK_CLOEXEC)", Resumed, peer(4, "[::1]:4000"),
		"A <... accept4 resumed> = 4",
		`{"line":1,"proc":"A","call":"accept4","state":"resumed","ret":4,"addr":"[::1]:4000"}`,
	},
	{
		"A getsockname(3) = 127.0.0.1:80", Done, peer(0, "127.0.0.1:81"),
		"A getsockname(3) = 127.0.0.1:81\n# claimed: 127.0.0.1:80",
		`{"line":1,"proc":"A","call":"getsockname","state":"done","ret":0,"addr":"127.0.0.1:81","claim":"127.0.0.1:80","ok":false}`,
	},
	{
		"A getpeername(3)", Done, errno(abi.ENOTCONN),
		"A getpeername(3) = -1 ENOTCONN (Transport endpoint is not connected)",
		`{"line":1,"proc":"A","call":"getpeername","state":"done","ret":-1,"errno":"ENOTCONN"}`,
	},
	{
		"A recv(3, 9)", Done, data("a\"\n\x01\xff你"),
		`A recv(3, 9) = 8 "a\"\n\1\377你"`,
		`{"line":1,"proc":"A","call":"recv","state":"done","ret":8,"data":"a\"\n\u0001�你"}`,
	},
	{
		"A read(3, 9) = 5", Done, data(""),
		"A read(3, 9) = 0 \"\"\n# claimed: 5",
		`{"line":1,"proc":"A","call":"read","state":"done","ret":0,"data":"","claim":"5","ok":false}`,
	},
	{
		"A recvfrom(3, 9)", Resumed, func(t *testing.T) abi.Result {
			return abi.Result{Ret: 2, Data: "hi", Addr: addr(t, "127.0.0.1:53")}
		},
		`A <... recvfrom resumed> = 2 "hi" from 127.0.0.1:53`,
		`{"line":1,"proc":"A","call":"recvfrom","state":"resumed","ret":2,"addr":"127.0.0.1:53","data":"hi"}`,
	},
	{
		"A getsockopt(3, SOL_SOCKET, SO_ERROR)", Done, value(abi.OptValue{Form: abi.OptErrno, Int: int(abi.ECONNREFUSED)}),
		"A getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0",
		`{"line":1,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":"ECONNREFUSED"}`,
	},
	{
		"A getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0", Done, value(abi.OptValue{Form: abi.OptErrno}),
		"A getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0\n# claimed: getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0",
		`{"line":1,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":0,"claim":"0","ok":false}`,
	},
	{
		"A getsockopt(3, SOL_SOCKET, SO_LINGER)", Done, value(abi.OptValue{Form: abi.OptLinger, Onoff: 1, Linger: 5}),
		"A getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}, [8]) = 0",
		`{"line":1,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":[1,5]}`,
	},
	{
		"A getsockopt(3, SOL_SOCKET, SO_BINDTODEVICE)", Done, value(abi.OptValue{Form: abi.OptString, Str: "lo"}),
		`A getsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, "lo", [3]) = 0`,
		`{"line":1,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":"lo"}`,
	},
	{
		"A getsockopt(3, SOL_TCP, TCP_INFO)", Done, value(abi.OptValue{Form: abi.OptState, Str: "TCP_LISTEN"}),
		"A getsockopt(3, SOL_TCP, TCP_INFO, [TCP_LISTEN]) = 0",
		`{"line":1,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":"TCP_LISTEN"}`,
	},
	{
		"A getsockopt(3, SOL_SOCKET, SO_REUSEADDR)", Done, value(abi.OptValue{Int: 1}),
		"A getsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], [4]) = 0",
		`{"line":1,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":1}`,
	},
	{
		"A fcntl(3, F_GETFD)", Done, number(1),
		"A fcntl(3, F_GETFD) = 0x1 (flags FD_CLOEXEC)",
		`{"line":1,"proc":"A","call":"fcntl","state":"done","ret":1}`,
	},
	{
		"A fcntl(3, F_GETFD)", Done, number(0),
		"A fcntl(3, F_GETFD) = 0",
		`{"line":1,"proc":"A","call":"fcntl","state":"done","ret":0}`,
	},
	{
		"A fcntl(3, F_GETFL)", Done, number(abi.O_RDWR | abi.O_NONBLOCK),
		"A fcntl(3, F_GETFL) = 0x802 (flags O_RDWR|O_NONBLOCK)",
		`{"line":1,"proc":"A","call":"fcntl","state":"done","ret":2050}`,
	},
	{
		"A fcntl(3, F_DUPFD, 10)", Done, number(10),
		"A fcntl(3, F_DUPFD, 10) = 10",
		`{"line":1,"proc":"A","call":"fcntl","state":"done","ret":10}`,
	},
	{
		"A fork() = B", Done, number(0),
		"A fork() = B",
		`{"line":1,"proc":"A","call":"fork","state":"done","ret":"B","claim":"B","ok":true}`,
	},
	{
		"A exit(0) = ?", Done, func(*testing.T) abi.Result { return abi.Result{Gone: true} },
		"A exit(0) = ?",
		`{"line":1,"proc":"A","call":"exit","state":"done","claim":"?","ok":true}`,
	},
}

func errno(e abi.Errno) func(*testing.T) abi.Result {
	return func(*testing.T) abi.Result { return abi.Fail(e) }
}

func number(n int) func(*testing.T) abi.Result {
	return func(*testing.T) abi.Result { return abi.Result{Ret: n} }
}

func data(s string) func(*testing.T) abi.Result {
	return func(*testing.T) abi.Result { return abi.Result{Ret: len(s), Data: s} }
}

func value(v abi.OptValue) func(*testing.T) abi.Result {
	return func(*testing.T) abi.Result { return abi.Result{Value: &v} }
}

func peer(n int, a string) func(*testing.T) abi.Result {
	return func(t *testing.T) abi.Result { return abi.Result{Ret: n, Addr: addr(t, a)} }
}

func TestStrace(t *testing.T) {
	for _, tt := range written {
		e := event(t, tt.src, tt.state, tt.result(t))
		if got := Strace(&e); got != tt.strace {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.src, got, tt.strace)
		}
	}
}

// TestStraceIsScenario: what is printed for a call can be read again, and its result then holds.
func TestStraceIsScenario(t *testing.T) {
	for _, tt := range written {
		e := event(t, tt.src, tt.state, tt.result(t))
		text := eventText(&e)
		if e.State == Resumed {
			text = "A " + scenario.CallText(*e.Call, scenario.Out{}) + "\n" + text
		}
		s, err := scenario.Parse("", text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		last := s.Lines[len(s.Lines)-1]
		claim, out := scenario.Claim{}, scenario.Out{}
		if last.Resumed != nil {
			claim, out = last.Resumed.Claim, last.Resumed.Out
		} else {
			claim, out = last.Step.Claim, last.Step.Out
		}
		if !Holds(&claim, &out, &e) {
			t.Errorf("%s: the result that was printed does not hold", text)
		}
	}
}

func TestMissing(t *testing.T) {
	e := Event{Line: 7, Proc: "A", Call: &abi.Call{Name: "accept"}, State: Blocked, Missing: true,
		Claim: &scenario.Claim{Kind: scenario.ClaimRet, Ret: 4, Text: "4"}}
	if got, want := Strace(&e), "# not completed by here: A <... accept resumed>\n# claimed: 4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	const want = `{"line":7,"proc":"A","call":"accept","state":"blocked","claim":"4","ok":false,"missing":true}`
	if got := string(JSON(&e)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if back, err := ParseJSON([]byte(want)); err != nil || !back.Missing {
		t.Errorf("read as %+v, %v", back, err)
	}
}

func TestJSON(t *testing.T) {
	for _, tt := range written {
		e := event(t, tt.src, tt.state, tt.result(t))
		if got := string(JSON(&e)); got != tt.json {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.src, got, tt.json)
		}
	}
}

func TestJSONWhy(t *testing.T) {
	rule := &profile.Rule{ID: "bind/conflict", Pass: profile.Text{EN: "free"}, Fail: profile.Text{EN: "taken"}}
	v := profile.Verdict{Errno: abi.EADDRINUSE, Checks: []profile.Check{{Rule: rule, OK: true}, {Rule: rule, Socket: 3}}}
	e := Event{Line: 2, Proc: "A", Call: &abi.Call{Name: "bind"}, State: Resumed, Result: abi.Fail(abi.EADDRINUSE), At: 9, Why: &v}
	const want = `{"line":2,"proc":"A","call":"bind","state":"resumed","ret":-1,"errno":"EADDRINUSE","at":9,` +
		`"why":[{"rule":"bind/conflict","ok":true,"text":"free"},{"rule":"bind/conflict","ok":false,"sockets":[3],"text":"taken"}]}`
	if got := string(JSON(&e)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestParseJSON: what JSON writes is read as an event that JSON writes the same.
func TestParseJSON(t *testing.T) {
	for _, tt := range written {
		e, err := ParseJSON([]byte(tt.json))
		if err != nil {
			t.Errorf("%s: %v", tt.json, err)
			continue
		}
		if got := string(JSON(&e)); got != tt.json {
			t.Errorf("got  %s\nwant %s", got, tt.json)
		}
	}
}

func TestParseJSONIgnoresWhatItDoesNotKnow(t *testing.T) {
	e, err := ParseJSON([]byte(`{"line":1,"proc":"A","call":"close","state":"done","ret":0,"more":{"x":1}}`))
	if err != nil || e.Line != 1 || e.State != Done {
		t.Errorf("got %+v, %v", e, err)
	}
}

func TestParseJSONFaults(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{`{`, `event "{": unexpected end of JSON input`},
		{`{"state":"gone"}`, `event "{\"state\":\"gone\"}": found state "gone", expected done, blocked or resumed`},
		{`{"state":"done","ret":-1,"errno":"EX"}`, `event "{\"state\":\"done\",\"ret\":-1,\"errno\":\"EX\"}": unknown errno "EX"`},
	} {
		if _, err := ParseJSON([]byte(tt.src)); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.src, err, tt.want)
		}
	}
	for _, src := range []string{
		`{"state":"done","ret":{}}`, `{"state":"done","ret":0,"addr":"x"}`, `{"state":"done","ret":0,"value":{}}`,
		`{"state":"done","ret":0,"value":["x"]}`,
	} {
		if _, err := ParseJSON([]byte(src)); err == nil {
			t.Errorf("%s: no error", src)
		}
	}
}
