package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// storyboard is the place of what is printed in the player's stead.
func storyboard() app.UI { return el("ol", "class", "storyboard", "data-part", "storyboard") }

// onPrint draws all steps before the page is printed.
func (p *Player) onPrint(app.Value) {
	p.shown.redraw(p.JSValue(), []part{storyboardPart(p.model.Storyboard(), p.model.Words())})
}

func storyboardPart(panels []player.Panel, w *player.Words) part {
	story := part{name: "storyboard"}
	for i := range panels {
		story.add(itoa(panels[i].Row.Step), printedStep(&panels[i], w))
	}
	return story
}

func printedStep(p *player.Panel, w *player.Words) markup {
	call := tag("p", "class", "line").with(said("span", "n", itoa(p.Row.Step)), said("b", "", p.Row.Proc), " ",
		escaped(p.Row.Text), " ", result(&p.Row, w))
	return tag("li").with(tag("div").with(call, claimed(&p.Row, w), said("p", "", p.Sentence)), printedScene(p.Scene, w))
}

// printedScene is the stage's drawing by itself.
func printedScene(c *player.Scene, w *player.Words) markup {
	return svg("svg", "drawing", "viewBox", box(c.W, c.H), "width", itoa(c.W), "height", itoa(c.H), "aria-hidden", "true").with(
		list(drawing(c, w).pieces, func(p *piece) markup { return p.show() }))
}
