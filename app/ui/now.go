package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// now is the place of what the step under the cursor did, or of what is asked about it.
func (p *Player) now() app.UI {
	return el("div", "class", "now-box", "data-part", "now").On("click", p.onChoice)
}

func (p *Player) onChoice(_ app.Context, e app.Event) {
	choice := e.Get("target").Call("closest", ".choice")
	switch {
	case !choice.Truthy():
	case data(choice, "do") == "show":
		p.send(player.ShowMe{})
	default:
		p.send(player.Reply{Label: data(choice, "label")})
	}
}

// nowPart is the sentence or the question.
func nowPart(m *player.Model) part {
	now := part{name: "now"}
	now.add("now", tag("div", "class", join("now", when(m.Asking(), "asking")), "tabindex", "-1").with(
		feedback(m), said("p", "sentence", m.Sentence()), choices(m)))
	return now
}

func feedback(m *player.Model) markup {
	text := m.Feedback()
	if text == "" {
		return ""
	}
	mark := "error"
	if m.AnswerRight() {
		mark = "ok"
	}
	return tag("p", "class", join("feedback", mark)).with(sign(mark), escaped(text))
}

func choices(m *player.Model) markup {
	if !m.Asking() {
		return ""
	}
	return tag("div", "class", "choices", "role", "group", "aria-label", m.Words().Question).with(
		list(m.Choices(), func(c *player.Choice) markup {
			return tag("button", "type", "button", "class", "choice", "data-label", c.Label, "title", c.Hint).with(escaped(c.Label))
		}),
		tag("button", "type", "button", "class", "choice show", "data-do", "show").with(escaped(m.Words().ShowMe)))
}
