package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// timelineParts is the sequence diagram of calls and segments. Only the rows in sight are there.
func timelineParts(q *player.Sequence, w *player.Words) []part {
	view := part{name: "view"}
	if q.Total == 0 {
		view.add("empty", said("p", "empty", w.TimelineEmpty))
		return []part{view}
	}
	view.add("timeline", tag("div", "class", "timeline").with(
		svg("svg", "sequence lanes", "viewBox", box(q.W, player.SeqHeadH), "width", itoa(q.W), "height", itoa(player.SeqHeadH)).with(
			list(q.Lanes, func(l *player.Lane) markup { return text(l.X, 20, l.Name, "name middle") })),
		svg("svg", "sequence", "viewBox", box(q.W, q.H), "width", itoa(q.W), "height", itoa(q.H),
			"role", "group", "aria-label", w.TimelineLabel, "data-part", "sequence").with(),
		said("p", "says", q.Says)))
	return []part{view, sequence(q)}
}

// sequence is the diagram below the lanes' names. What lies over other things comes after them.
func sequence(q *player.Sequence) part {
	d := part{name: "sequence"}
	for _, l := range q.Lanes {
		d.add("lane "+l.Name, path("M"+itoa(l.X)+" 0V"+itoa(q.H), "lane"))
	}
	for i := range q.Rows {
		r := &q.Rows[i]
		d.addOf(itoa(r.Index), indexed[player.SeqRow]{*r, q.W}, func() markup { return seqRow(r, q.W) })
	}
	for _, b := range q.Bars {
		d.add("timer "+b.Key, timerBar(b))
	}
	return d
}

func timerBar(b player.TimerBar) markup {
	return rect(player.Rect{X: b.X, Y: b.Y1, W: 4, H: max(4, b.Y2-b.Y1)}, 2, "timer "+b.Name)
}

// seqRow is one row, which the pointer finds wherever in it it is.
func seqRow(r *player.SeqRow, width int) markup {
	band := rect(player.Rect{X: 0, Y: r.Y - player.SeqRowH/2, W: width, H: player.SeqRowH}, 0, join("band", when(r.Current, "current")))
	return svg("g", join("seq", string(r.Mark), when(r.Dropped, "dropped")), "data-row", itoa(r.Index), "tabindex", tabIndex(r.Entry),
		"role", "img", "aria-label", r.Says).with(
		band, text(2, r.Y+4, r.Clock, "small"), seqEvent(r))
}

func seqEvent(r *player.SeqRow) markup {
	switch {
	case r.Kind == player.RowSetup:
		return text(r.X1, r.Y+4, r.Text, "small")
	case r.Kind == player.RowState:
		return stateMark(r)
	case r.Kind == player.RowCall:
		return call(r)
	case r.X1 == r.X2:
		return loop(r)
	}
	return segment(r)
}

func call(r *player.SeqRow) markup {
	box := player.Rect{X: r.X1 - player.CallW/2, Y: r.Y - 10, W: player.CallW, H: 20}
	return rect(box, 5, "call") + text(r.X1, r.Y+4, r.Text, "small middle result")
}

// stateMark is a socket's new state on its lane.
func stateMark(r *player.SeqRow) markup {
	const half = 52
	return group(join("edge", string(r.Edge2.Kind)),
		rect(player.Rect{X: r.X1 - half, Y: r.Y - 9, W: 2 * half, H: 18}, 9, "mark"), text(r.X1, r.Y+4, r.Edge2.Text, "small middle"))
}

// flagsAt is how far right of the left lane a segment's flags stand: beyond the bars of its timers.
const flagsAt = 140

func segment(r *player.SeqRow) markup {
	to, outward := r.X2-2, 1
	if r.X2 < r.X1 {
		to, outward = r.X2+2, -1
	}
	return path("M"+itoa(r.X1)+" "+itoa(r.Y+5)+"H"+itoa(to), "segment", "marker-end", "url(#portlab-arrow)") +
		text(min(r.X1, r.X2)+flagsAt, r.Y, r.Text, "flags middle") +
		edge(r.X1, r.Y, -outward, r.Edge1) + edge(r.X2, r.Y, outward, r.Edge2)
}

// loop draws a segment between two sockets of one process.
func loop(r *player.SeqRow) markup {
	return path(bezier(r.X1, r.Y-8, r.X1+34, r.Y-8, r.X1+34, r.Y+8, r.X1+2, r.Y+8), "segment",
		"marker-end", "url(#portlab-arrow)") +
		text(r.X1+32, r.Y+4, r.Text, "flags") +
		edge(r.X1, r.Y-5, -1, r.Edge1) + edge(r.X1, r.Y+7, -1, r.Edge2)
}

// edge is a socket's new state beside its lane, right of it where side is 1 and left where it is -1.
func edge(x, y, side int, e player.Edge) markup {
	if e.Text == "" {
		return ""
	}
	anchor := ""
	if side < 0 {
		anchor = "end"
	}
	return group(join("edge", string(e.Kind)), text(x+6*side, y+4, e.Text, join("small", anchor)))
}

// onPoint explains the row of the timeline under the pointer, or that has come to have the focus.
func (p *Player) onPoint(e app.Value) {
	row := -1
	if target := e.Get("target"); target.Get("closest").Truthy() {
		if g := target.Call("closest", "[data-row]"); g.Truthy() {
			row = dataInt(g, "row")
		}
	}
	if p.model.Tab == player.TabTimeline {
		p.model.Update(player.Point{Row: row})
		p.shown.redraw(p.JSValue(), viewParts(p.model))
	}
}
