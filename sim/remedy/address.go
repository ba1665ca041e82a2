package remedy

import (
	"net/netip"
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// named returns the step whose address decides the call: the call's own, or the bind before a
// listen or connect; nil where no line of the text is that.
func (c *scene) named() (st *scenario.Step, was abi.Sockaddr) {
	switch c.call.Name {
	case "bind", "connect", "sendto":
		return c.step, c.call.Addr
	}
	return c.boundBy()
}

// boundBy returns the bind of the call's socket.
func (c *scene) boundBy() (st *scenario.Step, was abi.Sockaddr) {
	if c.call.Name == "bind" && c.rule != profile.BindUnbound {
		return c.step, c.call.Addr
	}
	if e := c.on(c.self, "bind"); e != nil && e.Line > 0 {
		return c.lines[e.Line-1].Step, e.Call.Addr
	}
	return nil, abi.Sockaddr{}
}

// readdress gives a step another address.
func readdress(st *scenario.Step, a abi.Sockaddr, kind Kind, rank int, group string) *change {
	n := *st
	n.Call.Addr = a
	return &change{kind: kind, size: 2, rank: rank, group: group,
		edits: []Edit{{Op: Replace, Line: st.Pos.Line, New: stepOf(n)}},
		text:  say("{0} {1} instead", "改为 {0} {1}", st.Call.Name, a.String())}
}

// address names another address of the host.
func (c *scene) address() []*change {
	st, was := c.named()
	if st == nil || was.Family == abi.AF_UNSPEC {
		return nil
	}
	var list []*change
	for _, a := range c.hostAddrs(was.Addr) {
		n := st.Call.Addr
		n.Addr = a
		list = append(list, readdress(st, n, Address, rankAddress, "address"))
	}
	return list
}

// wildcard binds every address of the host.
func (c *scene) wildcard() []*change {
	st, was := c.boundBy()
	if st == nil || was.Addr.IsUnspecified() {
		return nil
	}
	n := st.Call.Addr
	n.Addr = netip.IPv6Unspecified()
	if was.Addr.Is4() {
		n.Addr = netip.IPv4Unspecified()
	}
	return []*change{readdress(st, n, Address, rankAddress, "address")}
}

// otherPort binds the next port that nobody holds.
func (c *scene) otherPort() []*change {
	st, was := c.boundBy()
	if st == nil || was.Family == abi.AF_UNSPEC {
		return nil
	}
	for port := max(int(was.Port), 1023) + 1; port <= 65535; port++ {
		if was.Port != 0 && was.Port < 1023 && !c.portTaken(int(was.Port)+1) {
			port = int(was.Port) + 1
		}
		if !c.portTaken(port) {
			return []*change{readdress(st, abi.Sockaddr{Family: was.Family, Addr: was.Addr, Port: uint16(port)}, Port, rankPort, "port")}
		}
	}
	return nil
}

// unprivilegedPort binds a port that everybody may have: 8080 for 80.
func (c *scene) unprivilegedPort() []*change {
	st, was := c.boundBy()
	if st == nil {
		return nil
	}
	was.Port += 8000
	return []*change{readdress(st, was, Port, rankPort, "port")}
}

func (c *scene) portTaken(port int) bool {
	for _, b := range c.view.Buckets {
		if int(b.Port) == port {
			return true
		}
	}
	return false
}

// anyPort lets the kernel choose the port.
func (c *scene) anyPort() []*change {
	st, was := c.boundBy()
	if st == nil || was.Port == 0 || was.Family == abi.AF_UNSPEC {
		return nil
	}
	was.Port = 0
	return []*change{readdress(st, was, Port, rankAnyPort, "")}
}

// leaveUnbound drops the bind, so that connect or a later bind chooses.
func (c *scene) leaveUnbound() []*change {
	e := c.on(c.self, "bind")
	if e == nil || e.Line <= 0 {
		return nil
	}
	return []*change{{kind: Port, size: 2, rank: rankAnyPort, edits: []Edit{remove(e.Line)},
		text: say("leave out the bind to {0} on line {1}", "去掉第 {1} 行到 {0} 的 bind", e.Call.Addr.String(), strconv.Itoa(e.Line))}}
}

// destination names an address at which somebody listens, or of UDP, has bound.
func (c *scene) destination() []*change {
	if c.call.Name != "connect" && c.call.Name != "sendto" {
		return nil
	}
	var list []*change
	for _, a := range c.servers() {
		if a != c.call.Addr {
			list = append(list, readdress(c.step, a, Address, rankAddress, "address"))
		}
	}
	return list
}

// servers returns addresses that a socket like the call's can connect to.
func (c *scene) servers() []abi.Sockaddr {
	self := c.socket(c.self)
	var list []abi.Sockaddr
	for i := range c.view.Sockets {
		s := &c.view.Sockets[i]
		if self == nil || !serves(s, self) || s.ID == self.ID || len(list) == 3 {
			continue
		}
		if a, ok := inFamily(self, reachable(s.Local)); ok {
			if a, ok = c.written(a); ok {
				list = append(list, a)
			}
		}
	}
	return list
}

func serves(s, client *kernel.SocketView) bool {
	if s.Type != client.Type || s.Gone || !s.Bound {
		return false
	}
	return s.State == "LISTEN" || s.Type == abi.SOCK_DGRAM
}

// written returns an address with its port as the text can name it: by number where the text does,
// or by its $name. ok is false for a port that the kernel chose and nothing has found.
func (c *scene) written(a abi.Sockaddr) (_ abi.Sockaddr, ok bool) {
	for _, n := range c.log {
		e := n.event
		if e.Line <= 0 || e.Missing {
			continue
		}
		st := c.lines[e.Line-1].Step
		if st.Call.Addr.Port == a.Port && st.Call.Addr.Var == "" {
			return a, true
		}
		for _, name := range []string{st.Claim.Addr.Var, st.Out.Addr.Var} {
			if name != "" && e.Result.Addr.Port == a.Port {
				a.Port, a.Var = 0, name
				return a, true
			}
		}
	}
	return a, false
}

// inFamily returns an address as a socket can connect to it.
func inFamily(s *kernel.SocketView, a netip.AddrPort) (abi.Sockaddr, bool) {
	switch plain := a.Addr().Unmap(); {
	case s.Family == abi.AF_INET:
		return abi.SockaddrFrom(netip.AddrPortFrom(plain, a.Port())), plain.Is4()
	case plain.Is4():
		return abi.SockaddrFrom(netip.AddrPortFrom(netip.AddrFrom16(plain.As16()), a.Port())), !s.V6Only
	}
	return abi.SockaddrFrom(a), true
}

// sameFamily names the like address of the socket's family.
func (c *scene) sameFamily() []*change {
	self := c.socket(c.self)
	if self == nil || c.call.Addr.Family == abi.AF_UNSPEC {
		return nil
	}
	a := c.step.Call.Addr
	a.Family, a.Addr = self.Family, counterpart(a.Addr)
	return []*change{readdress(c.step, a, Address, rankAddress, "")}
}

// counterpart returns the address of the other family that means the same, or the loopback address.
func counterpart(a netip.Addr) netip.Addr {
	switch {
	case a.Is4In6():
		return a.Unmap()
	case a == netip.IPv4Unspecified():
		return netip.IPv6Unspecified()
	case a == netip.IPv6Unspecified():
		return netip.IPv4Unspecified()
	case a.Is4() && a.IsLoopback():
		return netip.IPv6Loopback()
	case a.Is4():
		return netip.AddrFrom16(a.As16())
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}
