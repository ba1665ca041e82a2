package generate

import (
	"portlab/sim/abi"
	"portlab/sim/kernel"
)

// A maker makes one kind of call; weight says how often.
type maker struct {
	weight int
	make   func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call
}

var socketMakers = []maker{
	{8, func(g *generator, _ *kernel.View, _ *kernel.ProcessView) abi.Call { return g.socketCall() }},
	{18, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		s := g.socket(v, p)
		return abi.Call{Name: "bind", FD: s.fd, Addr: g.address(s, true)}
	}},
	{12, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "listen", FD: g.socket(v, p).fd, Backlog: pick(g, 0, 1, 5, 5, 128, -1)}
	}},
	{14, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		s := g.socket(v, p)
		return abi.Call{Name: "connect", FD: s.fd, Addr: g.peerAddress(v, s)}
	}},
	{10, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call { return g.acceptCall(v, p) }},
	{7, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "close", FD: g.socket(v, p).fd}
	}},
	{12, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call { return g.setOption(v, p) }},
	{5, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call { return g.getOption(v, p) }},
	{6, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call { return g.sendCall(v, p) }},
	{6, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call { return g.recvCall(v, p) }},
	{4, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "shutdown", FD: g.socket(v, p).fd, How: pick(g, 0, 1, 2, 0, 1, 2, 0, 1, 2, 3)}
	}},
	{4, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: pick(g, "getsockname", "getpeername"), FD: g.socket(v, p).fd}
	}},
	{1, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "fcntl", FD: g.socket(v, p).fd, Cmd: abi.F_SETFL, Arg: pick(g, 0, abi.O_NONBLOCK)}
	}},
	{1, func(g *generator, _ *kernel.View, _ *kernel.ProcessView) abi.Call { return g.sleep() }},
	{1, func(g *generator, _ *kernel.View, _ *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "setuid", UID: pick(g, 1000, 1000, 1001, 0)}
	}},
}

var processMakers = []maker{
	{6, func(g *generator, _ *kernel.View, _ *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "fork", Child: g.newName()}
	}},
	{2, func(g *generator, _ *kernel.View, _ *kernel.ProcessView) abi.Call { return abi.Call{Name: "exit"} }},
	{2, func(g *generator, v *kernel.View, _ *kernel.ProcessView) abi.Call {
		target := v.Processes[g.rng.IntN(len(v.Processes))].Name
		return abi.Call{Name: "kill", Target: target, Signal: abi.SIGKILL}
	}},
	{1, func(*generator, *kernel.View, *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "execve", Path: "/bin/true"}
	}},
	{3, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "dup", FD: g.socket(v, p).fd}
	}},
	{2, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "dup2", FD: g.socket(v, p).fd, FD2: g.number(v, p)}
	}},
	{2, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "fcntl", FD: g.socket(v, p).fd, Cmd: abi.F_SETFD, Arg: pick(g, 0, abi.FD_CLOEXEC)}
	}},
	{2, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "fcntl", FD: g.socket(v, p).fd, Cmd: pick(g, abi.F_DUPFD, abi.F_DUPFD_CLOEXEC), Arg: g.number(v, p)}
	}},
	{1, func(g *generator, v *kernel.View, p *kernel.ProcessView) abi.Call {
		return abi.Call{Name: "fcntl", FD: g.socket(v, p).fd, Cmd: pick(g, abi.F_GETFD, abi.F_GETFL)}
	}},
}

// maxProcesses bounds what fork makes.
const maxProcesses = 8

func (g *generator) call(v *kernel.View, p *kernel.ProcessView) abi.Call {
	makers := socketMakers
	if g.kind.procs && g.processes < maxProcesses && g.chance(25) {
		makers = processMakers
	}
	total := 0
	for _, m := range makers {
		total += m.weight
	}
	n := g.rng.IntN(total)
	for _, m := range makers {
		if n -= m.weight; n < 0 {
			return m.make(g, v, p)
		}
	}
	panic("generate: the weights changed while they were added up")
}

// A target is a descriptor to call, with what is known of its socket.
type target struct {
	fd     int
	socket kernel.SocketView // zero where the descriptor is none of a socket
}

// socket chooses a descriptor of the process: now and then one that is no socket, or not open.
func (g *generator) socket(v *kernel.View, p *kernel.ProcessView) target {
	if g.chance(2) {
		return target{fd: pick(g, 0, 9)}
	}
	var targets []target
	for _, fd := range p.FDs {
		for _, d := range v.Descriptions {
			if d.ID == fd.Description && fd.Description != 0 {
				targets = append(targets, target{fd.FD, socketView(v, d.Socket)})
			}
		}
	}
	if len(targets) == 0 {
		return target{fd: 3}
	}
	return targets[g.rng.IntN(len(targets))]
}

// number is one for a new descriptor: of one that is open, a free one, the last of all, or none.
func (g *generator) number(v *kernel.View, p *kernel.ProcessView) int {
	return pick(g, g.socket(v, p).fd, g.socket(v, p).fd, 6, abi.RLIMIT_NOFILE-1, abi.RLIMIT_NOFILE, -1)
}

func socketView(v *kernel.View, id int) kernel.SocketView {
	for _, s := range v.Sockets {
		if s.ID == id && !s.Gone {
			return s
		}
	}
	return kernel.SocketView{}
}

func (g *generator) socketCall() abi.Call {
	c := abi.Call{Name: "socket", Family: abi.AF_INET, Type: abi.SOCK_STREAM}
	if g.kind.v6 && g.chance(60) {
		c.Family = abi.AF_INET6
	}
	if g.kind.udp && (!g.kind.tcp || g.chance(40)) {
		c.Type = abi.SOCK_DGRAM
	}
	if g.chance(15) {
		c.Type |= abi.SOCK_NONBLOCK
	}
	if g.chance(5) {
		c.Type |= abi.SOCK_CLOEXEC
	}
	if g.chance(2) {
		c.Protocol = pick(g, abi.IPPROTO_TCP, abi.IPPROTO_UDP)
	}
	return c
}

func (g *generator) acceptCall(v *kernel.View, p *kernel.ProcessView) abi.Call {
	t := g.socket(v, p)
	for range 3 {
		if t.socket.State == "LISTEN" {
			break
		}
		t = g.socket(v, p)
	}
	if g.chance(20) {
		return abi.Call{Name: "accept4", FD: t.fd, Flags: pick(g, abi.SOCK_NONBLOCK, abi.SOCK_CLOEXEC)}
	}
	return abi.Call{Name: "accept", FD: t.fd}
}

var data = []string{"x", "hello", "0123456789", "x", "hello", "0123456789", ""}

func (g *generator) sendCall(v *kernel.View, p *kernel.ProcessView) abi.Call {
	t := g.socket(v, p)
	c := abi.Call{Name: pick(g, "send", "send", "write"), FD: t.fd, Data: pick(g, data...)}
	if t.socket.Type == abi.SOCK_DGRAM && g.chance(60) {
		c.Name, c.Addr = "sendto", g.peerAddress(v, t)
		if c.Addr.Family == abi.AF_UNSPEC {
			c.Addr = g.address(t, false)
		}
	}
	if c.Name != "write" {
		c.Flags = pick(g, 0, 0, 0, abi.MSG_DONTWAIT, abi.MSG_NOSIGNAL)
	}
	c.Len = len(c.Data)
	return c
}

func (g *generator) recvCall(v *kernel.View, p *kernel.ProcessView) abi.Call {
	c := abi.Call{Name: pick(g, "recv", "recvfrom", "read"), FD: g.socket(v, p).fd, Len: pick(g, 3, 100)}
	if c.Name != "read" && g.chance(60) {
		c.Flags = pick(g, abi.MSG_DONTWAIT, abi.MSG_DONTWAIT, abi.MSG_DONTWAIT|abi.MSG_PEEK, abi.MSG_PEEK)
	}
	return c
}

// races reports whether the call may wait beside another on one connection: which of them would go
// on first is trace.Waiter, and decides what follows.
func races(v *kernel.View, p *kernel.ProcessView, c *abi.Call) bool {
	if !waits(c) {
		return false
	}
	socket := socketOf(v, p, c.FD)
	for i := range v.Processes {
		q := &v.Processes[i]
		if q.BlockedIn != nil && waits(q.BlockedIn) && socketOf(v, q, q.BlockedIn.FD) == socket {
			return true
		}
	}
	return false
}

// waits reports whether the call may wait on a connection.
func waits(c *abi.Call) bool {
	switch c.Name {
	case "connect", "read", "write":
		return true
	case "recv", "recvfrom", "send", "sendto":
		return c.Flags&abi.MSG_DONTWAIT == 0
	}
	return false
}

// socketOf is the ID of the socket that a descriptor of a process refers to, 0 where there is none.
func socketOf(v *kernel.View, p *kernel.ProcessView, fd int) int {
	for _, f := range p.FDs {
		for _, d := range v.Descriptions {
			if f.FD == fd && d.ID == f.Description {
				return d.Socket
			}
		}
	}
	return 0
}
