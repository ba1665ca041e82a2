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

// nonlocalBind allows addresses that the host does not have.
func (c *scene) nonlocalBind() []*change { return c.host("net.ipv4.ip_nonlocal_bind=1", "") }

// unprivilegedStart lets everybody have the port.
func (c *scene) unprivilegedStart() []*change {
	return c.host("net.ipv4.ip_unprivileged_port_start="+strconv.Itoa(int(c.call.Addr.Port)), "")
}

// twReuse lets connect take a 4-tuple in TIME_WAIT.
func (c *scene) twReuse() []*change { return c.host("net.ipv4.tcp_tw_reuse=1", "tw_reuse") }

// host sets a sysctl.
func (c *scene) host(setting, goal string) []*change {
	return []*change{{kind: Host, size: 2, rank: rankHost, goal: goal, edits: []Edit{c.setSysctl(setting)},
		text: say("set the sysctl {0}", "设置 sysctl {0}", setting)}}
}

// autobindReuse lets port 0 share a port, for which all must have SO_REUSEADDR.
func (c *scene) autobindReuse() []*change {
	ch := c.host("net.ipv4.ip_autobind_reuse=1", "")[0]
	low, high := c.ephemeral()
	set := candidate{}
	for i := range c.view.Sockets {
		s := &c.view.Sockets[i]
		if port := int(s.Local.Port()); s.ID != c.self && (port < low || port > high) {
			continue
		}
		if o := c.setFlag(s.ID, "SO_REUSEADDR"); o != nil && o.option != "" && !set.includes(candidate{o}) {
			set = append(set, o)
		}
	}
	if len(set) > 3 {
		return nil
	}
	if len(set) > 0 {
		with := set.text()
		ch.text = profile.Text{EN: ch.text.EN + ", and " + with.EN, ZH: ch.text.ZH + ";" + with.ZH}
	}
	for _, o := range set {
		ch.size += o.size
		ch.edits = append(ch.edits, o.edits...)
	}
	return []*change{ch}
}

// widerRange makes room among the ephemeral ports: the range is wider, or the text reserves none,
// or does not narrow it for the socket.
func (c *scene) widerRange() []*change {
	var list []*change
	const name, reserved = "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports"
	if line, _ := c.sysctl(name); line != 0 {
		list = append(list, c.host(name+"="+widened(c.ephemeral()), "")...)
	}
	if line, _ := c.sysctl(reserved); line != 0 {
		list = append(list, &change{kind: Host, size: 2, rank: rankHost, edits: []Edit{remove(line)},
			text: say("reserve no ports: leave out {0}", "不保留端口:去掉 {0}", reserved)})
	}
	row, _ := abi.SockoptByName("IP_LOCAL_PORT_RANGE")
	if e := c.setting(c.self, row); e != nil && e.Line > 0 {
		list = append(list, &change{kind: Option, size: 1, rank: rankOption, edits: []Edit{remove(e.Line)},
			text: say("leave {0} unset on {1}", "{1} 不设置 {0}", row.Name, e.Proc)})
	}
	return list
}

// widened returns a range of ports with a thousand more.
func widened(low, high int) string {
	if high += 1000; high > 65535 {
		low, high = max(low-1000, 1024), 65535
	}
	return strconv.Itoa(low) + " " + strconv.Itoa(high)
}

// addAddress gives the host the address.
func (c *scene) addAddress() []*change {
	a := c.call.Addr.Addr.Unmap().WithZone("")
	if !a.IsValid() || a.IsUnspecified() || a.IsMulticast() {
		return nil
	}
	ch := &change{kind: Host, size: 3, rank: rankHost, text: say("give the host the address {0}", "给本机添加地址 {0}", a.String())}
	dev, after := c.lastLink()
	if dev == "" {
		dev = "d0"
		ch.edits = []Edit{insertSetup(after, scenario.Setup{Link: &scenario.Link{Name: dev}})}
	}
	prefix := netip.PrefixFrom(a, a.BitLen())
	ch.edits = append(ch.edits, insertSetup(after, scenario.Setup{Addr: &scenario.IfAddr{Prefix: prefix, Dev: dev}}))
	return []*change{ch}
}

// lastLink returns the interface that the text adds last, and the line where its addresses can be
// given.
func (c *scene) lastLink() (dev string, after int) {
	after = c.setupLine()
	for _, l := range c.lines[:c.target] {
		if l.Setup != nil && l.Setup.Link != nil {
			dev, after = l.Setup.Link.Name, l.Pos.Line+1
		}
	}
	return dev, after
}

// addLink adds the interface that the call names.
func (c *scene) addLink() []*change {
	name := c.call.Value.Str
	return []*change{{kind: Host, size: 2, rank: rankHost, text: say("add the interface {0}", "添加网络接口 {0}", name),
		edits: []Edit{insertSetup(c.setupLine(), scenario.Setup{Link: &scenario.Link{Name: name}})}}}
}
