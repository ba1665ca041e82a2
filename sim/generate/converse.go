package generate

import (
	"portlab/sim/abi"
	"portlab/sim/kernel"
)

// converse gives the first two processes a connection, or tries to: random calls rarely reach what
// comes after.
func (g *generator) converse() {
	const server, client = "A", "B"
	family := abi.AF_INET
	if g.kind.v6 && g.chance(40) {
		family = abi.AF_INET6
	}
	listener := g.stream(server, family)
	at, ok := g.listen(server, listener)
	if !ok {
		return
	}
	fd := g.stream(client, family)
	if g.chance(30) {
		g.maybeReuse(client, fd)
		t := g.target(client, fd)
		g.do(client, abi.Call{Name: "bind", FD: fd, Addr: g.address(t, true)})
	}
	if g.do(client, abi.Call{Name: "connect", FD: fd, Addr: at}).Blocked || g.chance(15) {
		return
	}
	g.do(server, abi.Call{Name: "accept", FD: listener})
}

func (g *generator) stream(proc string, family int) (fd int) {
	return g.do(proc, abi.Call{Name: "socket", Family: family, Type: abi.SOCK_STREAM}).Result.Ret
}

// listen makes a socket listen, and returns where.
func (g *generator) listen(proc string, fd int) (at abi.Sockaddr, ok bool) {
	g.maybeReuse(proc, fd)
	if g.chance(10) {
		g.do(proc, abi.Call{Name: "setsockopt", FD: fd, Level: abi.SOL_TCP, Opt: abi.TCP_DEFER_ACCEPT,
			Value: g.optValue(abi.SOL_TCP, abi.TCP_DEFER_ACCEPT, pick(g, 1, 5))})
	}
	at = g.address(g.target(proc, fd), true)
	if g.do(proc, abi.Call{Name: "bind", FD: fd, Addr: at}).Result.Errno != 0 {
		return at, false
	}
	ok = g.do(proc, abi.Call{Name: "listen", FD: fd, Backlog: pick(g, 0, 1, 5)}).Result.Errno == 0
	if at.Port == 0 {
		g.nameOf(proc, fd)
		at = g.named(g.target(proc, fd).socket.Local)
	}
	return at, ok
}

// maybeReuse sets one of the options that let sockets share a port, or none.
func (g *generator) maybeReuse(proc string, fd int) {
	opt := pick(g, 0, 0, abi.SO_REUSEADDR, abi.SO_REUSEADDR, abi.SO_REUSEPORT)
	if opt != 0 {
		g.do(proc, abi.Call{Name: "setsockopt", FD: fd, Level: abi.SOL_SOCKET, Opt: opt, Value: g.optValue(abi.SOL_SOCKET, opt, 1)})
	}
}

// target finds a descriptor of a process.
func (g *generator) target(proc string, fd int) target {
	v := g.kernel.View()
	for i := range v.Processes {
		if v.Processes[i].Name == proc {
			return target{fd, socketView(&v, socketOf(&v, &v.Processes[i], fd))}
		}
	}
	return target{fd, kernel.SocketView{}}
}
