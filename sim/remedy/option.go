package remedy

import (
	"slices"
	"strconv"

	"portlab/sim/abi"
	"portlab/sim/kernel"
)

func (c *scene) reuseAddr() []*change { return c.onBoth("SO_REUSEADDR", rankReuseAddr) }

func (c *scene) reusePort() []*change { return c.onBoth("SO_REUSEPORT", rankReusePort) }

// onBoth sets an option on the socket that asks, and on the one in its way.
func (c *scene) onBoth(name string, rank int) []*change {
	var list []*change
	for _, id := range []int{c.self, c.blocker} {
		if ch := c.setFlag(id, name); ch != nil {
			ch.rank, ch.common = rank, ch.option != ""
			list = append(list, ch)
		}
	}
	if asking, _, ok := c.root(c.self); ok {
		owner, _, _ := c.root(c.blocker)
		for _, ch := range list {
			ch.numbered = asking.proc == owner.proc && asking != owner
		}
	}
	return list
}

// v6Only makes the wildcard of IPv6 leave IPv4 alone.
func (c *scene) v6Only() []*change {
	var list []*change
	for _, id := range []int{c.self, c.blocker} {
		if s := c.socket(id); s != nil && s.Family == abi.AF_INET6 && !s.V6Only {
			if ch := c.setFlag(id, "IPV6_V6ONLY"); ch != nil {
				list = append(list, ch)
			}
		}
	}
	return list
}

func (c *scene) freebind() []*change { return c.flag("IP_FREEBIND") }

func (c *scene) broadcast() []*change { return c.flag("SO_BROADCAST") }

// noPort leaves the choice of the port to connect.
func (c *scene) noPort() []*change {
	if c.call.Name != "bind" {
		return nil
	}
	return c.flag("IP_BIND_ADDRESS_NO_PORT")
}

// flag sets an option on the socket of the call.
func (c *scene) flag(name string) []*change {
	if ch := c.setFlag(c.self, name); ch != nil {
		return []*change{ch}
	}
	return nil
}

// setFlag sets an option that a socket lacks, right after the socket() call that its options come
// from, or where the socket has been refused before, right before the call; where the text clears
// it, it is not cleared. It is nil where the option is set, or nothing
// can be edited.
func (c *scene) setFlag(id int, name string) *change {
	s := c.socket(id)
	row, _ := abi.SockoptByName(name)
	at, fd, ok := c.root(id)
	if s == nil || !ok || slices.Contains(s.Options, name) {
		return nil
	}
	line := at.line + 1
	if id == c.self && c.refusedBefore() {
		line, at.proc, fd = c.target, c.step.Proc, c.call.FD
	}
	ch := &change{kind: Option, size: 1, rank: rankOption, goal: name, option: name, socket: at,
		edits: []Edit{insertStep(line, at.proc, setsockopt(fd, row, abi.OptValue{Int: 1}))}}
	if line := c.cleared(s, row); line != 0 {
		ch.option, ch.edits = "", []Edit{remove(line)}
		ch.text = say("do not clear {0} on line {1}", "不在第 {1} 行清除 {0}", name, strconv.Itoa(line))
	}
	return ch
}

// refusedBefore reports whether an earlier bind or listen of the call's socket failed: set before
// that, an option could let it succeed instead of the call.
func (c *scene) refusedBefore() bool {
	for _, n := range c.log {
		e := n.event
		if n.about == c.self && e.Line != c.target && (e.Call.Name == "bind" || e.Call.Name == "listen") && !succeeded(e) {
			return true
		}
	}
	return false
}

// cleared returns the line that cleared an option of a socket, 0 where none of the text did.
func (c *scene) cleared(s *kernel.SocketView, row abi.SockoptRow) int {
	for _, id := range []int{s.ID, s.Replaces} {
		if e := c.setting(id, row); id != 0 && e != nil && e.Call.Value.Int == 0 && e.Line > 0 {
			return e.Line
		}
	}
	return 0
}

func setsockopt(fd int, row abi.SockoptRow, v abi.OptValue) abi.Call {
	v.Form = row.Form
	return abi.Call{Name: "setsockopt", FD: fd, Level: row.Level, Opt: row.Opt, Value: v}
}

// noV6Only lets an IPv6 socket take IPv4.
func (c *scene) noV6Only() []*change {
	row, _ := abi.SockoptByName("IPV6_V6ONLY")
	at, fd, ok := c.root(c.self)
	if !ok {
		return nil
	}
	ch := &change{kind: Option, size: 1, rank: rankOption,
		text: say("leave IPV6_V6ONLY off on {0}", "{0} 不设置 IPV6_V6ONLY", at.proc)}
	if e := c.setting(c.self, row); e != nil && e.Line > 0 {
		ch.edits = []Edit{remove(e.Line)}
	} else {
		ch.edits = []Edit{insertStep(at.line+1, at.proc, setsockopt(fd, row, abi.OptValue{}))}
	}
	return []*change{ch}
}

// noLinger leaves SO_LINGER off, so that close does not wait.
func (c *scene) noLinger() []*change {
	row, _ := abi.SockoptByName("SO_LINGER")
	e := c.setting(c.self, row)
	if e == nil || e.Line <= 0 {
		return nil
	}
	return []*change{{kind: Option, size: 1, rank: rankOption, edits: []Edit{remove(e.Line)},
		text: say("leave SO_LINGER off on {0}", "{0} 不设置 SO_LINGER", e.Proc)}}
}

// earlier moves the setsockopt to right after its socket() call.
func (c *scene) earlier() []*change {
	at, _, ok := c.root(c.self)
	if !ok || c.target == 1 {
		return nil
	}
	moved := Edit{Op: Insert, Line: at.line + 1, New: c.lines[c.target-1]}
	return []*change{{kind: Order, size: 2, rank: rankOrder, edits: []Edit{remove(c.target), moved},
		text: say("set it before bind", "在 bind 之前设置")}}
}
