package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// timeline is the sequence diagram of calls and segments.
type timeline struct {
	app.Compo
	Sequence *player.Sequence
	Words    *player.Words
}

// Render renders the diagram; its words stand in it as text, so that they can be read out.
func (t *timeline) Render() app.UI {
	q := t.Sequence
	if q == nil || len(q.Rows) == 0 {
		return words("p", "empty", t.Words.TimelineEmpty)
	}
	return svg("svg", "sequence", "viewBox", box(q.W, q.H), "width", itoa(q.W), "height", itoa(q.H),
		"role", "img", "aria-label", t.Words.TimelineLabel).Body(
		group("", each(q.Lanes, func(l player.Lane) app.UI { return lane(l, q.H) })...),
		group("", each(q.Rows, func(r player.SeqRow) app.UI { return &seqRow{Row: r, Width: q.W} })...),
	)
}

func lane(l player.Lane, height int) app.UI {
	return group("",
		text(l.X, 20, l.Name, "name middle"),
		path("M"+itoa(l.X)+" 28V"+itoa(height-6), "lane"),
	)
}

// seqRow is one call or segment.
type seqRow struct {
	app.Compo
	Row   player.SeqRow
	Width int
}

// Render renders the row.
func (s *seqRow) Render() app.UI {
	r := s.Row
	body := []app.UI{text(2, r.Y+4, r.Clock, "small")}
	if r.Current {
		band := player.Rect{X: 0, Y: r.Y - player.SeqRowH/2, W: s.Width, H: player.SeqRowH}
		body = append([]app.UI{rect(band, 0, "band")}, body...)
	}
	switch {
	case !r.Segment:
		body = append(body, call(r)...)
	case r.X1 == r.X2:
		body = append(body, loop(r)...)
	default:
		body = append(body, segment(r)...)
	}
	return group(join("seq", string(r.Mark), when(r.Dropped, "dropped"), when(r.Current, "changed")), body...)
}

func call(r player.SeqRow) []app.UI {
	box := player.Rect{X: r.X1 - player.LaneW/2 + 4, Y: r.Y - 10, W: player.LaneW - 8, H: 20}
	return []app.UI{rect(box, 5, "call"), text(r.X1, r.Y+4, r.Text, "small middle result")}
}

func segment(r player.SeqRow) []app.UI {
	to := r.X2 - 2
	if r.X2 < r.X1 {
		to = r.X2 + 2
	}
	return []app.UI{
		path("M"+itoa(r.X1)+" "+itoa(r.Y+5)+"H"+itoa(to), "segment", "marker-end", "url(#portlab-arrow)").Body(title(r.Title)),
		text((r.X1+r.X2)/2, r.Y, r.Text, "flags middle"),
	}
}

// loop draws a segment between two sockets of one process.
func loop(r player.SeqRow) []app.UI {
	return []app.UI{
		path(bezier(r.X1, r.Y-8, r.X1+34, r.Y-8, r.X1+34, r.Y+8, r.X1+2, r.Y+8), "segment",
			"marker-end", "url(#portlab-arrow)").Body(title(r.Title)),
		text(r.X1+32, r.Y+4, r.Text, "flags"),
	}
}
