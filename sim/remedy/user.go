package remedy

import (
	"strconv"

	"portlab/sim/abi"
)

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
		text: say("run {0} as root: leave out its setuid", "以 root 运行 {0}：去掉它的 setuid", by)}}
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
			text:  say("run {0} as uid {1}, as {2} is", "以 uid {1} 运行 {0}，与 {2} 相同", asking.proc, strconv.Itoa(blocker.UID), owner.proc)})
	}
	return list
}
