package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// remedies are the smallest changes that would let the call succeed, each a button that makes it.
func (y *why) remedies() app.UI {
	r := y.Remedies
	if r == nil {
		return nil
	}
	return div("remedies",
		words("p", "h5", y.Words.RemediesTitle(r)),
		el("p", "class", "soft", "role", "status").Body(app.Text(y.Words.RemediesNote(r))),
		el("ul").Body(y.remedyButtons()...),
		y.misses(),
	)
}

func (y *why) remedyButtons() []app.UI {
	list := make([]app.UI, len(y.Remedies.Found))
	for i, r := range y.Remedies.Found {
		list[i] = el("li").Body(button("remedy", y.onApply, "data-remedy", itoa(i)).Body(app.Text(r.Text)))
	}
	return list
}

func (y *why) onApply(ctx app.Context, _ app.Event) {
	y.send(player.Apply{Remedy: dataInt(ctx.JSSrc(), "remedy")})
}

func (y *why) misses() app.UI {
	if len(y.Remedies.Misses) == 0 {
		return nil
	}
	list := make([]app.UI, len(y.Remedies.Misses))
	for i, m := range y.Remedies.Misses {
		list[i] = el("li").Body(icon("error"), div("", words("span", "", m.Text), app.Text(" "), words("span", "src", m.Why)))
	}
	return div("misses", words("p", "h5", y.Words.WouldNotHelp), el("ul").Body(list...))
}

// changed says what remedies have changed, and takes it back.
func (p *Player) changed() app.UI {
	c, w := p.model.Changed(), p.model.Words()
	if c == nil {
		return el("div", "hidden", "hidden")
	}
	undo := []app.UI{words("p", "", c.Text), button("tool", p.onUndo, "data-do", "undo").Body(app.Text(w.Undo))}
	if c.CanBack {
		undo = append(undo, button("tool", p.onRestore, "data-do", "restore").Body(app.Text(w.BackToLesson)))
	}
	return div("change", undo...)
}

func (p *Player) onUndo(app.Context, app.Event)    { p.send(player.Undo{}) }
func (p *Player) onRestore(app.Context, app.Event) { p.send(player.Undo{All: true}) }

// findRemedies lets the page's worker search, and sends what it finds.
func findRemedies(cmd player.FindRemedies, send func(player.Msg)) {
	came := func(found string) { send(player.RemediesCame{Play: cmd.Play, Step: cmd.Step, JSON: found}) }
	find := app.Window().Get("portlabRemedies")
	if !find.Truthy() {
		came("")
		return
	}
	then(find.Invoke(cmd.Text, cmd.Line, string(cmd.Lang)),
		func(answer app.Value) { came(answer.String()) }, func(app.Value) { came("") })
}
