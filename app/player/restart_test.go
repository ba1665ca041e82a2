package player

import (
	"iter"
	"net/netip"
	"slices"
	"sort"
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// restartText is the scenario that most tests step through; what happens in it is made by hand in
// restart, so that these tests need no simulator.
const restartText = `# The server is restarted while its last connection is still in TIME_WAIT.
A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
A listen(3, 128) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B connect(3, 127.0.0.1:8080) = 0
A accept(3) = 4
A close(4) = 0 # the server closes first
B close(3) = 0
A exit(0) = ?
A2 socket(AF_INET, SOCK_STREAM, 0) = 3
A2 bind(3, 127.0.0.1:8080) = ?
A2 sleep(65) = 0
A2 bind(3, 127.0.0.1:8080) = 3
`

// A madeTrace is a Trace of views and steps made by hand.
type madeTrace struct {
	steps []run.Step
	views []kernel.View
	pos   int
}

func (t *madeTrace) Len() int              { return len(t.steps) }
func (t *madeTrace) StepAt(k int) run.Step { return t.steps[k-1] }
func (t *madeTrace) Seek(k int)            { t.pos = k }
func (t *madeTrace) Kernel() Kernel        { return &madeKernel{t.views[t.pos], t.views[:t.pos]} }

// A madeKernel is looked at as if all of it had changed since the view before.
type madeKernel struct {
	now    kernel.View
	before []kernel.View
}

func (k *madeKernel) Now() time.Duration { return k.now.Now }

func (k *madeKernel) Look(ports []kernel.Port) *kernel.Picture {
	p := &kernel.Picture{Now: k.now.Now, Ports: len(k.now.Buckets)}
	p.Processes, p.Sockets = pointers(k.now.Processes), pointers(k.now.Sockets)
	for _, b := range k.now.Buckets {
		if slices.Contains(ports, kernel.Port{Type: b.Type, Number: b.Port}) {
			p.Buckets = append(p.Buckets, b)
		}
	}
	return p
}

func (k *madeKernel) Changed() ([]*kernel.ProcessView, []*kernel.SocketView) {
	sockets := pointers(k.now.Sockets)
	if n := len(k.before); n > 0 {
		for _, s := range k.before[n-1].Sockets {
			if !s.Gone && !slices.ContainsFunc(sockets, func(now *kernel.SocketView) bool { return now.ID == s.ID }) {
				s.Gone = true
				sockets = append(sockets, &s)
			}
		}
	}
	return pointers(k.now.Processes), sockets
}

func (k *madeKernel) HeldPorts() iter.Seq[kernel.Port] {
	return func(yield func(kernel.Port) bool) {
		for _, b := range k.now.Buckets {
			if !yield(kernel.Port{Type: b.Type, Number: b.Port}) {
				return
			}
		}
	}
}

func pointers[T any](list []T) []*T {
	var out []*T
	for i := range list {
		out = append(out, &list[i])
	}
	return out
}

// A maker makes a trace by changing one view step by step.
type maker struct {
	lines []scenario.Line
	now   kernel.View
	trace madeTrace
}

var bindConflict = &profile.Rule{
	ID:   "bind-conflict",
	Pass: profile.Text{EN: "nobody stands in the way", ZH: "没有冲突"},
	Fail: profile.Text{EN: "an owner of the port overlaps", ZH: "端口的所有者有重叠"},
	Func: "inet_csk_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7)",
}

var localAddress = &profile.Rule{
	ID:   "local-address",
	Pass: profile.Text{EN: "the address is one of this host", ZH: "是本机地址"},
	Fail: profile.Text{EN: "the address is none of this host", ZH: "不是本机地址"},
	Func: "inet_addr_valid_or_nonlocal", File: "net/ipv4/af_inet.c", Doc: "bind(2)",
}

// step ends a step with its result and keeps a copy of the view.
func (m *maker) step(r abi.Result, why *profile.Verdict) {
	k := len(m.trace.steps)
	var steps []*scenario.Step
	for i := range m.lines {
		if s := m.lines[i].Step; s != nil {
			steps = append(steps, s)
		}
	}
	s := steps[k]
	e := trace.Event{Line: s.Pos.Line, Proc: s.Proc, Call: &s.Call, State: trace.Done, Result: r,
		Claim: &s.Claim, OK: holds(s.Claim, r), Time: m.now.Now, Why: why}
	m.trace.steps = append(m.trace.steps, run.Step{Line: s.Pos.Line, Events: []trace.Event{e}})
	m.keep()
}

func holds(c scenario.Claim, r abi.Result) bool {
	return c.Kind == scenario.ClaimAsk || c.Kind == scenario.ClaimRet && c.Ret == r.Ret
}

func (m *maker) keep() {
	v := m.now
	v.Processes = slices.Clone(v.Processes)
	for i := range v.Processes {
		v.Processes[i].FDs = slices.Clone(v.Processes[i].FDs)
	}
	v.Descriptions = slices.Clone(v.Descriptions)
	v.Sockets = slices.Clone(v.Sockets)
	sort.Slice(v.Sockets, func(i, j int) bool { return v.Sockets[i].ID < v.Sockets[j].ID })
	v.Buckets = slices.Clone(v.Buckets)
	m.trace.views = append(m.trace.views, v)
}

func (m *maker) process(name string) *kernel.ProcessView {
	if i := slices.IndexFunc(m.now.Processes, func(p kernel.ProcessView) bool { return p.Name == name }); i >= 0 {
		return &m.now.Processes[i]
	}
	m.now.Processes = append(m.now.Processes, kernel.ProcessView{
		Name: name, PID: 100 + len(m.now.Processes), State: kernel.Running,
		FDs: []kernel.FDView{{FD: 0, File: "/dev/null"}, {FD: 1, File: "/dev/null"}, {FD: 2, File: "/dev/null"}},
	})
	return &m.now.Processes[len(m.now.Processes)-1]
}

// open makes a socket with a description of the same number, and a descriptor for it.
func (m *maker) open(proc string, fd, id int, s kernel.SocketView) {
	s.ID, s.Family, s.Type, s.Refs = id, abi.AF_INET, abi.SOCK_STREAM, 1
	m.now.Sockets = append(m.now.Sockets, s)
	m.now.Descriptions = append(m.now.Descriptions, kernel.DescriptionView{ID: id, Socket: id, Refs: 1})
	p := m.process(proc)
	p.FDs = append(p.FDs, kernel.FDView{FD: fd, Description: id, Socket: id})
}

func (m *maker) close(proc string, fd int) {
	p := m.process(proc)
	p.FDs = slices.DeleteFunc(p.FDs, func(f kernel.FDView) bool { return f.FD == fd })
}

func (m *maker) socket(id int) *kernel.SocketView {
	i := slices.IndexFunc(m.now.Sockets, func(s kernel.SocketView) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &m.now.Sockets[i]
}

func (m *maker) drop(id int) {
	m.now.Sockets = slices.DeleteFunc(m.now.Sockets, func(s kernel.SocketView) bool { return s.ID == id })
}

var (
	server = netip.MustParseAddrPort("127.0.0.1:8080")
	client = netip.MustParseAddrPort("127.0.0.1:40712")
)

// restart returns the parsed scenario and what happens in it.
func restart() (*scenario.Scenario, *madeTrace) {
	sc, err := scenario.Parse("", restartText)
	if err != nil {
		panic(err)
	}
	m := &maker{lines: sc.Lines}
	m.keep()
	m.open("A", 3, 1, kernel.SocketView{State: "UNCONN"})
	m.step(abi.Result{Ret: 3}, nil)
	m.socket(1).Bound, m.socket(1).Local = true, server
	m.now.Buckets = []kernel.BucketView{{Type: abi.SOCK_STREAM, Port: 8080, Owners: []int{1}}}
	m.step(abi.Result{}, nil)
	m.socket(1).State, m.socket(1).SendQ = "LISTEN", 128
	m.step(abi.Result{}, nil)
	m.open("B", 3, 2, kernel.SocketView{State: "UNCONN"})
	m.step(abi.Result{Ret: 3}, nil)
	m.connect()
	m.now.Sockets = slices.DeleteFunc(m.now.Sockets, func(s kernel.SocketView) bool { return s.ID == 3 })
	m.open("A", 4, 3, kernel.SocketView{State: "ESTAB", Bound: true, Local: server, Peer: client})
	m.socket(1).RecvQ, m.socket(1).Queue = 0, nil
	m.step(abi.Result{Ret: 4}, nil)
	m.close("A", 4)
	m.socket(3).State, m.socket(3).Refs = "FIN-WAIT-2", 0
	m.socket(2).State = "CLOSE-WAIT"
	m.step(abi.Result{}, nil)
	m.closeAndExit()
	m.open("A2", 3, 5, kernel.SocketView{State: "UNCONN"})
	m.step(abi.Result{Ret: 3}, nil)
	m.step(abi.Fail(abi.EADDRINUSE), &profile.Verdict{Errno: abi.EADDRINUSE, Checks: []profile.Check{
		{Rule: localAddress, OK: true}, {Rule: bindConflict, Socket: 4}}})
	m.now.Now = 65 * time.Second
	m.drop(4)
	m.now.Buckets = nil
	m.step(abi.Result{}, nil)
	m.socket(5).Bound, m.socket(5).Local = true, server
	m.now.Buckets = []kernel.BucketView{{Type: abi.SOCK_STREAM, Port: 8080, Owners: []int{5}}}
	m.step(abi.Result{}, &profile.Verdict{Checks: []profile.Check{{Rule: localAddress, OK: true}, {Rule: bindConflict, OK: true}}})
	return sc, &m.trace
}

func (m *maker) connect() {
	b := m.socket(2)
	b.State, b.Bound, b.Local, b.Peer = "ESTAB", true, client, server
	m.now.Sockets = append(m.now.Sockets, kernel.SocketView{ID: 3, Family: abi.AF_INET, Type: abi.SOCK_STREAM,
		State: "ESTAB", Bound: true, Local: server, Peer: client, Listener: 1})
	m.socket(1).RecvQ, m.socket(1).Queue = 1, []int{3}
	m.now.Buckets = append(m.now.Buckets, kernel.BucketView{Type: abi.SOCK_STREAM, Port: 40712, Owners: []int{2}})
	m.step(abi.Result{}, nil)
	s := &m.trace.steps[len(m.trace.steps)-1]
	s.Segments = []kernel.SegmentView{
		{Type: abi.SOCK_STREAM, Src: client, Dst: server, From: 2, To: 1, Flags: "SYN"},
		{Type: abi.SOCK_STREAM, Src: server, Dst: client, From: 1, To: 2, Flags: "SYN|ACK"},
		{Type: abi.SOCK_STREAM, Src: client, Dst: server, From: 2, To: 3, Flags: "ACK"},
	}
}

func (m *maker) closeAndExit() {
	m.close("B", 3)
	m.socket(2).Gone, m.socket(2).Refs = true, 0
	m.socket(3).Gone = true
	m.now.Sockets = append(m.now.Sockets, kernel.SocketView{ID: 4, Family: abi.AF_INET, Type: abi.SOCK_STREAM,
		State: "TIME-WAIT", Bound: true, Local: server, Peer: client, Replaces: 3,
		Timer: &kernel.TimerView{Name: "timewait", Ends: m.now.Now + time.Minute}})
	m.step(abi.Result{}, nil)
	m.drop(2)
	m.drop(3)
	p := m.process("A")
	p.State, p.FDs = kernel.Exited, nil
	m.drop(1)
	m.now.Buckets = []kernel.BucketView{{Type: abi.SOCK_STREAM, Port: 8080, Owners: []int{4}}}
	m.step(abi.Result{Gone: true}, nil)
}

// restartModel returns a player of the restart in a mode.
func restartModel(c Config) *Model {
	sc, t := restart()
	m := &Model{Config: c, Tab: TabSockets, Predict: c.Mode == Lesson, words: WordsIn(c.Lang), answers: map[int]Answer{}}
	m.Text = restartText
	m.play = newPlay(sc, restartText, t)
	return m
}
