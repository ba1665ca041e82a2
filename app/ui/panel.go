package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// panel is the tabs and the view that one of them has chosen.
func (p *Player) panel() app.UI {
	m := p.model
	return div("panel",
		el("div", "class", "tabs", "role", "tablist", "aria-label", m.Words().Views, "data-part", "tabs").
			On("keydown", p.onTabKey).On("click", p.onTab),
		el("div", "class", "view-box", "id", p.id("view"), "role", "tabpanel", "tabindex", "0", "data-box", string(player.BoxView),
			"aria-labelledby", p.id(string(m.Tab))).Body(
			el("div", "class", "hot", "data-part", "view").On("click", p.onView).On("keydown", p.onViewKey),
			p.coldView(),
		),
	)
}

// coldView is the chosen tab where go-app draws it.
func (p *Player) coldView() app.UI {
	m := p.model
	switch m.Tab {
	case player.TabWhy:
		return &why{Why: m.Why(), Remedies: m.Remedies(), Words: m.Words(), send: p.send}
	case player.TabHost:
		return &hostView{Host: m.HostView(), Words: m.Words(), send: p.send}
	}
	return nil
}

// viewParts is the chosen tab where it is drawn at once.
func viewParts(m *player.Model) []part {
	switch m.Tab {
	case player.TabSockets:
		return tableParts(m.Table(), m.Words())
	case player.TabTimeline:
		return timelineParts(m.Sequence(), m.Words())
	}
	return []part{{name: "view"}}
}

func (p *Player) id(what string) string { return "player-" + itoa(p.model.Slot) + "-" + what }

func (p *Player) tabsPart() part {
	tabs := part{name: "tabs"}
	for _, t := range player.Tabs {
		on := t == p.model.Tab
		tabs.add(string(t), tag("button", "type", "button", "class", "tab", "id", p.id(string(t)), "role", "tab", "data-tab", string(t),
			"aria-selected", flag(on), "aria-controls", p.id("view"), "tabindex", tabIndex(on)).with(escaped(p.tabLabel(t))))
	}
	return tabs
}

func (p *Player) tabLabel(t player.Tab) string {
	w := p.model.Words()
	switch t {
	case player.TabTimeline:
		return w.TabTimeline
	case player.TabWhy:
		return w.TabWhy
	case player.TabHost:
		return w.TabHost
	}
	return w.TabSockets + " " + itoa(p.model.SocketCount())
}

func (p *Player) onTab(_ app.Context, e app.Event) {
	if tab := e.Get("target").Call("closest", "[data-tab]"); tab.Truthy() {
		p.send(player.PickTab{Tab: player.Tab(data(tab, "tab"))})
	}
}

// onTabKey moves between the tabs as tab lists do.
func (p *Player) onTabKey(ctx app.Context, e app.Event) {
	t, ok := player.NextTab(p.model.Tab, e.Get("key").String())
	if !ok {
		return
	}
	e.PreventDefault()
	p.send(player.PickTab{Tab: t})
	if b, found := first(ctx.JSSrc(), "[data-tab="+string(t)+"]"); found {
		b.Call("focus")
	}
}

// boxes are what of a player scrolls, and what the model wants to know the windows of.
var boxes = []player.Box{player.BoxScript, player.BoxView, player.BoxStack}

// look tells the model what is in sight. Before anything is changed it costs next to nothing.
func (p *Player) look() {
	for _, name := range boxes {
		if box, ok := first(p.JSValue(), "[data-box="+string(name)+"]"); ok {
			p.model.Update(player.Scrolled{Box: name, Window: player.Window{
				Left: int(box.Get("scrollLeft").Float()), Top: int(box.Get("scrollTop").Float()),
				Width: box.Get("clientWidth").Int(), Height: box.Get("clientHeight").Int()}})
		}
	}
}

// onScroll draws what has come into sight in a box.
func (p *Player) onScroll(e app.Value) {
	p.look()
	m := p.model
	switch player.Box(data(e.Get("target"), "box")) {
	case player.BoxScript:
		p.shown.redraw(p.JSValue(), []part{scriptPart(m.Script(), m.Words())})
	case player.BoxView:
		p.shown.redraw(p.JSValue(), viewParts(m))
	case player.BoxStack:
		p.shown.redraw(p.JSValue(), stackParts(m.StackList(), m.Words()))
	}
}
