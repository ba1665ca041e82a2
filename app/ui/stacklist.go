package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// opened is the place of the opened stack.
func (p *Player) opened() app.UI {
	return el("div", "class", "opened", "role", "group", "aria-label", p.model.Words().Sockets).On("click", p.onStage).On("keydown", p.onStackKey).Body(
		el("div", "class", "opened-head", "data-part", "opened"),
		el("div", "class", "stack-rows", "tabindex", "0", "role", "list", "data-box", string(player.BoxStack), "data-part", "stack-rows"),
	)
}

// stackParts is the opened stack: a list of the sockets that have no place on the stage.
func stackParts(l *player.StackList, w *player.Words) []part {
	head, rows := part{name: "opened"}, part{name: "stack-rows"}
	if l == nil {
		return []part{head, rows}
	}
	head.add("title", said("h4", "", l.Title))
	head.add("close", tag("button", "type", "button", "class", "tool square", "data-do", "stack", "aria-label", w.Close, "title", w.Close).
		with(sign("close")))
	rows.add("before", gap(l.First*player.StackRowH))
	for i, r := range l.Rows {
		rows.add(itoa(r.ID), stackRow(r, l.First+i+1, l.Total))
	}
	rows.add("after", gap((l.Total-l.First-len(l.Rows))*player.StackRowH))
	return []part{head, rows}
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
