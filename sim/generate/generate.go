package generate

import (
	"math/rand/v2"
	"net/netip"
	"slices"
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

// New returns the scenario of that kind and seed, with the given number of calls besides those that
// begin it.
func New(kind Kind, source uint64, steps int) *scenario.Scenario {
	g := &generator{
		kind: kind, rng: rand.New(rand.NewPCG(source, 0)), kernel: kernel.New(profile.Linux, seed),
		names: map[uint16]string{}, out: &scenario.Scenario{File: kind.Name + "-" + strconv.FormatUint(source, 10) + ".strace"},
	}
	g.setup()
	g.start()
	if kind.tcp && g.chance(40) {
		g.converse()
	}
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
	device    bool              // d0 exists
	narrow    bool              // the ephemeral range is a port or two, which may then be asked for by number
	names     map[uint16]string // the $names of ports that the kernel chose
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
	for _, row := range sysctls {
		if g.chance(6) {
			g.sysctl(row.name, pick(g, row.values...))
		}
	}
}

// sysctls are those that scenarios set, and to what.
var sysctls = []struct {
	name   string
	values []string
}{
	{"net.ipv4.ip_autobind_reuse", []string{"1", "1", "0"}},
	{"net.ipv4.ip_unprivileged_port_start", []string{"0", "0", "1024"}},
	{"net.ipv4.ip_nonlocal_bind", []string{"1", "1", "0"}},
	{"net.ipv4.tcp_tw_reuse", []string{"0", "1", "2"}},
	{"net.ipv4.tcp_max_tw_buckets", []string{"0", "1"}},
	{"net.ipv4.tcp_abort_on_overflow", []string{"1", "1", "0"}},
	{"net.ipv4.tcp_rfc1337", []string{"1", "1", "0"}},
	{"net.ipv6.bindv6only", []string{"1", "1", "0"}},
	{"net.core.somaxconn", []string{"1", "0", "128"}},
	{"net.ipv4.ip_local_reserved_ports", []string{"40000,8080", "40001-40003"}},
	{"net.ipv4.tcp_fin_timeout", []string{"1", "1", "60"}},
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

// narrowRange leaves one ephemeral port: of more, the host's own choice would decide what follows. Of
// TCP's two or three the parity decides, as bind and connect prefer one each.
func (g *generator) narrowRange() {
	g.narrow = true
	last := "40000"
	if !g.kind.udp {
		last = pick(g, "40000", "40001", "40002")
	}
	g.sysctl("net.ipv4.ip_local_port_range", "40000 "+last)
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
	for range 2 + g.rng.IntN(3) {
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
	g.line(scenario.Line{Step: &scenario.Step{Proc: proc, Call: c, Claim: claimOf(c)}})
	c.Addr.Var = ""
	return g.kernel.Do(proc, &c)
}

// claimOf is what the language wants to stand after a call: fork's child.
func claimOf(c abi.Call) scenario.Claim {
	if c.Name == "fork" {
		return scenario.Claim{Kind: scenario.ClaimChild, Text: c.Child, Child: c.Child}
	}
	return scenario.Claim{}
}

// step makes a call of a process that can take one, or starts another process. Now and then the host
// is set up anew before.
func (g *generator) step() {
	if g.chance(2) {
		row := pick(g, sysctls...)
		g.sysctl(row.name, pick(g, row.values...))
	}
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
	if timerSoon(&view) {
		g.do(p.Name, abi.Call{Name: "sleep", Duration: soon})
		return
	}
	c := g.call(&view, &p)
	if races(&view, &p, &c) {
		c = abi.Call{Name: "getsockname", FD: c.FD}
	}
	out := g.do(p.Name, c)
	if (c.Name == "bind" && c.Addr.Port == 0 || c.Name == "listen") && out.Result.Errno == 0 && g.chance(50) {
		g.nameOf(p.Name, c.FD)
	}
}

// nameOf asks for the name of a socket. A port that the kernel chose can then be used by its $name.
func (g *generator) nameOf(proc string, fd int) {
	c := abi.Call{Name: "getsockname", FD: fd}
	out := g.do(proc, c)
	port := out.Result.Addr.Port
	if out.Result.Errno != 0 || !chosen(port) || g.names[port] != "" {
		return
	}
	name := "p" + strconv.Itoa(len(g.names)+1)
	g.names[port] = name
	found := out.Result.Addr
	found.Var = name
	st := g.out.Lines[len(g.out.Lines)-1].Step
	st.Claim = scenario.Claim{Kind: scenario.ClaimAddr, Text: found.String(), Addr: found}
}

// chosen reports whether only the kernel can have chosen a port, whose number is another on each run.
func chosen(port uint16) bool { return port >= 32768 && (port < 40000 || port > 40002) }

// sleep is a short time, now and then one that lets timers of one second or three fire. None falls near
// a timer's time.
func (g *generator) sleep() abi.Call {
	d := 100 * time.Millisecond
	if g.sleeps < maxSleeps && g.chance(12) {
		g.sleeps++
		d = pick(g, 1500*time.Millisecond, 1500*time.Millisecond, 1500*time.Millisecond, 3600*time.Millisecond)
	}
	return abi.Call{Name: "sleep", Duration: d}
}

// soon is within what a timer must not end where the scenario does not sleep: a real host that is
// busy takes some of that time between two calls.
const soon = 300 * time.Millisecond

// timerSoon reports whether a timer ends soon.
func timerSoon(v *kernel.View) bool {
	return slices.ContainsFunc(v.Sockets, func(s kernel.SocketView) bool {
		return s.Timer != nil && s.Timer.Ends < v.Now+soon
	})
}
