package remedy

import (
	"strconv"
	"strings"
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/trace"
)

// What to do about the socket that holds the port or the 4-tuple.

// mini reports whether a socket is what is left of a connection: TIME_WAIT, or FIN_WAIT_2 that no
// process holds.
func mini(s *kernel.SocketView) bool {
	return s != nil && s.Refs == 0 && (s.State == "TIME-WAIT" || s.State == "FIN-WAIT-2")
}

// wait lets time pass until those sockets have gone that only time removes.
func (c *scene) wait() []*change {
	var list []*change
	if c.call.Name == "connect" && c.anyMini() {
		list = append(list, c.sleep(reuseDelay, reuseDelay))
	}
	if left := c.lefts(); left > 0 {
		list = append(list, c.sleep(left, left+lateness))
	}
	return list
}

const (
	// reuseDelay is more than tcp_tw_reuse wants a TIME_WAIT to be old.
	reuseDelay = 2 * time.Second
	// lateness leaves room for a kernel's timers, which are up to two seconds late.
	lateness = 5 * time.Second
)

// lefts returns the longest time that a socket of the blocker's port still has to live; where the
// rule names no blocker, the shortest of all sockets.
func (c *scene) lefts() time.Duration {
	var longest, shortest time.Duration
	blocker := c.socket(c.blocker)
	for i := range c.view.Sockets {
		s := &c.view.Sockets[i]
		if !mini(s) || s.Gone || s.Timer == nil {
			continue
		}
		left := s.Timer.Ends - c.view.Now
		if blocker != nil && s.Type == blocker.Type && s.Local.Port() == blocker.Local.Port() {
			longest = max(longest, left)
		}
		if shortest == 0 || left < shortest {
			shortest = left
		}
	}
	if blocker != nil {
		return longest
	}
	return shortest
}

func (c *scene) anyMini() bool {
	for i := range c.view.Sockets {
		if mini(&c.view.Sockets[i]) {
			return true
		}
	}
	return false
}

// sleep makes the process of the call sleep before it: in words for as long as is left, in the text
// for longer. Both are rounded up to whole seconds.
func (c *scene) sleep(left, long time.Duration) *change {
	call := abi.Call{Name: "sleep", Duration: (long + time.Second - 1).Truncate(time.Second)}
	return &change{kind: Wait, size: 2, rank: rankWait, group: "wait", goal: "wait",
		edits: []Edit{insertStep(c.target, c.step.Proc, call)},
		text:  say("wait {0} s", "等待 {0} 秒", strconv.Itoa(int((left+time.Second-1)/time.Second)))}
}

// closeHolder closes every descriptor of the socket that is in the way.
func (c *scene) closeHolder() []*change { return c.closeSocket(c.blocker, "") }

func (c *scene) closeSocket(id int, group string) []*change {
	holders := c.holders(id)
	if len(holders) == 0 || len(holders) > 3 || id == c.self {
		return nil
	}
	ch := &change{kind: Close, size: 2 * len(holders), rank: rankClose, group: group, goal: "close"}
	var en, zh []string
	for _, h := range holders {
		if !c.runs(h.proc) {
			return nil
		}
		one := say("{0} close fd {1}", "{0} 关闭 fd {1}", h.proc, strconv.Itoa(h.fd))
		en, zh = append(en, one.EN), append(zh, one.ZH)
		ch.edits = append(ch.edits, insertStep(c.target, h.proc, abi.Call{Name: "close", FD: h.fd}))
	}
	ch.text = profile.Text{EN: "let " + strings.Join(en, " and ") + " first", ZH: "先让 " + strings.Join(zh, "、")}
	return []*change{ch}
}

// closeInRange closes some socket whose port could have been chosen.
func (c *scene) closeInRange() []*change {
	var list []*change
	low, high := c.ephemeral()
	for i := range c.view.Sockets {
		s := &c.view.Sockets[i]
		if port := int(s.Local.Port()); port >= low && port <= high && s.Refs > 0 && !s.Gone && len(list) < 3 {
			list = append(list, c.closeSocket(s.ID, "close")...)
		}
	}
	return list
}

// killHolder kills the other processes that hold the socket in the way.
func (c *scene) killHolder() []*change {
	var names []string
	for _, h := range c.holders(c.blocker) {
		if h.proc == c.step.Proc {
			return nil
		}
		names = append(names, h.proc)
	}
	names = unique(names)
	if len(names) == 0 || len(names) > 3 {
		return nil
	}
	ch := &change{kind: Kill, size: 2 * len(names), rank: rankKill, goal: "close"}
	for _, name := range names {
		ch.edits = append(ch.edits, insertStep(c.target, c.step.Proc, abi.Call{Name: "kill", Target: name, Signal: abi.SIGKILL}))
	}
	ch.text = say("kill {0} first", "先杀死 {0}", strings.Join(names, ", "))
	return []*change{ch}
}

func unique(names []string) []string {
	var out []string
	for _, n := range names {
		if len(out) == 0 || out[len(out)-1] != n {
			out = append(out, n)
		}
	}
	return out
}

// closer returns the call that sent the FIN of what is left of a connection, and the descriptor by
// which its process knew the connection; nil where no line of the text is that.
func (c *scene) closer() (e *trace.Event, fd int) {
	b := c.socket(c.blocker)
	if !mini(b) {
		return nil, 0
	}
	conn := c.connection(b.ID)
	made := c.madeBy(conn)
	if made == nil || made.event.Line <= 0 {
		return nil, 0
	}
	for _, n := range c.log {
		e := n.event
		switch {
		case !succeeded(e) || e.Line <= 0:
		case n.about == conn && e.Call.Name == "shutdown" && e.Call.How != abi.SHUT_RD, n.about == conn && e.Call.Name == "close":
			return e, e.Call.FD
		case e.Call.Name == "exit" && e.Proc == made.event.Proc:
			return e, made.event.Result.Ret
		case e.Call.Name == "kill" && e.Call.Target == made.event.Proc:
			return e, made.event.Result.Ret
		}
	}
	return nil, 0
}

// closeOrder lets the other end of the connection close first, so that the TIME_WAIT is there.
func (c *scene) closeOrder() []*change {
	first, _ := c.closer()
	if first == nil {
		return nil
	}
	var list []*change
	for _, l := range c.lines[first.Line:c.target] {
		if st := l.Step; st != nil && st.Proc != first.Proc && (st.Call.Name == "close" || st.Call.Name == "exit") && len(list) < 3 {
			list = append(list, c.before(first.Line, st.Proc, remove(l.Pos.Line), Edit{Op: Insert, Line: first.Line, New: l}))
		}
	}
	if p := c.peer(c.socket(c.blocker)); p != nil {
		if h, ok := c.holder(p.ID); ok {
			list = append(list, c.before(first.Line, h.proc, insertStep(first.Line, h.proc, abi.Call{Name: "close", FD: h.fd})))
		}
	}
	return list
}

func (c *scene) before(line int, proc string, edits ...Edit) *change {
	return &change{kind: Order, size: 2, rank: rankOrder, group: "order", edits: edits,
		text: say("let {0} close first, before line {1}", "让 {0} 在第 {1} 行之前先关闭", proc, strconv.Itoa(line))}
}

// lingerZero resets the connection at its close, so that nothing is left of it.
func (c *scene) lingerZero() []*change {
	e, fd := c.closer()
	if e == nil || e.Call.Name == "kill" || e.Call.Name == "shutdown" {
		return nil
	}
	row, _ := abi.SockoptByName("SO_LINGER")
	call := setsockopt(fd, row, abi.OptValue{Onoff: 1})
	return []*change{{kind: Option, size: 2, rank: rankLinger, group: "linger", goal: "linger",
		edits: []Edit{insertStep(e.Line, e.Proc, call)},
		text: say("set SO_LINGER {1, 0} before {0} closes: the connection is reset and leaves no TIME_WAIT",
			"在 {0} 关闭之前设置 SO_LINGER {1, 0}：连接被重置，不留下 TIME_WAIT", e.Proc)}}
}

// lures are what people try against a TIME_WAIT, and what has nothing to do with it: tcp_tw_reuse is
// for connect, and tcp_fin_timeout is how long FIN_WAIT_2 lasts.
func (c *scene) lures() []*change {
	if s := c.socket(c.blocker); !mini(s) || s.State != "TIME-WAIT" || c.call.Name != "bind" {
		return nil
	}
	const reuse, timeout = "net.ipv4.tcp_tw_reuse=1", "net.ipv4.tcp_fin_timeout=5"
	sleep := insertStep(c.target, c.step.Proc, abi.Call{Name: "sleep", Duration: 10 * time.Second})
	return []*change{
		lure(say("{0} does not help", "{0} 没有用", reuse), c.setSysctl(reuse)),
		lure(say("{0} does not help, nor after 10 s", "{0} 没有用，10 秒之后也一样", timeout), c.setSysctl(timeout), sleep),
	}
}

func lure(text profile.Text, edits ...Edit) *change {
	return &change{kind: Host, size: 2, rank: rankHost, lure: true, common: true, edits: edits, text: text}
}
