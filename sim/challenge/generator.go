package challenge

import (
	"math/rand/v2"
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/kernel"
)

// A generator writes the lines of one scenario, each a process and its call.
type generator struct {
	level Level
	rng   *rand.Rand
}

func (g *generator) chance(percent int) bool { return g.rng.IntN(100) < percent }

func (g *generator) pick(items ...string) string { return items[g.rng.IntN(len(items))] }

// walk takes steps at random, each of which makes sense for the socket that it is about.
func (g *generator) walk() []string {
	lines := []string{"A " + g.socket()}
	names := 1
	for len(lines) < g.level.steps {
		t := play(lines)
		if t == nil {
			return lines
		}
		v := t.View()
		if names < g.level.processes && g.chance(35) {
			lines = append(lines, string(rune('A'+names))+" "+g.socket())
			names++
			continue
		}
		line, child := g.step(&v, names)
		if line == "" {
			return lines
		}
		if child {
			names++
		}
		lines = append(lines, line)
		if t := play(lines); t != nil && last(t).Result.Errno != 0 && len(lines) >= g.level.least {
			return lines
		}
	}
	return lines
}

// step writes a call of a process that can make one; "" where there is none. It reports whether the call
// makes a child.
func (g *generator) step(v *kernel.View, names int) (line string, child bool) {
	var running []*kernel.ProcessView
	for i := range v.Processes {
		if v.Processes[i].State == kernel.Running {
			running = append(running, &v.Processes[i])
		}
	}
	if len(running) == 0 {
		return "", false
	}
	p := running[g.rng.IntN(len(running))]
	if g.level.hard && names < g.level.processes && g.chance(12) {
		return p.Name + " fork() = " + string(rune('A'+names)), true
	}
	if g.chance(5) {
		return p.Name + " exit(0)", false
	}
	fd, s := g.descriptor(v, p)
	if s == nil {
		return p.Name + " " + g.socket(), false
	}
	return p.Name + " " + g.call(fd, s), false
}

// descriptor chooses one of a process's sockets; nil where it has none, or should make another.
func (g *generator) descriptor(v *kernel.View, p *kernel.ProcessView) (int, *kernel.SocketView) {
	fds := map[int]*kernel.SocketView{}
	var numbers []int
	for _, f := range p.FDs {
		if s := socketOf(v, f.Description); s != nil {
			fds[f.FD] = s
			numbers = append(numbers, f.FD)
		}
	}
	if len(numbers) == 0 || len(numbers) == 1 && g.chance(6) {
		return 0, nil
	}
	fd := numbers[g.rng.IntN(len(numbers))]
	return fd, fds[fd]
}

func socketOf(v *kernel.View, description int) *kernel.SocketView {
	for _, d := range v.Descriptions {
		if d.ID != description {
			continue
		}
		for i := range v.Sockets {
			if v.Sockets[i].ID == d.Socket {
				return &v.Sockets[i]
			}
		}
	}
	return nil
}

func (g *generator) socket() string {
	family, kind := "AF_INET", "SOCK_STREAM"
	if g.level.hard {
		family = g.pick("AF_INET", "AF_INET", "AF_INET6")
		kind = g.pick("SOCK_STREAM", "SOCK_STREAM", "SOCK_STREAM", "SOCK_DGRAM")
	}
	return "socket(" + family + ", " + kind + ", 0)"
}

// call writes a call on a socket: what one does next with one in its state, for the most part.
func (g *generator) call(fd int, s *kernel.SocketView) string {
	n := strconv.Itoa(fd)
	stream := s.Type == abi.SOCK_STREAM
	switch {
	case s.State == "LISTEN":
		return g.pick("accept(", "accept(", "close(") + n + ")"
	case s.State == "ESTAB" || s.Peer.Port() != 0:
		return g.pick("close("+n+")", "close("+n+")", "listen("+n+", 128)", "connect("+n+", "+g.address(s, false)+")")
	case s.Bound && stream:
		return g.pick("listen("+n+", "+g.pick("128", "128", "0")+")", "listen("+n+", 128)", "listen("+n+", 128)",
			"connect("+n+", "+g.address(s, false)+")", "close("+n+")", "bind("+n+", "+g.address(s, true)+")")
	case s.Bound:
		return g.pick("close("+n+")", "bind("+n+", "+g.address(s, true)+")", "connect("+n+", "+g.address(s, false)+")")
	}
	if g.level.options && g.chance(30) && len(s.Options) == 0 {
		return "setsockopt(" + n + ", SOL_SOCKET, " + g.option() + ", 1)"
	}
	if stream && g.chance(25) {
		return "connect(" + n + ", " + g.address(s, false) + ")"
	}
	return "bind(" + n + ", " + g.address(s, true) + ")"
}

func (g *generator) option() string {
	if g.level.hard {
		return g.pick("SO_REUSEADDR", "SO_REUSEPORT")
	}
	return "SO_REUSEADDR"
}

// address is one of the few that everything happens at.
func (g *generator) address(s *kernel.SocketView, bind bool) string {
	port := g.pick(":8080", ":8080", ":8080", ":8080", ":8081")
	if s.Family == abi.AF_INET6 {
		if !bind {
			return "[::1]" + port
		}
		return g.pick("[::]", "[::]", "[::1]", "[::ffff:127.0.0.1]") + port
	}
	if !bind {
		return "127.0.0.1" + port
	}
	if g.chance(4) {
		return "192.0.2.1" + port
	}
	return g.pick("127.0.0.1", "127.0.0.1", "127.0.0.1", "0.0.0.0", "127.0.0.2") + port
}
