package remedy

import (
	"net/netip"
	"strconv"
	"strings"

	"portlab/sim/abi"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// What can be changed of the host: sysctls, interfaces and addresses.

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
			text: say("reserve no ports: leave out {0}", "不保留端口：去掉 {0}", reserved)})
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
	if !a.IsValid() || a.IsUnspecified() || a.IsMulticast() || a == broadcast4 {
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

var broadcast4 = netip.AddrFrom4([4]byte{255, 255, 255, 255})

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

// setSysctl gives a sysctl another value, NAME=VALUE, at the beginning or where the text does.
func (c *scene) setSysctl(setting string) Edit {
	name, value, _ := strings.Cut(setting, "=")
	s := scenario.Setup{Sysctl: &scenario.Sysctl{Name: name, Value: value}}
	if line, _ := c.sysctl(name); line != 0 {
		return Edit{Op: Replace, Line: line, New: setupOf(s)}
	}
	return insertSetup(c.setupLine(), s)
}
