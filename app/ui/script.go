package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// script is the place of the steps with their results.
func (p *Player) script() app.UI {
	m := p.model
	return el("ol", "class", join("script", when(m.EvenScript(), "even")), "aria-label", m.Words().Script,
		"data-part", "script", "data-box", string(player.BoxScript))
}

// scriptPart is the script at the present step; of a long one, the rows in sight.
func scriptPart(s *player.Script, w *player.Words) part {
	rows := part{name: "script"}
	if s.Even {
		rows.add("before", lineGap(s.First))
	}
	for i := range s.Rows {
		r, index := &s.Rows[i], s.First+i+1
		rows.addOf(itoa(index), indexed[player.ScriptRow]{*r, s.Total}, func() markup { return scriptRow(r, index, s.Total, w) })
	}
	if s.Even {
		rows.add("after", lineGap(s.Total-s.First-len(s.Rows)))
	}
	return rows
}

// lineGap stands for rows that are not drawn.
func lineGap(rows int) markup {
	return tag("li", "class", "gap", "aria-hidden", "true").with(gap(rows * player.ScriptRowH))
}

func scriptRow(r *player.ScriptRow, index, total int, w *player.Words) markup {
	class, body := join("step", string(r.Difference), when(r.Current, "current"), when(r.Ahead, "ahead"), when(r.Resumed, "resumed")), markup("")
	switch {
	case r.Caption != "":
		class, body = "caption", escaped(r.Caption)
	case r.Difference == player.Removed:
		body = difference(r, w) + said("del", "call", r.Proc+" "+r.Text)
	default:
		body = line(r, w) + claimed(r, w)
	}
	return tag("li", "class", class, "aria-setsize", itoa(total), "aria-posinset", itoa(index)).with(body)
}

func line(r *player.ScriptRow, w *player.Words) markup {
	number := itoa(r.Step)
	if r.Resumed {
		number = ""
	}
	return tag("button", "type", "button", "class", "line", "data-step", itoa(r.Step), "tabindex", tabIndex(r.Entry),
		"aria-current", when(r.Current && !r.Resumed, "step")).with(
		said("span", "n", number), difference(r, w),
		tag("span", "class", "call").with(said("b", "", r.Proc), " ", escaped(r.Text)),
		result(r, w))
}

// difference says, for those who do not see its sign, how the row differs from the scenario that was given.
func difference(r *player.ScriptRow, w *player.Words) markup {
	if r.Difference == player.Same {
		return ""
	}
	return said("span", "vh", w.DifferenceText(r.Difference)+": ")
}

func claimed(r *player.ScriptRow, w *player.Words) markup {
	if r.Claimed == "" {
		return ""
	}
	return tag("p", "class", "claimed").with(sign("differs"), escaped(w.ClaimedText(r.Claimed)))
}

// result shows a call's result with its sign.
func result(r *player.ScriptRow, w *player.Words) markup {
	var mark markup
	switch r.Mark {
	case player.MarkError:
		mark = sign("error") + said("span", "vh", w.Failed+" ")
	case player.MarkBlocks:
		mark = sign("blocks")
	case player.MarkAsk:
		mark = said("span", "vh", w.AskMark+" ")
	}
	return tag("span", "class", join("result", string(r.Mark))).with(mark, escaped(r.Result))
}
