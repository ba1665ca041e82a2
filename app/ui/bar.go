package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// bar is the player's head: its title and what concerns it as a whole.
type bar struct {
	app.Compo
	Title   string
	Score   string
	Predict bool
	Asks    bool // the scenario has a question
	Help    bool
	Running bool
	Words   *player.Words
	send    send
}

// Render renders the bar.
func (b *bar) Render() app.UI {
	w := b.Words
	return div("bar",
		words("strong", "title", b.Title),
		words("span", "score", b.Score),
		button("tool predict", b.onPredict, "aria-pressed", flag(b.Predict && b.Asks),
			"aria-disabled", flag(!b.Asks), "title", w.PredictHint).
			Body(icon("predict"), words("span", "", w.Predict)),
		button("tool run", b.onRun, "aria-disabled", flag(b.Running)).Body(app.Text(w.RunHost)),
		button("tool square", b.onHelp, "data-do", "help", "aria-expanded", flag(b.Help), "aria-label", w.Help,
			"title", w.Help).Body(icon("help")),
	)
}

func (b *bar) onPredict(app.Context, app.Event) { b.send(player.TogglePredict{}) }
func (b *bar) onRun(app.Context, app.Event)     { b.send(player.RunHost{}) }
func (b *bar) onHelp(app.Context, app.Event)    { b.send(player.ToggleHelp{}) }
