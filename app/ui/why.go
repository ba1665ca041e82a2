package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// why is the reason for a step's result.
type why struct {
	app.Compo
	Why      *player.Why
	Remedies *player.Remedies
	Words    *player.Words
	send     send
}

// Render renders the reason.
func (y *why) Render() app.UI {
	if y.Why == nil {
		return words("p", "empty", y.Words.WhyHidden)
	}
	return div(join("why", when(y.Remedies != nil, "refused")),
		div("what", y.result(), y.blockers(), y.call()),
		div("rules", y.checks()),
		y.remedies(),
	)
}

func (y *why) result() app.UI {
	if y.Why.Title == "" {
		return nil
	}
	class := "ok"
	if y.Why.Failed {
		class = "error"
	}
	return el("p", "class", "h4").Body(words("span", join("errno", class), y.Why.Title), app.Text(" "+y.Why.Text))
}

func (y *why) blockers() app.UI {
	if len(y.Why.Blockers) == 0 {
		return nil
	}
	return div("blockers",
		words("p", "h5", y.Words.WhyBlockedBy),
		el("ul").Body(each(y.Why.Blockers, func(b player.Blocker) app.UI {
			return el("li").Body(button(join("pick", string(b.Kind)), y.onPick, "data-socket", itoa(b.ID)).
				Body(icon(string(b.Kind)), app.Text(b.Text)))
		})...),
	)
}

func (y *why) onPick(ctx app.Context, _ app.Event) {
	y.send(player.Select{Socket: dataInt(ctx.JSSrc(), "socket")})
}

func (y *why) call() app.UI {
	if y.Why.Call == "" {
		return nil
	}
	return el("p", "class", "soft").Body(citation(y.Why.CallDoc), app.Text(" "+y.Why.Call))
}

func (y *why) checks() app.UI {
	if len(y.Why.Checks) == 0 {
		return words("p", "soft", y.Why.Note)
	}
	return div("",
		words("p", "h5", y.Words.WhyRules),
		el("ol", "class", "checks").Body(each(y.Why.Checks, y.check)...),
	)
}

func (y *why) check(c player.CheckRow) app.UI {
	sign, said := "error", y.Words.WhyFailed
	if c.OK {
		sign, said = "ok", y.Words.WhyPassed
	}
	source := []app.UI{el("code", "title", c.File).Body(citation(c.Func))}
	if c.Doc.Text != "" {
		source = append(source, app.Text(" "), citation(c.Doc))
	}
	if c.Before != "" {
		source = append(source, app.Text(" · "+c.Before))
	}
	return el("li", "class", sign).Body(
		icon(sign), unseen(said+": "),
		div("", words("span", "", c.Text), app.Text(" "), el("span", "class", "src").Body(source...)),
	)
}

func citation(c player.Citation) app.UI {
	if c.URL == "" {
		return words("span", "cite", c.Text)
	}
	return el("a", "class", "cite", "href", c.URL, "target", "_blank", "rel", "noopener noreferrer").Body(app.Text(c.Text))
}
