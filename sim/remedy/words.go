package remedy

import (
	"slices"
	"strconv"
	"strings"

	"portlab/sim/profile"
)

// say returns a text in which {0}, {1} and so on stand for the arguments.
func say(en, zh string, args ...string) profile.Text {
	for i, a := range args {
		hole := "{" + strconv.Itoa(i) + "}"
		en, zh = strings.ReplaceAll(en, hole, a), strings.ReplaceAll(zh, hole, a)
	}
	return profile.Text{EN: en, ZH: zh}
}

// text says what a candidate does.
func (c candidate) text() profile.Text {
	var t profile.Text
	for _, group := range c.byOption() {
		one := group[0].text
		if group[0].option != "" {
			slices.SortFunc(group, func(a, b *change) int { return a.socket.line - b.socket.line })
			one = optionText(group)
		}
		if t.EN != "" {
			t.EN, t.ZH = t.EN+", and ", t.ZH+";"
		}
		t.EN, t.ZH = t.EN+one.EN, t.ZH+one.ZH
	}
	return t
}

// byOption gathers the changes that set one option; each other change stands alone.
func (c candidate) byOption() []candidate {
	var groups []candidate
	for _, ch := range c {
		i := 0
		for i < len(groups) && (ch.option == "" || groups[i][0].option != ch.option) {
			i++
		}
		if i == len(groups) {
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], ch)
	}
	return groups
}

// optionText says that an option is set on the sockets of all changes.
func optionText(c candidate) profile.Text {
	who, name := c.sockets(), c[0].option
	switch {
	case name == "SO_BROADCAST":
		return profile.Text{EN: "set " + name + " on " + who.EN, ZH: who.ZH + "设置 " + name}
	case len(c) == 1:
		return profile.Text{EN: "set " + name + " on " + who.EN + " before its bind", ZH: who.ZH + "在 bind 之前设置 " + name}
	}
	return profile.Text{EN: "set " + name + " on " + who.EN + " before their bind", ZH: who.ZH + "在 bind 之前设置 " + name}
}

// missText says that a candidate does not help.
func missText(c candidate) profile.Text {
	name := c[0].option
	if name == "" {
		return c[0].text
	}
	who := c.sockets()
	if len(c) == 1 {
		return profile.Text{EN: name + " on " + who.EN + " alone does not help", ZH: "只有 " + who.ZH + "设置 " + name + " 没有用"}
	}
	return profile.Text{EN: name + " on " + who.EN + " does not help", ZH: who.ZH + "设置 " + name + " 也没有用"}
}

// sockets names the sockets of the changes: by their processes, and by line where a process has
// several. The Chinese ends so that a verb can follow.
func (c candidate) sockets() profile.Text {
	var en, zh []string
	for _, ch := range c {
		name := profile.Text{EN: ch.socket.proc, ZH: ch.socket.proc + " "}
		if c.ambiguous(ch) {
			name = say("{0} (line {1})", "{0}(第 {1} 行)", ch.socket.proc, strconv.Itoa(ch.socket.line))
		}
		en, zh = append(en, name.EN), append(zh, name.ZH)
	}
	last := len(c) - 1
	switch last {
	case 0:
		return profile.Text{EN: en[0], ZH: zh[0]}
	case 1:
		return profile.Text{EN: "both " + en[0] + " and " + en[1], ZH: zh[0] + "和 " + zh[1] + "都"}
	}
	return profile.Text{EN: strings.Join(en[:last], ", ") + " and " + en[last], ZH: strings.Join(zh[:last], "、") + "和 " + zh[last] + "都"}
}

func (c candidate) ambiguous(ch *change) bool {
	return ch.numbered || slices.ContainsFunc(c, func(o *change) bool {
		return o.socket.proc == ch.socket.proc && o.socket.line != ch.socket.line
	})
}
