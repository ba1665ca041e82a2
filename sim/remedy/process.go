package remedy

import (
	"net/netip"
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
)

// What users, descriptors and other processes can do about a refusal.

// setuid returns the setuid that made the process of the call, or one that it was forked from, what
// it is; line is 0 where there is none.
func (c *scene) setuid(proc string) (line int, by string) {
	for p := c.process(proc); p != nil; p = c.process(p.Parent) {
		if e := c.lastOf(p.Name, "setuid"); e != nil && e.Line > 0 {
			return e.Line, p.Name
		}
	}
	return 0, ""
}

// noSetuid keeps the process as it started: root.
func (c *scene) noSetuid() []*change { return c.withoutSetuid(c.step.Proc) }

func (c *scene) withoutSetuid(proc string) []*change {
	line, by := c.setuid(proc)
	if line == 0 {
		return nil
	}
	return []*change{{kind: User, size: 2, rank: rankUser, goal: "user", group: "user", edits: []Edit{remove(line)},
		text: say("run {0} as root: leave out its setuid", "以 root 运行 {0}:去掉它的 setuid", by)}}
}

// laterSetuid makes the call while the process is still privileged.
func (c *scene) laterSetuid() []*change {
	line, by := c.setuid(c.step.Proc)
	if line == 0 || by != c.step.Proc {
		return nil
	}
	moved := Edit{Op: Insert, Line: c.target + 1, New: at(c.lines[line-1], 1)}
	return []*change{{kind: Order, size: 2, rank: rankOrder, edits: []Edit{remove(line), moved},
		text: say("call {0} before setuid drops the privilege", "在 setuid 放弃特权之前调用 {0}", c.call.Name)}}
}

// sameUser lets the two sockets be made by one user.
func (c *scene) sameUser() []*change {
	list := c.withoutSetuid(c.step.Proc)
	blocker, self := c.socket(c.blocker), c.socket(c.self)
	owner, _, ok := c.root(c.blocker)
	if blocker == nil || self == nil || !ok {
		return list
	}
	list = append(list, c.withoutSetuid(owner.proc)...)
	if asking, _, ok := c.root(c.self); ok && self.UID == 0 {
		list = append(list, &change{kind: User, size: 2, rank: rankUser, goal: "user", group: "user",
			edits: []Edit{insertStep(asking.line, asking.proc, abi.Call{Name: "setuid", UID: blocker.UID})},
			text:  say("run {0} as uid {1}, as {2} is", "以 uid {1} 运行 {0},与 {2} 相同", asking.proc, strconv.Itoa(blocker.UID), owner.proc)})
	}
	return list
}

// remake makes the socket of the call in another way.
func (c *scene) remake(how func(*abi.Call), text profile.Text) []*change {
	made, _, ok := c.root(c.self)
	if !ok {
		return nil
	}
	n := *c.lines[made.line-1].Step
	how(&n.Call)
	return []*change{{kind: Socket, size: 2, rank: rankSocket, text: text,
		edits: []Edit{{Op: Replace, Line: made.line, New: stepOf(n)}}}}
}

// streamSocket makes the socket one that can listen.
func (c *scene) streamSocket() []*change {
	return c.remake(func(call *abi.Call) { call.Type, call.Protocol = call.Type&^abi.SOCK_TYPEMASK|abi.SOCK_STREAM, 0 },
		say("make a SOCK_STREAM socket", "创建 SOCK_STREAM 套接字"))
}

// noShutdown leaves out the shutdown of the socket.
func (c *scene) noShutdown() []*change {
	e := c.on(c.self, "shutdown")
	if e == nil || e.Line <= 0 {
		return nil
	}
	return []*change{{kind: Socket, size: 2, rank: rankSocket, edits: []Edit{remove(e.Line)},
		text: say("leave out the shutdown on line {0}", "去掉第 {0} 行的 shutdown", strconv.Itoa(e.Line))}}
}

// blockingSocket lets the call wait for its result.
func (c *scene) blockingSocket() []*change {
	list := c.remake(func(call *abi.Call) { call.Type &^= abi.SOCK_NONBLOCK },
		say("make the socket without SOCK_NONBLOCK, so that connect waits", "创建套接字时不用 SOCK_NONBLOCK,让 connect 等待"))
	for _, ch := range list {
		ch.goal = "handshake"
	}
	return list
}

// ownProtocol makes the socket with its type's own protocol.
func (c *scene) ownProtocol() []*change {
	n := *c.step
	n.Call.Protocol = 0
	return []*change{{kind: Socket, size: 2, rank: rankSocket, edits: []Edit{{Op: Replace, Line: c.target, New: stepOf(n)}},
		text: say("give protocol 0: the type's own", "协议填 0:由类型决定")}}
}

// freshSocket makes the call on a new socket.
func (c *scene) freshSocket() []*change {
	self := c.socket(c.self)
	if self == nil {
		return nil
	}
	fd := c.freeFD(c.step.Proc)
	n := *c.step
	n.Call.FD = fd
	return []*change{{kind: Socket, size: 3, rank: rankSocket, text: say("use a new socket, fd {0}", "使用新的套接字,fd {0}", strconv.Itoa(fd)),
		edits: []Edit{
			insertStep(c.target, c.step.Proc, abi.Call{Name: "socket", Family: self.Family, Type: self.Type}),
			{Op: Replace, Line: c.target, New: stepOf(n)},
		}}}
}

// otherFD makes the call on a socket that the process has open.
func (c *scene) otherFD() []*change {
	p := c.process(c.step.Proc)
	if p == nil {
		return nil
	}
	var list []*change
	for _, open := range p.FDs {
		if open.Description == 0 || len(list) == 4 {
			continue
		}
		n := *c.step
		n.Call.FD = open.FD
		list = append(list, &change{kind: Socket, size: 2, rank: rankSocket, group: "fd",
			edits: []Edit{{Op: Replace, Line: c.target, New: stepOf(n)}},
			text:  say("use fd {0}, which is a socket", "使用 fd {0},它是套接字", strconv.Itoa(open.FD))})
	}
	return list
}

// peerAct is a change in which processes act before the call.
func (c *scene) peerAct(text profile.Text, edits ...Edit) *change {
	return &change{kind: Peer, size: len(edits) + 1, rank: rankPeer, edits: edits, text: text}
}

// listen makes the socket listen before it accepts.
func (c *scene) listen() []*change {
	ch := c.peerAct(say("call listen first", "先调用 listen"),
		insertStep(c.target, c.step.Proc, abi.Call{Name: "listen", FD: c.call.FD, Backlog: 128}))
	ch.goal = "listen"
	return []*change{ch}
}

// client connects to the socket that accepts.
func (c *scene) client() []*change {
	l := c.socket(c.self)
	if l == nil || !l.Bound {
		return nil
	}
	addr, ok := c.written(abi.SockaddrFrom(reachable(l.Local)))
	if !ok {
		return nil
	}
	name := c.newName("client")
	ch := c.peerAct(say("let a client connect to {0} first", "先让一个客户端连接 {0}", addr.String()),
		insertStep(c.target, name, abi.Call{Name: "socket", Family: addr.Family, Type: abi.SOCK_STREAM}),
		insertStep(c.target, name, abi.Call{Name: "connect", FD: firstFD, Addr: addr}))
	ch.goal = "connect"
	return []*change{ch}
}

// firstFD is the first descriptor that a new process gets.
const firstFD = 3

// server listens where the call connects to.
func (c *scene) server() []*change {
	a, name := c.call.Addr, c.newName("server")
	if a.Port == 0 {
		return nil
	}
	return []*change{c.peerAct(say("let a server listen at {0} first", "先让一个服务器在 {0} 监听", a.String()),
		insertStep(c.target, name, abi.Call{Name: "socket", Family: a.Family, Type: abi.SOCK_STREAM}),
		insertStep(c.target, name, abi.Call{Name: "bind", FD: firstFD, Addr: a}),
		insertStep(c.target, name, abi.Call{Name: "listen", FD: firstFD, Backlog: 128}))}
}

// listenThere lets a process listen that has bound the destination and does not.
func (c *scene) listenThere() []*change {
	var list []*change
	for i := range c.view.Sockets {
		s := &c.view.Sockets[i]
		if s.Type != abi.SOCK_STREAM || s.State != "UNCONN" || !s.Bound || s.Gone || !c.aimsAt(s) {
			continue
		}
		if h, ok := c.holder(s.ID); ok {
			list = append(list, c.peerAct(say("let {0} listen first", "先让 {0} 调用 listen", h.proc),
				insertStep(c.target, h.proc, abi.Call{Name: "listen", FD: h.fd, Backlog: 128})))
		}
	}
	return list
}

// aimsAt reports whether the call's address may lead to a socket.
func (c *scene) aimsAt(s *kernel.SocketView) bool {
	a := c.call.Addr
	return s.Local.Port() == a.Port && (s.Local.Addr().IsUnspecified() || s.Local.Addr().Unmap() == a.Addr.Unmap() || a.Addr.IsUnspecified())
}

// listener returns the listener that the call's SYN goes to, or nil.
func (c *scene) listener() *kernel.SocketView {
	for i := range c.view.Sockets {
		if s := &c.view.Sockets[i]; s.State == "LISTEN" && !s.Gone && c.aimsAt(s) {
			return s
		}
	}
	return nil
}

// acceptFirst makes room in the accept queue that is full.
func (c *scene) acceptFirst() []*change {
	l := c.listener()
	if l == nil || len(l.Queue) == 0 {
		return nil
	}
	h, ok := c.holder(l.ID)
	if !ok {
		return nil
	}
	ch := c.peerAct(say("let {0} accept a connection first", "先让 {0} 接受一个连接", h.proc),
		insertStep(c.target, h.proc, abi.Call{Name: "accept", FD: h.fd}))
	ch.goal = "handshake"
	return []*change{ch}
}

// backlog makes the accept queue longer.
func (c *scene) backlog() []*change {
	l := c.listener()
	if l == nil {
		return nil
	}
	const longer = 128
	var list []*change
	if e := c.on(l.ID, "listen"); e != nil && e.Line > 0 && e.Call.Backlog < longer {
		n := *c.lines[e.Line-1].Step
		n.Call.Backlog = longer
		list = append(list, &change{kind: Socket, size: 2, rank: rankSocket, goal: "handshake", edits: []Edit{{Op: Replace, Line: e.Line, New: stepOf(n)}},
			text: say("let {0} listen with a backlog of {1}", "让 {0} 以 backlog {1} 监听", e.Proc, strconv.Itoa(longer))})
	}
	if line, _ := c.sysctl("net.core.somaxconn"); line != 0 {
		list = append(list, c.host("net.core.somaxconn="+strconv.Itoa(longer), "handshake")...)
	}
	return list
}

// connectFirst connects the socket before it is used.
func (c *scene) connectFirst() []*change {
	var list []*change
	for _, a := range c.servers() {
		ch := c.peerAct(say("connect to {0} first", "先连接 {0}", a.String()),
			insertStep(c.target, c.step.Proc, abi.Call{Name: "connect", FD: c.call.FD, Addr: a}))
		ch.group = "connect"
		list = append(list, ch)
	}
	return list
}

// peerSends lets the other end send what the call waits for.
func (c *scene) peerSends() []*change {
	s := c.socket(c.self)
	switch {
	case s == nil:
		return nil
	case s.Type == abi.SOCK_DGRAM:
		return c.datagram(s)
	}
	p := c.peer(s)
	if p == nil {
		return nil
	}
	if h, ok := c.holder(p.ID); ok {
		return []*change{c.peerAct(say("let {0} send something first", "先让 {0} 发送数据", h.proc), c.send(h.proc, h.fd))}
	}
	h, ok := c.holder(p.Listener)
	if !ok {
		return nil
	}
	return []*change{c.peerAct(say("let {0} accept the connection and send something first", "先让 {0} 接受连接并发送数据", h.proc),
		insertStep(c.target, h.proc, abi.Call{Name: "accept", FD: h.fd}), c.send(h.proc, c.freeFD(h.proc)))}
}

func (c *scene) send(proc string, fd int) Edit {
	return insertStep(c.target, proc, abi.Call{Name: "send", FD: fd, Data: "x"})
}

// datagram lets somebody send one to the socket: whom it is connected to, or anybody.
func (c *scene) datagram(s *kernel.SocketView) []*change {
	if !s.Bound {
		return nil
	}
	to, ok := c.written(abi.SockaddrFrom(reachable(s.Local)))
	if !ok {
		return nil
	}
	name, fd := c.newName("client"), firstFD
	edits := []Edit{insertStep(c.target, name, abi.Call{Name: "socket", Family: to.Family, Type: abi.SOCK_DGRAM})}
	if s.Peer.Port() != 0 {
		h, ok := c.boundTo(s.Peer)
		if !ok {
			return nil
		}
		name, fd, edits = h.proc, h.fd, nil
	}
	edits = append(edits, insertStep(c.target, name, abi.Call{Name: "sendto", FD: fd, Data: "x", Addr: to}))
	return []*change{c.peerAct(say("let {0} send a datagram to {1} first", "先让 {0} 向 {1} 发送一个数据报", name, to.String()), edits...)}
}

// boundTo returns a descriptor of a UDP socket with that address.
func (c *scene) boundTo(a netip.AddrPort) (held, bool) {
	for i := range c.view.Sockets {
		if s := &c.view.Sockets[i]; s.Type == abi.SOCK_DGRAM && same(s.Local, a) {
			return c.holder(s.ID)
		}
	}
	return held{}, false
}

// peerReads lets the other end read, which makes room to send.
func (c *scene) peerReads() []*change {
	s := c.socket(c.self)
	if s == nil {
		return nil
	}
	p := c.peer(s)
	if p == nil {
		return nil
	}
	h, ok := c.holder(p.ID)
	if !ok {
		return nil
	}
	const plenty = 1 << 24
	return []*change{c.peerAct(say("let {0} read first", "先让 {0} 读取", h.proc),
		insertStep(c.target, h.proc, abi.Call{Name: "recv", FD: h.fd, Len: plenty}))}
}
