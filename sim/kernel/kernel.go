package kernel

import (
	"cmp"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// A Kernel is one host. It is not safe for concurrent use.
type Kernel struct {
	prof    *profile.Profile
	sysctl  sysctls
	clock   Clock
	net     *Network
	ifaces  []*Iface
	procs   []*Process // in order of start, the dead included
	socks   []*Socket  // by id-1; nil where the socket is gone
	ports   map[uint16]*BindBucket
	bound   portSet // TCP ports that connect must not choose: those with a bucket that is not reuseChosen
	dialled map[dialKey]*dial
	conns   map[connKey]*Socket
	listen  map[netip.AddrPort][]*Socket // see listenKey
	udp     map[uint16][]*Socket         // the sockets on a port, last bound first
	rng     rand.PCG
	nextPID int
	nextFD  int // id of the next open file description
	waits   int // how many waits have begun
	isn     uint32
	tws     int       // how many TIME_WAIT there are, orphaned FIN_WAIT_2 included
	gone    []*Socket // what the last call destroyed, to be shown once more
	frame   frame     // of the call under way
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
		ports:   map[uint16]*BindBucket{},
		dialled: map[dialKey]*dial{},
		conns:   map[connKey]*Socket{},
		listen:  map[netip.AddrPort][]*Socket{},
		udp:     map[uint16][]*Socket{},
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
		p.fds.set(fd, FD{file: k.newFile(nil, abi.O_RDWR|abi.O_LARGEFILE)})
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

func (k *Kernel) newFile(s *Socket, flags int) *FileDescription {
	f := &FileDescription{refs: 1, flags: flags, sock: s}
	if s != nil {
		k.nextFD++
		f.id = k.nextFD
	}
	return f
}

func (k *Kernel) process(name string) *Process {
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

// Do makes a running process take one call, carries its segments and wakes whom they wake. It
// panics where the process does not exist or is not running: package interp refuses such a step.
func (k *Kernel) Do(process string, call *abi.Call) Outcome {
	p := k.process(process)
	if p == nil || p.state != Running {
		panic("kernel: call of a process that is not running: " + process)
	}
	k.gone = nil
	k.net.log = nil
	if call.Name == "sleep" {
		return k.sleep(call.Duration)
	}
	k.frame = frame{why: profile.Verdict{Checks: k.frame.why.Checks[:0]}}
	r := k.enter(p, call)
	out := Outcome{Blocked: r.wait, Result: k.frame.result(r), Why: k.frame.why}
	out.Resumed = k.settle()
	if r.wait {
		out.unlessWaiting(p)
	}
	return out
}

// unlessWaiting takes a call that came back while its own segments were carried for one that did
// not block at all.
func (out *Outcome) unlessWaiting(p *Process) {
	for i, done := range out.Resumed {
		if done.Process == p.name {
			out.Blocked, out.Result, out.Why = false, done.Result, done.Why
			out.Resumed = append(out.Resumed[:i:i], out.Resumed[i+1:]...)
			return
		}
	}
}

// sleep lets time pass, firing timers in order.
func (k *Kernel) sleep(d time.Duration) Outcome {
	out := Outcome{}
	until := k.clock.now + d
	for t := k.clock.next(until); t != nil; t = k.clock.next(until) {
		k.clock.now = t.deadline
		k.fire(t)
		out.Resumed = append(out.Resumed, k.settle()...)
	}
	k.clock.now = until
	return out
}

// settle carries segments and lets waiting calls go on until nothing moves any more.
func (k *Kernel) settle() []Resumed {
	var resumed []Resumed
	for {
		k.net.deliver()
		p := k.wakeOne()
		if p == nil {
			return resumed
		}
		resumed = append(resumed, *p)
	}
}

// wakeOne lets the first waiting call that can return do so.
func (k *Kernel) wakeOne() *Resumed {
	for _, p := range k.waiting() {
		if !k.ready(p) {
			continue
		}
		k.frame = frame{}
		if r := k.resume(p); !r.wait {
			p.state, p.wait = Running, nil
			return &Resumed{Process: p.name, Result: k.frame.result(r), Why: k.frame.why, Time: k.clock.now}
		}
	}
	return nil
}

// waiting returns the processes that wait, in the order in which they are woken.
func (k *Kernel) waiting() []*Process {
	var list []*Process
	for _, p := range k.procs {
		if p.state == Waiting {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *Process) int { return cmp.Compare(a.wait.seq, b.wait.seq) })
	return list
}

// Segments returns what crossed the network during the last Do, in order.
func (k *Kernel) Segments() []SegmentView { return k.net.log }
