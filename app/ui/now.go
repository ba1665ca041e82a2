package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// now says what the step under the cursor did, or asks what it will do.
type now struct {
	app.Compo
	Sentence string
	Asking   bool
	Choices  []player.Choice
	Feedback string
	Right    bool
	Words    *player.Words
	send     send
}

// Render renders the sentence or the question.
func (n *now) Render() app.UI {
	return el("div", "class", join("now", when(n.Asking, "asking")), "tabindex", "-1").Body(
		n.feedback(),
		words("p", "sentence", n.Sentence),
		n.choices(),
	)
}

func (n *now) feedback() app.UI {
	if n.Feedback == "" {
		return nil
	}
	sign := "error"
	if n.Right {
		sign = "ok"
	}
	return el("p", "class", join("feedback", sign)).Body(icon(sign), app.Text(n.Feedback))
}

func (n *now) choices() app.UI {
	if !n.Asking {
		return nil
	}
	buttons := each(n.Choices, func(c player.Choice) app.UI {
		return button("choice", n.onChoice, "data-label", c.Label, "title", c.Hint).Body(app.Text(c.Label))
	})
	buttons = append(buttons, button("choice show", n.onShow).Body(app.Text(n.Words.ShowMe)))
	return el("div", "class", "choices", "role", "group", "aria-label", n.Words.Question).Body(buttons...)
}

func (n *now) onChoice(ctx app.Context, _ app.Event) {
	n.send(player.Reply{Label: data(ctx.JSSrc(), "label")})
}

func (n *now) onShow(app.Context, app.Event) { n.send(player.ShowMe{}) }
