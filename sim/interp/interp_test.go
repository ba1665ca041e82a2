package interp

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"portlab/sim/abi"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A script is a Machine that answers each call with the next of its outcomes and writes down what
// it was asked.
type script struct {
	outcomes []Outcome
	log      []string
}

var errNotScripted = errors.New("more calls than outcomes")

func (m *script) note(words ...string) { m.log = append(m.log, strings.Join(words, " ")) }

func (m *script) Setup(_ context.Context, s *scenario.Setup) error {
	m.note("setup", s.String())
	return nil
}

func (m *script) Start(_ context.Context, proc string) error {
	m.note("start", proc)
	return nil
}

func (m *script) Do(_ context.Context, proc string, call *abi.Call) (Outcome, error) {
	m.note(proc, scenario.CallText(*call, scenario.Out{}))
	if len(m.outcomes) == 0 {
		return Outcome{}, errNotScripted
	}
	out := m.outcomes[0]
	m.outcomes = m.outcomes[1:]
	return out, nil
}

// Outcomes, by what they are.
func ret(n int) Outcome            { return Outcome{Result: abi.Result{Ret: n}} }
func fail(e abi.Errno) Outcome     { return Outcome{Result: abi.Fail(e)} }
func found(addr string) Outcome    { return Outcome{Result: abi.Result{Addr: mustAddr(addr)}} }
func received(s string) Outcome    { return Outcome{Result: abi.Result{Ret: len(s), Data: s}} }
func value(v abi.OptValue) Outcome { return Outcome{Result: abi.Result{Value: &v}} }

var (
	blocks = Outcome{Blocked: true}
	gone   = Outcome{Result: abi.Result{Gone: true}}
)

// and returns o with one more completion, of proc's call at that time.
func (o Outcome) and(proc string, r abi.Result, at time.Duration) Outcome {
	o.Resumed = append(o.Resumed, Resumed{Proc: proc, Result: r, Time: at})
	return o
}

func mustAddr(text string) abi.Sockaddr {
	a, err := scenario.ParseAddr(text)
	if err != nil {
		panic(err)
	}
	return a
}

func mustParse(t *testing.T, src string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Parse("", src)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lines runs the scenario to its end and returns its events as JSON, one a line.
func lines(in *Interp) (string, error) {
	var out strings.Builder
	err := in.Run(context.Background(), func(e trace.Event) error {
		out.Write(trace.JSON(&e))
		out.WriteByte('\n')
		return nil
	})
	return out.String(), err
}

var tests = []struct {
	name     string
	src      string
	outcomes []Outcome
	want     string // the events
	log      string // what the machine was asked; "" where it does not matter
	err      string
}{
	{
		name:     "a process starts at its first step",
		src:      "sysctl net.core.somaxconn=1\nA close(3)\nB close(3)\nA close(4)\n",
		outcomes: []Outcome{ret(0), ret(0), ret(0)},
		log:      "setup sysctl net.core.somaxconn=1\nstart A\nA close(3)\nstart B\nB close(3)\nA close(4)\n",
		want: `{"line":2,"proc":"A","call":"close","state":"done","ret":0}
{"line":3,"proc":"B","call":"close","state":"done","ret":0}
{"line":4,"proc":"A","call":"close","state":"done","ret":0}
`,
	},
	{
		name:     "a claim never changes what runs",
		src:      "A close(3) = 0\nA close(3) = 0\nA close(3) = -1 EBADF (Bad file descriptor)\nA close(3) = -1 EINVAL\nA close(3) = ?\nA close(3) = -1\n",
		outcomes: []Outcome{ret(0), fail(abi.EBADF), fail(abi.EBADF), fail(abi.EBADF), fail(abi.EBADF), fail(abi.EBADF)},
		want: `{"line":1,"proc":"A","call":"close","state":"done","ret":0,"claim":"0","ok":true}
{"line":2,"proc":"A","call":"close","state":"done","ret":-1,"errno":"EBADF","claim":"0","ok":false}
{"line":3,"proc":"A","call":"close","state":"done","ret":-1,"errno":"EBADF","claim":"-1 EBADF (Bad file descriptor)","ok":true}
{"line":4,"proc":"A","call":"close","state":"done","ret":-1,"errno":"EBADF","claim":"-1 EINVAL","ok":false}
{"line":5,"proc":"A","call":"close","state":"done","ret":-1,"errno":"EBADF","claim":"?","ok":true}
{"line":6,"proc":"A","call":"close","state":"done","ret":-1,"errno":"EBADF","claim":"-1","ok":true}
`,
	},
	{
		name: "outputs are claims",
		src: "A getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0\nA getsockopt(3, SOL_SOCKET, SO_ERROR, [0])\n" +
			"A getsockname(3, 127.0.0.1:80, [16]) = 0\nA recv(3, \"hi\", 9, 0) = 2\nA recv(3, 9) = 2 \"ho\"\n" +
			"A recvfrom(3, 9) = 2 \"hi\" from 127.0.0.1:80\n",
		outcomes: []Outcome{
			value(abi.OptValue{Form: abi.OptErrno}), value(abi.OptValue{Form: abi.OptErrno, Int: int(abi.ECONNREFUSED)}),
			found("127.0.0.1:81"), received("hi"), received("hi"),
			{Result: abi.Result{Ret: 2, Data: "hi", Addr: mustAddr("127.0.0.1:80")}},
		},
		want: `{"line":1,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":0,"claim":"0","ok":true}
{"line":2,"proc":"A","call":"getsockopt","state":"done","ret":0,"value":"ECONNREFUSED","ok":false}
{"line":3,"proc":"A","call":"getsockname","state":"done","ret":0,"addr":"127.0.0.1:81","claim":"0","ok":false}
{"line":4,"proc":"A","call":"recv","state":"done","ret":2,"data":"hi","claim":"2","ok":true}
{"line":5,"proc":"A","call":"recv","state":"done","ret":2,"data":"hi","claim":"2 \"ho\"","ok":false}
{"line":6,"proc":"A","call":"recvfrom","state":"done","ret":2,"addr":"127.0.0.1:80","data":"hi","claim":"2 \"hi\" from 127.0.0.1:80","ok":true}
`,
	},
	{
		name: "a completion comes after the step that caused it, with the claim below",
		src: "A accept(3 <unfinished ...>\nB connect(3, 127.0.0.1:80) = 0\nB close(3) = 0\n" +
			"A <... accept resumed>127.0.0.1:4000, [16]) = 4\nA close(4) = 0\n",
		outcomes: []Outcome{blocks, ret(0).and("A", abi.Result{Ret: 4, Addr: mustAddr("127.0.0.1:4000")}, 0), ret(0), ret(0)},
		want: `{"line":1,"proc":"A","call":"accept","state":"blocked","claim":"<unfinished ...>","ok":true}
{"line":2,"proc":"B","call":"connect","state":"done","ret":0,"claim":"0","ok":true}
{"line":1,"proc":"A","call":"accept","state":"resumed","ret":4,"addr":"127.0.0.1:4000","claim":"4","ok":true,"at":2}
{"line":3,"proc":"B","call":"close","state":"done","ret":0,"claim":"0","ok":true}
{"line":5,"proc":"A","call":"close","state":"done","ret":0,"claim":"0","ok":true}
`,
	},
	{
		name:     "a completion that does not come, or comes too late",
		src:      "A accept(3)\nB close(3)\nA <... accept resumed> = 4\nB connect(3, 127.0.0.1:80)\n",
		outcomes: []Outcome{blocks, ret(0), ret(0).and("A", abi.Result{Ret: 4}, 0)},
		want: `{"line":1,"proc":"A","call":"accept","state":"blocked"}
{"line":2,"proc":"B","call":"close","state":"done","ret":0}
{"line":3,"proc":"A","call":"accept","state":"blocked","claim":"4","ok":false,"missing":true}
{"line":4,"proc":"B","call":"connect","state":"done","ret":0}
{"line":1,"proc":"A","call":"accept","state":"resumed","ret":4,"at":4}
`,
	},
	{
		name:     "a call that returns at once completes nothing",
		src:      "A accept(3 <unfinished ...>\nA <... accept resumed> = 4\n",
		outcomes: []Outcome{ret(4)},
		want: `{"line":1,"proc":"A","call":"accept","state":"done","ret":4,"claim":"<unfinished ...>","ok":false}
{"line":2,"proc":"A","call":"accept","state":"blocked","claim":"4","ok":false,"missing":true}
`,
	},
	{
		name:     "a call that blocks against its claim",
		src:      "A accept(3) = 4\nB close(3)\nA <... accept resumed>\n",
		outcomes: []Outcome{blocks, ret(0).and("A", abi.Result{Ret: 4}, 0)},
		want: `{"line":1,"proc":"A","call":"accept","state":"blocked","claim":"4","ok":false}
{"line":2,"proc":"B","call":"close","state":"done","ret":0}
{"line":1,"proc":"A","call":"accept","state":"resumed","ret":4,"ok":true,"at":2}
`,
	},
	{
		name:     "completions are in the order of their lines",
		src:      "A accept(3)\nB accept(3)\nC close(3)\n",
		outcomes: []Outcome{blocks, blocks, ret(0).and("B", abi.Fail(abi.EINVAL), 0).and("A", abi.Fail(abi.EINVAL), 1)},
		want: `{"line":1,"proc":"A","call":"accept","state":"blocked"}
{"line":2,"proc":"B","call":"accept","state":"blocked"}
{"line":3,"proc":"C","call":"close","state":"done","ret":0}
{"line":1,"proc":"A","call":"accept","state":"resumed","ret":-1,"errno":"EINVAL","at":3}
{"line":2,"proc":"B","call":"accept","state":"resumed","ret":-1,"errno":"EINVAL","at":3}
`,
	},
	{
		name: "after a sleep completions are in order of time, then of their lines",
		src:  "A connect(3, 127.0.0.1:80)\nB connect(3, 127.0.0.1:80)\nD connect(3, 127.0.0.1:80)\nC sleep(9)\n",
		outcomes: []Outcome{blocks, blocks, blocks,
			ret(0).and("D", abi.Result{}, 5).and("B", abi.Result{}, 3).and("A", abi.Result{}, 5)},
		want: `{"line":1,"proc":"A","call":"connect","state":"blocked"}
{"line":2,"proc":"B","call":"connect","state":"blocked"}
{"line":3,"proc":"D","call":"connect","state":"blocked"}
{"line":4,"proc":"C","call":"sleep","state":"done","ret":0}
{"line":2,"proc":"B","call":"connect","state":"resumed","ret":0,"at":4}
{"line":1,"proc":"A","call":"connect","state":"resumed","ret":0,"at":4}
{"line":3,"proc":"D","call":"connect","state":"resumed","ret":0,"at":4}
`,
	},
	{
		name:     "a blocked process cannot step",
		src:      "A accept(3)\n  A close(3)\n",
		outcomes: []Outcome{blocks},
		want:     `{"line":1,"proc":"A","call":"accept","state":"blocked"}` + "\n",
		err:      "scenario:2:3: A is blocked in its accept of line 1, expected a step of another process until it returns",
	},
	{
		name:     "a killed process is dead; killing it again is for the machine to refuse",
		src:      "A close(3)\nB kill(A, SIGKILL) = 0\nB kill(A, SIGKILL) = -1 ESRCH (No such process)\nA close(3)\n",
		outcomes: []Outcome{ret(0), ret(0), fail(abi.ESRCH)},
		log:      "start A\nA close(3)\nstart B\nB kill(A, SIGKILL)\nB kill(A, SIGKILL)\n",
		want: `{"line":1,"proc":"A","call":"close","state":"done","ret":0}
{"line":2,"proc":"B","call":"kill","state":"done","ret":0,"claim":"0","ok":true}
{"line":3,"proc":"B","call":"kill","state":"done","ret":-1,"errno":"ESRCH","claim":"-1 ESRCH (No such process)","ok":true}
`,
		err: "scenario:4:1: A is dead, expected a living process or a new name",
	},
	{
		name:     "a kill that fails kills nobody",
		src:      "A close(3)\nB kill(A, SIGKILL)\nA close(3)\n",
		outcomes: []Outcome{ret(0), fail(abi.EPERM), ret(0)},
		want: `{"line":1,"proc":"A","call":"close","state":"done","ret":0}
{"line":2,"proc":"B","call":"kill","state":"done","ret":-1,"errno":"EPERM"}
{"line":3,"proc":"A","call":"close","state":"done","ret":0}
`,
	},
	{
		name:     "a blocked process can be killed; its call does not complete",
		src:      "A accept(3)\nB kill(A, SIGKILL)\nA <... accept resumed> = 4\n",
		outcomes: []Outcome{blocks, ret(0)},
		want: `{"line":1,"proc":"A","call":"accept","state":"blocked"}
{"line":2,"proc":"B","call":"kill","state":"done","ret":0}
{"line":3,"proc":"A","call":"accept","state":"blocked","claim":"4","ok":false,"missing":true}
`,
	},
	{
		name:     "exit and the kill of oneself do not return",
		src:      "A exit(0) = ?\nB kill(B, SIGKILL) = 0\nB close(3)\n",
		outcomes: []Outcome{gone, gone},
		want: `{"line":1,"proc":"A","call":"exit","state":"done","claim":"?","ok":true}
{"line":2,"proc":"B","call":"kill","state":"done","claim":"0","ok":false}
`,
		err: "scenario:3:1: B is dead, expected a living process or a new name",
	},
	{
		name:     "a fork's child is there",
		src:      "A fork() = B\nB close(3)\n",
		outcomes: []Outcome{ret(0), ret(0)},
		log:      "start A\nA fork()\nB close(3)\n",
		want: `{"line":1,"proc":"A","call":"fork","state":"done","ret":"B","claim":"B","ok":true}
{"line":2,"proc":"B","call":"close","state":"done","ret":0}
`,
	},
	{
		name:     "a fork that fails makes nobody",
		src:      "A fork() = B\nA kill(B, SIGKILL)\nB close(3)\n",
		outcomes: []Outcome{fail(abi.EAGAIN), fail(abi.ESRCH)},
		want: `{"line":1,"proc":"A","call":"fork","state":"done","ret":-1,"errno":"EAGAIN","claim":"B","ok":false}
{"line":2,"proc":"A","call":"kill","state":"done","ret":-1,"errno":"ESRCH"}
`,
		err: "scenario:3:1: B is dead, expected a living process or a new name",
	},
	{
		name:     "getsockname binds a port's name",
		src:      "A getsockname(3) = 127.0.0.1:$p\nA bind(4, [::1]:$p)\nA getsockname(4) = 127.0.0.1:$p\nA getpeername(4, 127.0.0.1:$q, [16]) = 0\nA connect(3, 127.0.0.1:$q)\n",
		outcomes: []Outcome{found("127.0.0.1:40000"), ret(0), found("127.0.0.1:40001"), found("127.0.0.1:40001"), ret(0)},
		log: "start A\nA getsockname(3)\nA bind(4, [::1]:40000)\nA getsockname(4)\nA getpeername(4)\n" +
			"A connect(3, 127.0.0.1:40001)\n",
		want: `{"line":1,"proc":"A","call":"getsockname","state":"done","ret":0,"addr":"127.0.0.1:40000","claim":"127.0.0.1:$p","ok":true}
{"line":2,"proc":"A","call":"bind","state":"done","ret":0}
{"line":3,"proc":"A","call":"getsockname","state":"done","ret":0,"addr":"127.0.0.1:40001","claim":"127.0.0.1:$p","ok":false}
{"line":4,"proc":"A","call":"getpeername","state":"done","ret":0,"addr":"127.0.0.1:40001","claim":"0","ok":true}
{"line":5,"proc":"A","call":"connect","state":"done","ret":0}
`,
	},
	{
		name:     "a getsockname that fails binds nothing",
		src:      "A getsockname(3) = 127.0.0.1:$p\nA bind(4, 127.0.0.1:$p)\n",
		outcomes: []Outcome{fail(abi.EBADF)},
		want:     `{"line":1,"proc":"A","call":"getsockname","state":"done","ret":-1,"errno":"EBADF","claim":"127.0.0.1:$p","ok":false}` + "\n",
		err:      "scenario:2:1: $p is not known yet, expected an earlier getsockname or getpeername that succeeds to find it",
	},
	{
		name: "a completion's claim may name a port that is found before the claim's line",
		src: "A accept(3 <unfinished ...>\nB connect(3, 127.0.0.1:80)\nB getsockname(3) = 127.0.0.1:$c\n" +
			"A <... accept resumed>127.0.0.1:$c, [16]) = 4\n",
		outcomes: []Outcome{blocks, ret(0).and("A", abi.Result{Ret: 4, Addr: mustAddr("127.0.0.1:4000")}, 0), found("127.0.0.1:4000")},
		want: `{"line":1,"proc":"A","call":"accept","state":"blocked","claim":"<unfinished ...>","ok":true}
{"line":2,"proc":"B","call":"connect","state":"done","ret":0}
{"line":1,"proc":"A","call":"accept","state":"resumed","ret":4,"addr":"127.0.0.1:4000","claim":"4","ok":true,"at":2}
{"line":3,"proc":"B","call":"getsockname","state":"done","ret":0,"addr":"127.0.0.1:4000","claim":"127.0.0.1:$c","ok":true}
`,
	},
	{
		name:     "a machine's error says where",
		src:      "A close(3)\n\nA close(3)\n",
		outcomes: []Outcome{ret(0)},
		want:     `{"line":1,"proc":"A","call":"close","state":"done","ret":0}` + "\n",
		err:      "line 3: more calls than outcomes",
	},
	{
		name:     "a machine that completes what did not block is broken",
		src:      "A close(3)\nB close(3)\n",
		outcomes: []Outcome{ret(0).and("B", abi.Result{}, 0)},
		want:     `{"line":1,"proc":"A","call":"close","state":"done","ret":0}` + "\n",
		err:      "line 1: the machine completed a call of B, which is not blocked",
	},
}

func TestRun(t *testing.T) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := &script{outcomes: tt.outcomes}
			got, err := lines(New(mustParse(t, tt.src), m))
			if got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			if text := errorText(err); text != tt.err {
				t.Errorf("error %q, want %q", text, tt.err)
			}
			if log := strings.Join(m.log, "\n") + "\n"; tt.log != "" && log != tt.log {
				t.Errorf("the machine was asked\n%swant\n%s", log, tt.log)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestFaultsAreScenarioErrors(t *testing.T) {
	s := mustParse(t, "A accept(3)\nA close(3)\n")
	s.File = "x.strace"
	_, err := lines(New(s, &script{outcomes: []Outcome{blocks}}))
	var fault *scenario.Error
	if !errors.As(err, &fault) || fault.File != "x.strace" || fault.Pos != (scenario.Pos{Line: 2, Col: 1}) || fault.End != 2 {
		t.Errorf("got %#v", err)
	}
}

func TestStepReturnsItsLine(t *testing.T) {
	in := New(mustParse(t, "# a comment\n\nsysctl net.core.somaxconn=1\nA accept(3)\nB close(3)\nA <... accept resumed>\nA close(3)\n"),
		&script{outcomes: []Outcome{blocks, ret(0).and("A", abi.Result{Ret: 4}, 0), ret(0)}})
	for _, want := range []int{3, 4, 5, 7, 0, 0} {
		line, _, err := in.Step(context.Background())
		if line != want || err != nil {
			t.Errorf("line %d, %v; want %d", line, err, want)
		}
	}
}

// TestClone: from every place, the copy runs on as the original does, and neither sees the other.
func TestClone(t *testing.T) {
	for _, tt := range tests {
		if tt.err != "" {
			continue
		}
		whole, err := lines(New(mustParse(t, tt.src), &script{outcomes: tt.outcomes}))
		if err != nil {
			t.Fatal(err)
		}
		m := &script{outcomes: tt.outcomes}
		in, sofar := New(mustParse(t, tt.src), m), ""
		for in.Next() != nil {
			rest, err := lines(in.Clone(&script{outcomes: m.outcomes}))
			if err != nil || sofar+rest != whole {
				t.Errorf("%s: after\n%sthe copy gives\n%s%v", tt.name, sofar, rest, err)
			}
			_, events, err := in.Step(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				sofar += string(trace.JSON(&e)) + "\n"
			}
		}
	}
}

func TestRunStops(t *testing.T) {
	stop := errors.New("enough")
	in := New(mustParse(t, "A close(3)\nA close(3)\n"), &script{outcomes: []Outcome{ret(0), ret(0)}})
	if err := in.Run(context.Background(), func(trace.Event) error { return stop }); err != stop {
		t.Errorf("emit's error: got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := in.Run(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: got %v", err)
	}
}
