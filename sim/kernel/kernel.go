package kernel

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// A Kernel is one host. It is not safe for concurrent use.
//
// What there are many of stands in tables, by number: a copy of the tables is a copy of the host.
type Kernel struct {
	prof      *profile.Profile
	sysctl    sysctls
	clock     Clock
	net       *Network
	ifaces    []*Iface
	procs     []*Process // in order of start, the dead included
	latest    *Process   // the one that made the latest call
	waiters   []*Process // those that wait, in the order in which they are woken
	files     slab[FileDescription]
	socks     sockTable
	tcbs      slab[tcb]
	listeners slab[listener]
	inboxes   map[sockID]inbox
	groups    map[int32]reuseGroup
	ports     bindTable
	bound     portSet // TCP ports that connect must not choose: those with a bucket that is not reuseChosen
	dialled   map[dialKey]*dial
	conns     sockHash
	listen    sockHash
	udp       portTable // of each port the socket that was bound last
	rng       rand.PCG
	nextPID   int
	lastFile  int32 // id of the latest open file description of a socket
	lastGroup int32
	isn       uint32
	tws       int             // how many TIME_WAIT there are, orphaned FIN_WAIT_2 included
	gone      []sockID        // what the last call destroyed, to be shown once more
	frame     frame           // of the call under way
	out       Outcome         // of the last Do
	checks    []profile.Check // of the verdicts in out
	seen      pictured        // what the last Picture showed
}

// firstPID is the number of the first process, high enough not to be taken for a descriptor.
const firstPID = 100

// New returns a host with one interface, lo, and the profile's default values, attached to a
// network of its own. Equal seeds make equal choices of ports.
func New(p *profile.Profile, seed uint64) *Kernel {
	k := &Kernel{
		prof:    p,
		sysctl:  defaultSysctls(p),
		net:     &Network{},
		inboxes: map[sockID]inbox{},
		groups:  map[int32]reuseGroup{},
		ports:   newBindTable(),
		dialled: map[dialKey]*dial{},
		rng:     *rand.NewPCG(seed, seed),
		nextPID: firstPID,
		isn:     1000,
		ifaces: []*Iface{{name: "lo", prefixes: []netip.Prefix{
			netip.MustParsePrefix("127.0.0.1/8"), netip.MustParsePrefix("::1/128")}}},
	}
	k.net.attach(k)
	return k
}

// Now returns the time since the kernel started.
func (k *Kernel) Now() time.Duration { return k.clock.now }

// SetSysctl gives a sysctl of abi.Sysctls a value that package scenario has checked.
func (k *Kernel) SetSysctl(name, value string) { k.sysctl.set(name, value) }

// AddLink adds an interface that carries nothing away, and reports whether the name was free.
func (k *Kernel) AddLink(name string) bool {
	if k.iface(name) != nil {
		return false
	}
	k.ifaces = append(k.ifaces, &Iface{name: name})
	return true
}

// AddAddr gives an interface an address and reports whether the interface exists and did not have it.
func (k *Kernel) AddAddr(dev string, p netip.Prefix) bool {
	i := k.iface(dev)
	if i == nil {
		return false
	}
	for _, old := range i.prefixes {
		if old == p {
			return false
		}
	}
	i.prefixes = append(i.prefixes, p)
	return true
}

// Start makes a fresh process: uid 0, descriptors 0, 1 and 2 open on /dev/null.
func (k *Kernel) Start(name string) {
	p := &Process{name: name, pid: k.newPID(name), state: Running}
	for fd := range 3 {
		p.fds.set(fd, FD{file: k.newFile(0, abi.O_RDWR|abi.O_LARGEFILE)})
	}
	k.procs = append(k.procs, p)
}

// newPID gives a process that is named by a number that number.
func (k *Kernel) newPID(name string) int {
	if pid, err := strconv.Atoi(name); err == nil {
		return pid
	}
	k.nextPID++
	return k.nextPID - 1
}

func (k *Kernel) newFile(s sockID, flags int) int32 {
	n, f := k.files.add()
	f.refs, f.flags, f.sock = 1, int32(flags), s
	if s != 0 {
		k.lastFile++
		f.id = k.lastFile
	}
	return n
}

func (k *Kernel) process(name string) *Process {
	if k.latest != nil && k.latest.name == name {
		return k.latest
	}
	for _, p := range k.procs {
		if p.name == name {
			return p
		}
	}
	return nil
}

// random returns a number in [0, n).
func (k *Kernel) random(n int) int { return rand.New(&k.rng).IntN(n) }

// An Outcome is what came of one call.
type Outcome struct {
	Blocked bool // the call waits; Result is zero, and Why says for what
	Result  abi.Result
	Why     profile.Verdict
	Resumed []Resumed // the calls that had blocked and have now returned, in order of time
}

// A Resumed is a call that had blocked and has returned.
type Resumed struct {
	Process string
	Result  abi.Result
	Why     profile.Verdict
	Time    time.Duration
}

// Do makes a running process take one call, carries its segments and wakes whom they wake. What it
// returns is good until the next Do. It panics where the process does not exist or is not running:
// package interp refuses such a step.
func (k *Kernel) Do(process string, call *abi.Call) *Outcome {
	p := k.process(process)
	if p == nil || p.state != Running {
		panic("kernel: call of a process that is not running: " + process)
	}
	k.latest = p
	k.reap()
	k.net.log = k.net.log[:0]
	k.checks = k.checks[:0]
	out := &k.out
	out.Resumed = out.Resumed[:0]
	if call.Name == "sleep" {
		out.Blocked, out.Result, out.Why = false, abi.Result{}, profile.Verdict{}
		k.sleep(call.Duration)
		return out
	}
	k.beginFrame()
	r := k.enter(p, call)
	out.Blocked, out.Result, out.Why = r.wait, k.frame.answer(r), k.endFrame()
	k.settle()
	if r.wait {
		out.unlessWaiting(p)
	}
	return out
}

// unlessWaiting takes a call that came back while its own segments were carried for one that did
// not block at all.
func (out *Outcome) unlessWaiting(p *Process) {
	for i := range out.Resumed {
		if done := &out.Resumed[i]; done.Process == p.name {
			out.Blocked, out.Result, out.Why = false, done.Result, done.Why
			out.Resumed = slices.Delete(out.Resumed, i, i+1)
			return
		}
	}
}

// sleep lets time pass, firing timers in order. Those of one moment all fire before what they send
// arrives (the kernel's TIMER_SOFTIRQ comes before NET_RX_SOFTIRQ).
func (k *Kernel) sleep(d time.Duration) {
	until := k.clock.now + d
	for t, kind, ok := k.nextTimer(until); ok; t, kind, ok = k.nextTimer(until) {
		k.clock.now = t.deadline
		for ; ok; t, kind, ok = k.nextTimer(k.clock.now) {
			k.fire(k.socks.at(t.sock), kind)
		}
		k.settle()
	}
	k.clock.now = until
}

// settle carries segments and lets waiting calls go on until nothing moves any more.
func (k *Kernel) settle() {
	for {
		k.net.deliver()
		if len(k.waiters) == 0 || !k.wakeOne() {
			return
		}
	}
}

// wakeOne lets the first waiting call that can return do so, and reports whether there was one.
func (k *Kernel) wakeOne() bool {
	for _, p := range k.waiters {
		if !k.ready(p) {
			continue
		}
		k.beginFrame()
		if r := k.resume(p); !r.wait {
			k.unblock(p)
			k.out.Resumed = append(k.out.Resumed, Resumed{Process: p.name, Result: k.frame.answer(r), Why: k.endFrame(), Time: k.clock.now})
			return true
		}
	}
	return false
}

// Crossings returns what crossed the network during the last Do, in order. It is good until the next.
func (k *Kernel) Crossings() []Crossing { return k.net.log }
