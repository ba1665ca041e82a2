package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// controls is the place of what moves the cursor.
func (p *Player) controls() app.UI {
	return el("div", "class", "controls", "role", "group", "aria-label", p.model.Words().Controls, "data-part", "controls")
}

// A control is one of the buttons.
type control struct {
	name, sign, label string
	idle              bool // nothing to do just now: it keeps the focus all the same
}

func controlsParts(m *player.Model) []part {
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
	c.add("track", tag("div", "class", "track", "data-part", "track").with())
	c.add("speed", tag("button", "type", "button", "class", "ctl speed", "data-do", "speed", "aria-label", w.Speed+" "+m.SpeedLabel(),
		"title", w.Speed).with(escaped(m.SpeedLabel())))
	c.add("step-of", said("span", "step-of", m.StepOf()))
	return []part{c, trackPart(m, failures)}
}

func (p *part) button(c control) {
	p.addOf(c.name, c, func() markup {
		return tag("button", "type", "button", "class", join("ctl", c.name), "data-do", c.name, "aria-label", c.label,
			"aria-disabled", flag(c.idle), "title", c.label).with(sign(c.sign))
	})
}

// trackPart is the slider, with marks where calls fail.
func trackPart(m *player.Model, failures []int) part {
	track := part{name: "track"}
	track.add("slider", markup(tag("input", "type", "range", "min", "0", "max", itoa(m.Len()), "step", "1", "value", itoa(m.Pos),
		"aria-label", m.Words().Slider, "aria-valuetext", m.StepOf()).open))
	track.add("marks", svg("svg", "marks", "viewBox", "0 0 1000 10", "preserveAspectRatio", "none", "aria-hidden", "true").
		with(list(failureMarks(failures, m.Len()), func(x *int) markup {
			return rect(player.Rect{X: *x - markWidth/2, W: markWidth, H: 10}, 0, "")
		})))
	return track
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

// onSteer does what the button of the controls that was clicked is for, or goes to the step of the script.
func (p *Player) onSteer(e app.Value) {
	to := e.Get("target").Call("closest", "[data-part=controls] button, [data-part=script] [data-step]")
	if !to.Truthy() {
		return
	}
	if step := data(to, "step"); step != "" {
		p.steer(player.Go{Step: dataInt(to, "step")})
	} else if msg := controlMsg(data(to, "do"), p.model.Len()); msg != nil {
		p.steer(msg)
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
func (p *Player) onSlide(e app.Value) {
	input := e.Get("target")
	if !input.Call("matches", "[data-part=controls] input").Bool() {
		return
	}
	k, err := strconv.Atoi(input.Get("value").String())
	if err != nil {
		return
	}
	if reach := p.model.Reach(); k > reach {
		k = reach
		input.Set("value", strconv.Itoa(k))
	}
	p.steer(player.Go{Step: k})
}
