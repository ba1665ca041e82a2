package remedy

import (
	"net/netip"
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
)

// What other processes, or other calls of the same one, can do first.

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

// takeError reads the error that waits on the socket, so that the call does not get it.
func (c *scene) takeError() []*change {
	return []*change{{kind: Order, size: 2, rank: rankOrder,
		text: say("read the pending error first, with getsockopt SO_ERROR", "先用 getsockopt SO_ERROR 读走待报告的错误"),
		edits: []Edit{insertStep(c.target, c.step.Proc,
			abi.Call{Name: "getsockopt", FD: c.call.FD, Level: abi.SOL_SOCKET, Opt: abi.SO_ERROR})}}}
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
