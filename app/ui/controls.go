package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// controls moves the cursor.
type controls struct {
	app.Compo
	Pos, Len, Reach int
	StepOf          string
	Failures        []int
	Playing         bool
	Speed           string
	Words           *player.Words
	send            send
}

// Render renders the controls.
func (c *controls) Render() app.UI {
	w := c.Words
	play, label := "play", w.Play
	if c.Playing {
		play, label = "pause", w.Pause
	}
	return el("div", "class", "controls", "role", "group", "aria-label", w.Controls).Body(
		c.button("failback", "failback", w.PrevFailure, len(c.Failures) == 0 || c.Failures[0] >= c.Pos, c.onPrevFailure),
		c.button("first", "first", w.First, c.Pos == 0, c.onFirst),
		c.button("back", "back", w.Back, c.Pos == 0, c.onBack),
		c.button("play", play, label, c.Len == 0, c.onPlay),
		c.button("next", "next", w.Next, c.Pos >= c.Reach, c.onNext),
		c.button("last", "last", w.Last, c.Pos >= c.Reach, c.onLast),
		c.button("failnext", "failnext", w.NextFailure, false, c.onNextFailure),
		c.slider(),
		button("ctl speed", c.onSpeed, "aria-label", w.Speed+" "+c.Speed, "title", w.Speed).Body(app.Text(c.Speed)),
		words("span", "step-of", c.StepOf),
	)
}

// button returns a control that keeps the focus where it has nothing to do just now.
func (c *controls) button(name, sign, label string, idle bool, on app.EventHandler) app.UI {
	return button(join("ctl", name), on, "data-do", name, "aria-label", label, "aria-disabled", flag(idle), "title", label).
		Body(icon(sign))
}

func (c *controls) slider() app.UI {
	return div("track",
		el("input", "type", "range", "min", "0", "max", itoa(c.Len), "step", "1", "value", itoa(c.Pos),
			"aria-label", c.Words.Slider, "aria-valuetext", c.StepOf).On("input", c.onSlide),
		svg("svg", "marks", "viewBox", "0 0 1000 10", "preserveAspectRatio", "none", "aria-hidden", "true").
			Body(each(c.Failures, c.mark)...),
	)
}

func (c *controls) mark(k int) app.UI {
	return rect(player.Rect{X: k*1000/max(1, c.Len) - 4, W: 8, H: 10}, 0, "")
}

// onSlide follows the slider, and puts it back where the cursor may not follow.
func (c *controls) onSlide(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	k, err := strconv.Atoi(input.Get("value").String())
	if err != nil {
		return
	}
	if k > c.Reach {
		k = c.Reach
		input.Set("value", strconv.Itoa(k))
	}
	c.send(player.Go{Step: k})
}

func (c *controls) onFirst(app.Context, app.Event)       { c.send(player.Go{Step: 0}) }
func (c *controls) onBack(app.Context, app.Event)        { c.send(player.Step{By: -1}) }
func (c *controls) onPlay(app.Context, app.Event)        { c.send(player.TogglePlay{}) }
func (c *controls) onNext(app.Context, app.Event)        { c.send(player.Step{By: 1}) }
func (c *controls) onLast(app.Context, app.Event)        { c.send(player.Go{Step: c.Len}) }
func (c *controls) onPrevFailure(app.Context, app.Event) { c.send(player.ToFailure{By: -1}) }
func (c *controls) onNextFailure(app.Context, app.Event) { c.send(player.ToFailure{By: 1}) }
func (c *controls) onSpeed(app.Context, app.Event)       { c.send(player.CycleSpeed{}) }
