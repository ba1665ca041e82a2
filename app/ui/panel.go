package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// A view is what the chosen tab shows; the fields of the other tabs are empty.
type view struct {
	Table    []player.TableRow
	Sequence *player.Sequence
	Why      *player.Why
	Remedies *player.Remedies
	Host     *player.HostView
}

// panel is the tabs and the view that one of them has chosen.
type panel struct {
	app.Compo
	Tab   player.Tab
	Count int // sockets
	Slot  int
	Words *player.Words
	Body  view
	send  send
}

// Render renders the tabs and the chosen view.
func (p *panel) Render() app.UI {
	return div("panel",
		el("div", "class", "tabs", "role", "tablist", "aria-label", p.Words.Views).On("keydown", p.onKey).
			Body(each(player.Tabs, p.tab)...),
		el("div", "class", "view-box", "id", p.id("view"), "role", "tabpanel", "tabindex", "0",
			"aria-labelledby", p.id(string(p.Tab))).Body(p.view()),
	)
}

func (p *panel) id(what string) string { return "player-" + itoa(p.Slot) + "-" + what }

func (p *panel) tab(t player.Tab) app.UI {
	on, index := t == p.Tab, "-1"
	if on {
		index = "0"
	}
	return button("tab", p.onPick, "id", p.id(string(t)), "role", "tab", "data-tab", string(t), "aria-selected", flag(on),
		"aria-controls", p.id("view"), "tabindex", index).Body(app.Text(p.label(t)))
}

func (p *panel) label(t player.Tab) string {
	switch t {
	case player.TabTimeline:
		return p.Words.TabTimeline
	case player.TabWhy:
		return p.Words.TabWhy
	case player.TabHost:
		return p.Words.TabHost
	}
	return p.Words.TabSockets + " " + itoa(p.Count)
}

func (p *panel) onPick(ctx app.Context, _ app.Event) {
	p.send(player.PickTab{Tab: player.Tab(data(ctx.JSSrc(), "tab"))})
}

// onKey moves between the tabs as tab lists do.
func (p *panel) onKey(ctx app.Context, e app.Event) {
	t, ok := player.NextTab(p.Tab, e.Get("key").String())
	if !ok {
		return
	}
	e.PreventDefault()
	p.send(player.PickTab{Tab: t})
	if b, found := first(ctx.JSSrc(), "[data-tab="+string(t)+"]"); found {
		b.Call("focus")
	}
}

func (p *panel) view() app.UI {
	switch p.Tab {
	case player.TabTimeline:
		return &timeline{Sequence: p.Body.Sequence, Words: p.Words}
	case player.TabWhy:
		return &why{Why: p.Body.Why, Remedies: p.Body.Remedies, Words: p.Words, send: p.send}
	case player.TabHost:
		return &hostView{Host: p.Body.Host, Words: p.Words, send: p.send}
	}
	return &table{Rows: p.Body.Table, Words: p.Words, send: p.send}
}
