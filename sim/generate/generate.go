package generate

import (
	"math/rand/v2"
	"net/netip"
	"strconv"
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// A Kind is what scenarios are about.
type Kind struct {
	Name  string
	v4    bool
	v6    bool
	tcp   bool
	udp   bool
	procs bool // fork, exit, kill, execve, dup
}

// Kinds are all there are.
var Kinds = []Kind{
	{Name: "tcp", v4: true, tcp: true},
	{Name: "udp", v4: true, udp: true},
	{Name: "v6", v4: true, v6: true, tcp: true, udp: true},
	{Name: "fork", v4: true, tcp: true, procs: true},
	{Name: "mixed", v4: true, v6: true, tcp: true, udp: true, procs: true},
}

// KindByName returns the Kind with the given name.
func KindByName(name string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Seed is what the simulator that runs along starts from; it chooses ports as package run does.
const seed = 1

// maxSleeps bounds the time that a scenario takes on a real host.
const maxSleeps = 1

// New returns the scenario of that kind and seed, with the given number of calls.
func New(kind Kind, source uint64, steps int) *scenario.Scenario {
	g := &generator{
		kind: kind, rng: rand.New(rand.NewPCG(source, 0)), kernel: kernel.New(profile.Linux, seed),
		out: &scenario.Scenario{File: kind.Name + "-" + strconv.FormatUint(source, 10) + ".strace"},
	}
	g.setup()
	g.start()
	for range steps {
		g.step()
	}
	return g.out
}

type generator struct {
	kind      Kind
	rng       *rand.Rand
	kernel    *kernel.Kernel
	out       *scenario.Scenario
	device    bool // d0 exists
	onePort   bool // the ephemeral range is one port, which may then be asked for by number
	processes int
	sleeps    int
}

func (g *generator) chance(percent int) bool { return g.rng.IntN(100) < percent }

func pick[T any](g *generator, items ...T) T { return items[g.rng.IntN(len(items))] }

// setup writes the host's set-up lines.
func (g *generator) setup() {
	if g.chance(25) {
		g.addDevice()
	}
	if g.chance(30) {
		g.narrowRange()
	}
	for _, s := range []struct{ name, value string }{
		{"net.ipv4.ip_autobind_reuse", "1"}, {"net.ipv4.ip_unprivileged_port_start", "0"},
		{"net.ipv4.ip_nonlocal_bind", "1"}, {"net.ipv4.tcp_tw_reuse", pick(g, "0", "1")},
		{"net.ipv4.tcp_max_tw_buckets", "0"}, {"net.ipv4.tcp_abort_on_overflow", "1"},
		{"net.ipv4.tcp_rfc1337", "1"}, {"net.ipv6.bindv6only", "1"}, {"net.core.somaxconn", "1"},
		{"net.ipv4.ip_local_reserved_ports", "40000,8080"}, {"net.ipv4.tcp_fin_timeout", "1"},
	} {
		if g.chance(6) {
			g.sysctl(s.name, s.value)
		}
	}
}

func (g *generator) addDevice() {
	g.device = true
	g.kernel.AddLink("d0")
	g.line(scenario.Line{Setup: &scenario.Setup{Link: &scenario.Link{Name: "d0"}}})
	prefixes := []string{"10.1.2.3/24"}
	if g.kind.v6 {
		prefixes = append(prefixes, "fd00::1/64")
	}
	for _, p := range prefixes {
		prefix := netip.MustParsePrefix(p)
		g.kernel.AddAddr("d0", prefix)
		g.line(scenario.Line{Setup: &scenario.Setup{Addr: &scenario.IfAddr{Prefix: prefix, Dev: "d0"}}})
	}
}

// narrowRange leaves one ephemeral port: of more, the host's own choice would decide what follows.
func (g *generator) narrowRange() {
	g.onePort = true
	g.sysctl("net.ipv4.ip_local_port_range", "40000 40000")
}

func (g *generator) sysctl(name, value string) {
	g.kernel.SetSysctl(name, value)
	g.line(scenario.Line{Setup: &scenario.Setup{Sysctl: &scenario.Sysctl{Name: name, Value: value}}})
}

// line adds a line to the scenario, with its place.
func (g *generator) line(l scenario.Line) {
	pos := scenario.Pos{Line: len(g.out.Lines) + 1, Col: 1}
	l.Pos = pos
	switch {
	case l.Step != nil:
		l.Step.Pos = pos
	case l.Setup != nil:
		l.Setup.Pos = pos
	}
	g.out.Lines = append(g.out.Lines, l)
}

// start names the first processes.
func (g *generator) start() {
	for range 2 + g.rng.IntN(2) {
		g.newProcess()
	}
}

// newName is A, B, C ...
func (g *generator) newName() string {
	g.processes++
	return string(rune('A' + g.processes - 1))
}

func (g *generator) newProcess() {
	name := g.newName()
	g.kernel.Start(name)
	g.do(name, g.socketCall())
}

// do writes a call down and makes it.
func (g *generator) do(proc string, c abi.Call) *kernel.Outcome {
	st := &scenario.Step{Proc: proc, Call: c, Claim: claimOf(c)}
	g.line(scenario.Line{Step: st})
	return g.kernel.Do(proc, &st.Call)
}

// claimOf is what the language wants to stand after a call: fork's child.
func claimOf(c abi.Call) scenario.Claim {
	if c.Name == "fork" {
		return scenario.Claim{Kind: scenario.ClaimChild, Text: c.Child, Child: c.Child}
	}
	return scenario.Claim{}
}

// step makes a call of a process that can take one, or starts another process.
func (g *generator) step() {
	view := g.kernel.View()
	var running []kernel.ProcessView
	for _, p := range view.Processes {
		if p.State == kernel.Running {
			running = append(running, p)
		}
	}
	if len(running) == 0 {
		g.newProcess()
		return
	}
	p := running[g.rng.IntN(len(running))]
	c := g.call(&view, &p)
	if races(&view, &p, &c) {
		c = abi.Call{Name: "getsockname", FD: c.FD}
	}
	g.do(p.Name, c)
}

// sleep is a short time, now and then one that lets timers of about a second fire. None falls near
// a timer's time.
func (g *generator) sleep() abi.Call {
	d := 100 * time.Millisecond
	if g.sleeps < maxSleeps && g.chance(10) {
		g.sleeps++
		d = 1500 * time.Millisecond
	}
	return abi.Call{Name: "sleep", Duration: d}
}
