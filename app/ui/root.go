package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// Root is the page's one root component: a player for each place that the page has for one. The
// page's own script moves each player to its place in the text once all are there, so the list of
// players never changes afterwards.
type Root struct {
	app.Compo
	players []player.Config
}

// OnInit reads the page's places for players.
func (r *Root) OnInit() { r.players = readSlots() }

// OnMount tells the page that the players are there.
func (r *Root) OnMount(ctx app.Context) {
	ctx.Defer(func(app.Context) {
		if f := app.Window().Get("portlabMounted"); f.Truthy() {
			f.Invoke()
		}
	})
}

// Render renders the players.
func (r *Root) Render() app.UI {
	players := make([]app.UI, len(r.players))
	for i, c := range r.players {
		players[i] = &Player{Config: c}
	}
	return el("div", "id", "portlab-app").Body(players...)
}
