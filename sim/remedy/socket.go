package remedy

import (
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

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
		say("make the socket without SOCK_NONBLOCK, so that connect waits", "创建套接字时不用 SOCK_NONBLOCK，让 connect 等待"))
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
		text: say("give protocol 0: the type's own", "协议填 0：由类型决定")}}
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
	return []*change{{kind: Socket, size: 3, rank: rankSocket, text: say("use a new socket, fd {0}", "使用新的套接字，fd {0}", strconv.Itoa(fd)),
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
			text:  say("use fd {0}, which is a socket", "使用 fd {0}，它是套接字", strconv.Itoa(open.FD))})
	}
	return list
}

// otherFamily makes the socket of the address's family.
func (c *scene) otherFamily() []*change {
	self := c.socket(c.self)
	if self == nil {
		return nil
	}
	family := abi.AF_INET + abi.AF_INET6 - self.Family
	name, _ := abi.Families.Name(family)
	return c.remake(func(call *abi.Call) { call.Family = family },
		say("make the socket with {0}", "用 {0} 创建套接字", name))
}
