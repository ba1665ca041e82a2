package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// controls is the place of what moves the cursor.
func (p *Player) controls() app.UI {
	return el("div", "class", "controls", "role", "group", "aria-label", p.model.Words().Controls, "data-part", "controls").
		On("click", p.onControl).On("input", p.onSlide)
}

// A control is one of the buttons.
type control struct {
	name, sign, label string
	idle              bool // nothing to do just now: it keeps the focus all the same
}

func controlsPart(m *player.Model) part {
	w := m.Words()
	play, label := "play", w.Play
	if m.Playing {
		play, label = "pause", w.Pause
	}
	failures := m.Failures()
	c := part{name: "controls"}
	c.button(control{"failback", "failback", w.PrevFailure, len(failures) == 0 || failures[0] >= m.Pos})
	c.button(control{"first", "first", w.First, m.Pos == 0})
	c.button(control{"back", "back", w.Back, m.Pos == 0})
	c.button(control{"play", play, label, m.Len() == 0})
	c.button(control{"next", "next", w.Next, m.Pos >= m.Reach()})
	c.button(control{"last", "last", w.Last, m.Pos >= m.Reach()})
	c.button(control{"failnext", "failnext", w.NextFailure, false})
	c.add("track", track(m, failures))
	c.add("speed", tag("button", "type", "button", "class", "ctl speed", "data-do", "speed", "aria-label", w.Speed+" "+m.SpeedLabel(),
		"title", w.Speed).with(escaped(m.SpeedLabel())))
	c.add("step-of", said("span", "step-of", m.StepOf()))
	return c
}

func (p *part) button(c control) {
	p.add(c.name, tag("button", "type", "button", "class", join("ctl", c.name), "data-do", c.name, "aria-label", c.label,
		"aria-disabled", flag(c.idle), "title", c.label).with(sign(c.sign)))
}

// track is the slider, with marks where calls fail.
func track(m *player.Model, failures []int) markup {
	slider := tag("input", "type", "range", "min", "0", "max", itoa(m.Len()), "step", "1", "value", itoa(m.Pos),
		"aria-label", m.Words().Slider, "aria-valuetext", m.StepOf()).open
	marks := svg("svg", "marks", "viewBox", "0 0 1000 10", "preserveAspectRatio", "none", "aria-hidden", "true").
		with(list(failureMarks(failures, m.Len()), func(x *int) markup {
			return rect(player.Rect{X: *x - markWidth/2, W: markWidth, H: 10}, 0, "")
		}))
	return tag("div", "class", "track").with(markup(slider), marks)
}

// markWidth is the width of a failure's mark, of 1000.
const markWidth = 8

// failureMarks places a mark at each failure, but none where there is one already.
func failureMarks(failures []int, steps int) []int {
	var marks []int
	for _, k := range failures {
		x := k * 1000 / max(1, steps)
		if len(marks) == 0 || x-marks[len(marks)-1] >= markWidth/2 {
			marks = append(marks, x)
		}
	}
	return marks
}

// onControl does what the button that was clicked is for.
func (p *Player) onControl(_ app.Context, e app.Event) {
	button := e.Get("target").Call("closest", "button")
	if !button.Truthy() {
		return
	}
	if msg := controlMsg(data(button, "do"), p.model.Len()); msg != nil {
		p.send(msg)
	}
}

func controlMsg(name string, last int) player.Msg {
	switch name {
	case "first":
		return player.Go{Step: 0}
	case "back":
		return player.Step{By: -1}
	case "play":
		return player.TogglePlay{}
	case "next":
		return player.Step{By: 1}
	case "last":
		return player.Go{Step: last}
	case "failback":
		return player.ToFailure{By: -1}
	case "failnext":
		return player.ToFailure{By: 1}
	case "speed":
		return player.CycleSpeed{}
	}
	return nil
}

// onSlide follows the slider, and puts it back where the cursor may not follow.
func (p *Player) onSlide(_ app.Context, e app.Event) {
	input := e.Get("target")
	k, err := strconv.Atoi(input.Get("value").String())
	if err != nil {
		return
	}
	if reach := p.model.Reach(); k > reach {
		k = reach
		input.Set("value", strconv.Itoa(k))
	}
	p.send(player.Go{Step: k})
}
