package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// opened is the place of the opened stack.
func (p *Player) opened() app.UI {
	return el("div", "class", "opened-box", "data-part", "opened").On("click", p.onStage).On("keydown", p.onStackKey)
}

// stackParts is the opened stack: a list of the sockets that have no place on the stage.
func stackParts(l *player.StackList, w *player.Words) []part {
	opened := part{name: "opened"}
	if l == nil {
		return []part{opened}
	}
	opened.add("stack", tag("div", "class", "opened", "role", "group", "aria-label", l.Title).with(
		tag("div", "class", "opened-head").with(said("p", "h4", l.Title),
			tag("button", "type", "button", "class", "tool square", "data-do", "stack", "aria-label", w.Close, "title", w.Close).
				with(sign("close"))),
		tag("div", "class", "stack-rows", "tabindex", "0", "role", "list", "aria-label", l.Title, "data-box", string(player.BoxStack),
			"data-part", "stack-rows").with()))
	rows := part{name: "stack-rows"}
	rows.add("before", gap(l.First*player.StackRowH))
	for i, r := range l.Rows {
		rows.add(itoa(r.ID), stackRow(r, l.First+i+1, l.Total))
	}
	rows.add("after", gap((l.Total-l.First-len(l.Rows))*player.StackRowH))
	return []part{opened, rows}
}

func stackRow(r player.StackRow, index, total int) markup {
	return tag("div", "role", "listitem", "class", "stack-row", "aria-setsize", itoa(total), "aria-posinset", itoa(index)).with(
		tag("button", "type", "button", "class", join("pick", string(r.Kind)), "data-socket", itoa(r.ID), "aria-pressed", flag(r.Lit)).with(
			sign(string(r.Kind)), said("b", "", r.Text), said("span", "soft", r.Addr)))
}

// gap is as high as the rows that are not drawn. Its height is a drawing's, as the policy of the page
// refuses styles in markup.
func gap(height int) markup {
	return svg("svg", "gap", "width", "1", "height", itoa(height), "aria-hidden", "true").with()
}

// onStackKey closes the opened stack.
func (p *Player) onStackKey(_ app.Context, e app.Event) {
	if e.Get("key").String() == "Escape" {
		p.send(player.ToggleStack{})
	}
}
