package remedy

import (
	"net/netip"
	"strconv"
	"strings"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A scene is what can be seen where the call was refused.
type scene struct {
	lines   []scenario.Line // of the scenario, as it was given
	target  int             // the line of the call
	step    *scenario.Step  // the call as it is written there
	call    abi.Call        // the call as it was made
	log     []entry         // what happened, the refusal last
	view    kernel.View     // after the refusal
	rule    *profile.Rule   // that refused it
	self    int             // the socket that the call is made on; 0 where there is none
	blocker int             // the socket that the rule names; 0 for none
}

// newScene returns the scene after the trial's last step, the refusal. It is nil where nothing says
// why.
func newScene(s *scenario.Scenario, target int, t *trial) *scene {
	for i := range t.log {
		n := &t.log[i]
		if !isAnswerTo(n.event, target) || n.event.Why == nil || n.event.Why.Failed() == nil {
			continue
		}
		failed := n.event.Why.Failed()
		c := &scene{lines: s.Lines, target: target, step: s.Lines[target-1].Step, call: *n.event.Call,
			log: t.log, view: t.machine.Kernel.View(), rule: failed.Rule, self: n.about, blocker: failed.Socket}
		return c
	}
	return nil
}

// socket returns the picture of a socket, or nil.
func (c *scene) socket(id int) *kernel.SocketView {
	for i := range c.view.Sockets {
		if s := &c.view.Sockets[i]; s.ID == id && !s.Gone {
			return s
		}
	}
	return nil
}

func (c *scene) process(name string) *kernel.ProcessView {
	for i := range c.view.Processes {
		if p := &c.view.Processes[i]; p.Name == name {
			return p
		}
	}
	return nil
}

// runs reports whether the process can take a step before the call.
func (c *scene) runs(name string) bool {
	p := c.process(name)
	return p != nil && (p.State == kernel.Running || name == c.step.Proc)
}

// A held is a descriptor of a process.
type held struct {
	proc string
	fd   int
}

// holders returns the descriptors that refer to a socket.
func (c *scene) holders(id int) []held {
	var list []held
	for _, p := range c.view.Processes {
		for _, fd := range p.FDs {
			if fd.Description != 0 && c.socketOf(fd.Description) == id {
				list = append(list, held{p.Name, fd.FD})
			}
		}
	}
	return list
}

// holder returns a descriptor of the socket by which a process can act before the call.
func (c *scene) holder(id int) (held, bool) {
	for _, h := range c.holders(id) {
		if c.runs(h.proc) {
			return h, true
		}
	}
	return held{}, false
}

func (c *scene) socketOf(description int) int {
	for _, d := range c.view.Descriptions {
		if d.ID == description {
			return d.Socket
		}
	}
	return 0
}

// freeFD returns the lowest descriptor that a process has free.
func (c *scene) freeFD(name string) int {
	fd := 0
	if p := c.process(name); p != nil {
		for _, open := range p.FDs {
			if open.FD > fd {
				break
			}
			fd = open.FD + 1
		}
	}
	return fd
}

// connection returns the socket that a TIME_WAIT or an orphan was, or the socket itself.
func (c *scene) connection(id int) int {
	if s := c.socket(id); s != nil && s.Replaces != 0 {
		return s.Replaces
	}
	return id
}

// madeBy returns the entry of the call that made a socket or took it from an accept queue, or nil.
func (c *scene) madeBy(id int) *entry {
	for i := range c.log {
		if n := &c.log[i]; id != 0 && n.made == id {
			return n
		}
	}
	return nil
}

// root returns the socket() call that a socket's options come from: its own, or that of the
// listener that it was accepted from. ok is false where no line of the scenario is that.
func (c *scene) root(id int) (at place, fd int, ok bool) {
	id = c.connection(id)
	for range len(c.log) {
		made := c.madeBy(id)
		switch s := c.socket(id); {
		case made != nil && made.from == 0:
			e := made.event
			return place{e.Proc, e.Line}, e.Result.Ret, e.Line > 0
		case made != nil:
			id = made.from
		case s != nil && s.Listener != 0:
			id = s.Listener
		default:
			return place{}, 0, false
		}
	}
	return place{}, 0, false
}

// on returns the last call of that name that succeeded on a socket, or nil.
func (c *scene) on(id int, call string) *trace.Event {
	for i := len(c.log) - 1; i >= 0; i-- {
		if n := &c.log[i]; id != 0 && n.about == id && n.event.Call.Name == call && succeeded(n.event) {
			return n.event
		}
	}
	return nil
}

// setting returns the last setsockopt of an option on a socket, or nil.
func (c *scene) setting(id int, row abi.SockoptRow) *trace.Event {
	for i := len(c.log) - 1; i >= 0; i-- {
		n := &c.log[i]
		e := n.event
		if n.about == id && e.Call.Name == "setsockopt" && e.Call.Level == row.Level && e.Call.Opt == row.Opt && succeeded(e) {
			return e
		}
	}
	return nil
}

// lastOf returns the last call of that name that a process made and that succeeded, or nil.
func (c *scene) lastOf(proc, call string) *trace.Event {
	for i := len(c.log) - 1; i >= 0; i-- {
		if e := c.log[i].event; e.Proc == proc && e.Call.Name == call && succeeded(e) {
			return e
		}
	}
	return nil
}

// sysctl returns the line that gives a sysctl its value before the call, or 0.
func (c *scene) sysctl(name string) (line int, value string) {
	for _, l := range c.lines[:c.target] {
		if l.Setup != nil && l.Setup.Sysctl != nil && l.Setup.Sysctl.Name == name {
			line, value = l.Pos.Line, l.Setup.Sysctl.Value
		}
	}
	return line, value
}

// ephemeral returns the lowest and the highest ephemeral port.
func (c *scene) ephemeral() (low, high int) {
	const name = "net.ipv4.ip_local_port_range"
	_, value := c.sysctl(name)
	if value == "" {
		row, _ := abi.SysctlByName(name)
		value = row.Default
	}
	l, h, _ := strings.Cut(value, " ")
	low, _ = strconv.Atoi(l)
	high, _ = strconv.Atoi(h)
	return low, high
}

// setupLine is where a line of set-up can be put: before the first step, after the set-up there.
func (c *scene) setupLine() int {
	for _, l := range c.lines {
		if l.Step != nil {
			return l.Pos.Line
		}
	}
	return 1
}

// hostAddrs returns addresses of the host of the same family as a, the most usual first.
func (c *scene) hostAddrs(a netip.Addr) []netip.Addr {
	list := []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.AddrFrom4([4]byte{127, 0, 0, 2}), netip.IPv6Loopback()}
	for _, l := range c.lines[:c.target] {
		if l.Setup != nil && l.Setup.Addr != nil {
			list = append(list, l.Setup.Addr.Prefix.Addr())
		}
	}
	var same []netip.Addr
	for _, h := range list {
		switch {
		case h.Is4() == a.Is4():
		case h.Is4() && a.Is4In6():
			h = netip.AddrFrom16(h.As16())
		default:
			continue
		}
		if h != a {
			same = append(same, h)
		}
	}
	return same
}

// newName returns a name that no process of the scenario has.
func (c *scene) newName(base string) string {
	name := base
	for n := '2'; c.taken(name); n++ {
		name = base + string(n)
	}
	return name
}

func (c *scene) taken(name string) bool {
	for _, l := range c.lines {
		if l.Step != nil && (l.Step.Proc == name || l.Step.Call.Child == name) {
			return true
		}
	}
	return false
}

// reachable returns an address at which a socket that is bound to a can be reached.
func reachable(a netip.AddrPort) netip.AddrPort {
	switch {
	case !a.Addr().IsUnspecified():
		return a
	case a.Addr().Is4():
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), a.Port())
	}
	return netip.AddrPortFrom(netip.IPv6Loopback(), a.Port())
}

// samePeer reports whether two ends of a connection are each other's.
func samePeer(a, b *kernel.SocketView) bool {
	return same(a.Local, b.Peer) && same(a.Peer, b.Local)
}

func same(a, b netip.AddrPort) bool {
	return a.Port() == b.Port() && a.Addr().Unmap() == b.Addr().Unmap()
}

// peer returns the other end of a connection, or nil.
func (c *scene) peer(s *kernel.SocketView) *kernel.SocketView {
	for i := range c.view.Sockets {
		o := &c.view.Sockets[i]
		if o.ID != s.ID && o.Type == s.Type && !o.Gone && samePeer(s, o) {
			return o
		}
	}
	return nil
}
