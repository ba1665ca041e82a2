package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// table is the sockets in the columns and words of ss.
type table struct {
	app.Compo
	Rows  []player.TableRow
	Words *player.Words
	send  send
}

// Render renders the table.
func (t *table) Render() app.UI {
	if len(t.Rows) == 0 {
		return words("p", "empty", t.Words.TableEmpty)
	}
	columns := []string{"Netid", "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", "Process", t.Words.OptionsColumn}
	return el("table", "class", "ss").On("click", t.onClick).Body(
		words("caption", "vh", t.Words.TableCaption),
		heading(columns...),
		el("tbody").Body(each(t.Rows, func(r player.TableRow) app.UI {
			return &tableRow{Row: r, Unseen: t.Words.Unseen}
		})...),
	)
}

func (t *table) onClick(_ app.Context, e app.Event) {
	if row := e.Get("target").Call("closest", "[data-socket]"); row.Truthy() {
		t.send(player.Select{Socket: dataInt(row, "socket")})
	}
}

// tableRow is one socket.
type tableRow struct {
	app.Compo
	Row    player.TableRow
	Unseen string
}

// Render renders the row.
func (r *tableRow) Render() app.UI {
	d := r.Row
	state := el("button", "type", "button", "class", "pick", "aria-pressed", flag(d.Lit), "title", when(d.Unseen, r.Unseen)).
		Body(icon(string(d.Kind)), app.Text(d.State))
	class := join(string(d.Kind), when(d.Changed, "changed"), when(d.Lit, "lit"), when(d.Unseen, "unbound"))
	return el("tr", "class", class, "data-socket", itoa(d.ID)).Body(
		cell(d.Netid), el("td").Body(state), number(d.RecvQ), number(d.SendQ),
		cell(d.Local), cell(d.Peer), cell(d.Process), cell(d.Options),
	)
}

func cell(s string) app.UI   { return words("td", "", s) }
func number(s string) app.UI { return words("td", "num", s) }

// heading returns the head of a table.
func heading(columns ...string) app.UI {
	return el("thead").Body(el("tr").Body(each(columns, func(c string) app.UI {
		return el("th", "scope", "col").Body(app.Text(c))
	})...))
}
