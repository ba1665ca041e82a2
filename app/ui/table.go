package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// tableParts is the sockets in the columns and words of ss. Only the rows in sight are there.
func tableParts(t *player.Table, w *player.Words) []part {
	view := part{name: "view"}
	if t.Total == 0 {
		view.add("empty", said("p", "empty", w.TableEmpty))
		return []part{view}
	}
	view.add("table", tag("table", "class", "ss", "aria-rowcount", itoa(t.Total+1)).with(
		said("caption", "vh", w.TableCaption),
		tag("colgroup").with(list(player.Columns, func(c *player.Column) markup { return tag("col", "class", columnClass(*c)).with() })),
		tag("thead").with(tag("tr", "aria-rowindex", "1").with(
			list(player.Columns, func(c *player.Column) markup { return columnHead(*c, t.Order, w) }))),
		tag("tbody", "data-part", "rows").with(),
	))
	rows := part{name: "rows"}
	rows.add("before", rowGap(t.First))
	for i := range t.Rows {
		r, index := &t.Rows[i], t.First+i+2
		rows.addOf(itoa(r.ID), indexed[player.TableRow]{*r, index}, func() markup { return tableRow(r, index, w) })
	}
	rows.add("after", rowGap(t.Total-t.First-len(t.Rows)))
	return []part{view, rows}
}

// columnClass gives a column its width and its numbers their side.
func columnClass(c player.Column) string {
	return map[player.Column]string{
		player.ColumnNetid: "c-netid", player.ColumnState: "c-state", player.ColumnRecvQ: "c-num", player.ColumnSendQ: "c-num",
		player.ColumnLocal: "c-addr", player.ColumnPeer: "c-addr", player.ColumnProcess: "c-process", player.ColumnOptions: "c-options",
	}[c]
}

func columnHead(c player.Column, o player.Order, w *player.Words) markup {
	name, sorted, arrow := string(c), "", ""
	if c == player.ColumnOptions {
		name = w.OptionsColumn
	}
	switch {
	case o.By != c:
	case o.Down:
		sorted, arrow = "descending", "▾"
	default:
		sorted, arrow = "ascending", "▴"
	}
	return tag("th", "scope", "col", "class", columnClass(c), "aria-sort", sorted).with(
		tag("button", "type", "button", "data-sort", string(c)).with(escaped(name), tag("i", "aria-hidden", "true").with(escaped(arrow))))
}

// rowGap stands for rows that are not drawn.
func rowGap(rows int) markup {
	return tag("tr", "class", "gap", "aria-hidden", "true").with(
		tag("td", "colspan", itoa(len(player.Columns))).with(gap(rows * player.RowH)))
}

func tableRow(r *player.TableRow, index int, w *player.Words) markup {
	class := join(string(r.Kind), when(r.Changed, "changed"), when(r.Lit, "lit"), when(r.Unseen, "unbound"))
	state := tag("button", "type", "button", "class", "pick", "aria-pressed", flag(r.Lit), "tabindex", tabIndex(r.Entry),
		"title", when(r.Unseen, w.Unseen)).with(sign(string(r.Kind)), escaped(r.State))
	return tag("tr", "class", class, "aria-rowindex", itoa(index), "data-socket", itoa(r.ID)).with(
		said("td", "", r.Netid), tag("td").with(state), said("td", "c-num", r.RecvQ), said("td", "c-num", r.SendQ),
		tableCell(r.Local), tableCell(r.Peer), tableCell(r.Process), tableCell(r.Options))
}

// tableCell is a cell whose text may be longer than its column is wide.
func tableCell(s string) markup { return tag("td", "title", s).with(escaped(s)) }

// tabIndex says whether the tab key leads to something.
func tabIndex(entry bool) string {
	if entry {
		return "0"
	}
	return "-1"
}

// onView selects the socket whose row was clicked, or sorts by the column whose head was.
func (p *Player) onView(_ app.Context, e app.Event) {
	target := e.Get("target")
	if head := target.Call("closest", "[data-sort]"); head.Truthy() {
		p.send(player.SortBy{Column: player.Column(data(head, "sort"))})
	} else if row := target.Call("closest", "tr[data-socket]"); row.Truthy() {
		p.send(player.Select{Socket: dataInt(row, "socket")})
	}
}

// onViewKey moves the focus between the rows of the table, or of the timeline.
func (p *Player) onViewKey(_ app.Context, e app.Event) {
	if !e.Get("target").Call("closest", "tr[data-socket], [data-row]").Truthy() {
		return
	}
	switch key := e.Get("key").String(); key {
	case "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End":
		e.PreventDefault()
		e.Call("stopPropagation")
		p.send(player.RowKey{Key: key})
	}
}
