package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// stage is the drawing of processes, descriptors and sockets, and the list that stands for it.
type stage struct {
	app.Compo
	Scene *player.Scene
	Words *player.Words
	send  send
}

// Render renders the stage.
func (s *stage) Render() app.UI {
	return el("div", "class", "stage", "role", "group", "aria-label", s.Words.Stage).On("click", s.onClick).Body(
		s.drawing(),
		&stageList{Scene: s.Scene, Words: s.Words},
	)
}

func (s *stage) onClick(_ app.Context, e app.Event) {
	if sk := e.Get("target").Call("closest", "[data-socket]"); sk.Truthy() {
		s.send(player.Select{Socket: dataInt(sk, "socket")})
	}
}

func (s *stage) drawing() app.UI {
	c, w := s.Scene, s.Words
	return svg("svg", "drawing", "viewBox", box(c.W, c.H), "width", itoa(c.W), "height", itoa(c.H), "aria-hidden", "true").Body(
		arrowHead(),
		group("", text(player.ProcX, player.HeadY, w.Processes, "head"),
			text(player.SockX, player.HeadY, w.Sockets, "head"),
			text(player.SockX+player.SockW, player.HeadY, c.Clock, "head end")),
		group("", each(c.Procs, func(p player.ProcCard) app.UI { return &procCard{Card: p} })...),
		group("", each(c.Sockets, func(b player.SocketBox) app.UI { return &socketBox{Box: b} })...),
		s.stack(),
		group("", each(c.Arrows, arrow)...),
		group("", each(c.Conflicts, conflict)...),
		s.ports(),
	)
}

// arrowHead defines the points of the arrows. Several players in one page define the same.
func arrowHead() app.UI {
	return svg("defs", "").Body(
		svg("marker", "", "id", "portlab-arrow", "viewBox", "0 0 8 8", "refX", "7", "refY", "4",
			"markerWidth", "7", "markerHeight", "7", "orient", "auto").Body(path("M0 0 8 4 0 8z", "tip")),
	)
}

func arrow(a player.Arrow) app.UI {
	bend := (a.X2 - a.X1) / 2
	return path(bezier(a.X1, a.Y1, a.X1+bend, a.Y1, a.X2-bend, a.Y2, a.X2-2, a.Y2),
		join("arrow", when(a.Lit, "lit"), when(a.Changed, "new")), "marker-end", "url(#portlab-arrow)")
}

func conflict(c player.Conflict) app.UI {
	const out = 18
	line := path(bezier(c.X, c.Y1, c.X+out, c.Y1, c.X+out, c.Y2, c.X, c.Y2), "conflict")
	end := iconAt("error", c.X-8, c.Y2-8)
	if c.Label == "" {
		return group("", line, end)
	}
	return group("", line, end, text(c.LabelAt.X+c.LabelAt.W, c.LabelAt.Y+13, c.Label, "why end"))
}

func (s *stage) ports() app.UI {
	c := s.Scene
	if c.PortsY == 0 || len(c.Buckets) == 0 {
		return group("")
	}
	heading := text(player.ProcX, c.PortsY, s.Words.Ports, "head")
	return group("", append([]app.UI{heading}, each(c.Buckets, bucket)...)...)
}

func bucket(b player.BucketChip) app.UI {
	return group("", rect(b.Rect, 5, "bucket"), text(b.Rect.X+8, b.Rect.Y+15, b.Text, "small"))
}

func (s *stage) stack() app.UI {
	st := s.Scene.Stack
	if st == nil {
		return group("")
	}
	r := st.Rect
	body := []app.UI{
		rect(player.Rect{X: r.X + 6, Y: r.Y + 6, W: r.W - 6, H: r.H - 6}, 10, "card behind"),
		rect(player.Rect{X: r.X, Y: r.Y, W: r.W - 6, H: r.H - 6}, 10, "card"),
		text(r.X+12, r.Y+23, st.Title, "name"),
	}
	for i, c := range st.Counts {
		if i < 6 {
			body = append(body, text(r.X+12+i%2*110, r.Y+44+i/2*17, c, "small"))
		}
	}
	return group("", body...)
}

// procCard is one process with its descriptors.
type procCard struct {
	app.Compo
	Card player.ProcCard
}

// Render renders the card.
func (p *procCard) Render() app.UI {
	c := p.Card
	r := c.Rect
	body := []app.UI{
		rect(r, 10, join("card", when(c.Active, "active"), when(c.Changed, "changed"))),
		text(r.X+12, r.Y+20, c.Name, "name"),
		text(r.X+r.W-12, r.Y+20, c.PID, "small end"),
		text(r.X+12, r.Y+37, c.Status, join("small", when(c.Blocked, "blocked"))),
	}
	for _, f := range c.FDs {
		body = append(body, fdChip(f))
	}
	return group(join("proc", when(c.Dead, "dead")), body...)
}

func fdChip(f player.FDChip) app.UI {
	right, socket := f.Note, itoa(f.Socket)
	if f.Socket == 0 {
		right, socket = f.Target, ""
	}
	kinds := join("fd", when(f.Changed, "changed"), when(f.Lit, "lit"))
	return svg("g", kinds, "data-socket", socket).Body(
		rect(f.Rect, 6, "chip"), text(f.Rect.X+9, f.Rect.Y+16, f.Label, "label"),
		text(f.Rect.X+f.Rect.W-8, f.Rect.Y+16, right, "small end"))
}

// socketBox is one socket.
type socketBox struct {
	app.Compo
	Box player.SocketBox
}

// Render renders the box.
func (s *socketBox) Render() app.UI {
	b := s.Box
	r := b.Rect
	y := r.Y + 53
	body := []app.UI{
		rect(r, 10, join("card", when(b.Active, "active"), when(b.Changed, "changed"), when(b.Blocks, "blocks"))),
		iconAt(string(b.Kind), r.X+10, r.Y+8),
		text(r.X+31, r.Y+21, b.State, "state"),
		text(r.X+r.W-11, r.Y+21, b.Name, "small end"),
		text(r.X+12, r.Y+38, b.Local, "addr"),
		text(r.X+r.W-11, r.Y+38, b.Proto, "small end"),
		text(r.X+12, y, b.Peer, "small"),
		text(r.X+r.W-11, y, b.Refs, "small end"),
	}
	if b.Options != "" {
		y += player.LineH
		body = append(body, text(r.X+12, y, b.Options, "small"))
	}
	if b.Queue != nil {
		body = append(body, queue(b.Queue, r.X+12, y+player.LineH))
	}
	return svg("g", join("sock", string(b.Kind), when(b.Lit, "lit")), "data-socket", itoa(b.ID)).Body(body...)
}

// queue draws an accept queue: a square for each connection that waits.
func queue(q *player.QueueBar, x, y int) app.UI {
	const most, pitch = 6, 12
	full := when(q.Full, "full")
	body := []app.UI{text(x, y, q.Label, join("small", full))}
	for i := range min(q.Used, most) {
		body = append(body, rect(player.Rect{X: x + 150 + i*pitch, Y: y - 9, W: 9, H: 9}, 2, join("queued", full)))
	}
	return group("", body...)
}
