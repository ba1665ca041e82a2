package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// help lists the keys.
type help struct {
	app.Compo
	Words *player.Words
	send  send
}

// Render renders the list.
func (h *help) Render() app.UI {
	w := h.Words
	keys := [][2]string{
		{"← →", w.KeyStep}, {"Shift + ← →", w.KeyFailure}, {"Home End", w.KeyEnds}, {w.KeySpace, w.KeyPlay},
		{"P", w.KeyPredict}, {"W", w.KeyWhy}, {"T", w.KeyTable}, {"U", w.KeyUndo}, {"?", w.KeyHelp},
	}
	return el("div", "class", "help", "role", "dialog", "aria-label", w.HelpTitle).Body(
		div("help-head",
			words("p", "h4", w.HelpTitle),
			button("tool square", h.onClose, "aria-label", w.Close, "title", w.Close).Body(icon("close")),
		),
		el("dl").Body(each(keys, func(k [2]string) app.UI {
			return div("", el("dt").Body(words("kbd", "", k[0])), words("dd", "", k[1]))
		})...),
		words("p", "soft", w.KeyNote),
		words("p", "soft", w.PictureNote),
	)
}

func (h *help) onClose(app.Context, app.Event) { h.send(player.ToggleHelp{}) }
