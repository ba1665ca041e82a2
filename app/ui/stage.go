package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// stage is the place of the drawing of processes, descriptors and sockets, and of the list that
// stands for it.
func (p *Player) stage() app.UI {
	return el("div", "class", "stage-box").Body(
		el("div", "class", "stage", "role", "group", "aria-label", p.model.Words().Stage, "data-part", "stage",
			"tabindex", "0").On("click", p.onStage),
		p.opened(),
	)
}

// onStage selects the socket that was clicked, or opens or closes the stack.
func (p *Player) onStage(_ app.Context, e app.Event) {
	target := e.Get("target")
	if target.Call("closest", "[data-do=stack]").Truthy() {
		p.send(player.ToggleStack{})
	} else if sk := target.Call("closest", "[data-socket]"); sk.Truthy() {
		p.send(player.Select{Socket: dataInt(sk, "socket")})
	}
}

// leastScale is how small, in hundredths, the drawing becomes where the stage is too low for it: its letters must
// be readable. The styles let it grow to its whole size.
const leastScale = 83

// stageParts is the stage at the present step.
func stageParts(c *player.Scene, w *player.Words) []part {
	stage := part{name: "stage"}
	stage.add("drawing", svg("svg", "drawing", "viewBox", box(c.W, c.H), "preserveAspectRatio", "xMidYMin",
		"width", itoa(c.W*leastScale/100), "height", itoa(c.H*leastScale/100), "aria-hidden", "true", "data-part", "drawing").with())
	stage.add("list", tag("div", "class", "stage-list", "data-part", "list").with())
	return append([]part{stage, drawing(c, w)}, stageList(c, w)...)
}

// drawing is the stage as seen. What lies over other things comes after them.
func drawing(c *player.Scene, w *player.Words) part {
	d := part{name: "drawing"}
	d.addOf("tip", nil, arrowHead)
	d.add("head", group("", text(player.ProcX, player.HeadY, w.Processes, "head"),
		text(player.SockX, player.HeadY, w.Sockets, "head"),
		text(player.SockX+player.SockW, player.HeadY, c.Clock, "head end")))
	for i := range c.Procs {
		d.add("process "+c.Procs[i].Name, procCard(&c.Procs[i]))
	}
	for i := range c.Sockets {
		b := &c.Sockets[i]
		d.addOf("socket "+itoa(b.ID), *b, func() markup { return socketBox(b) })
	}
	if c.Stack != nil {
		d.add("stack", stack(c.Stack))
	}
	for _, a := range c.Arrows {
		d.addOf("arrow "+a.Key, a, func() markup { return arrow(a) })
	}
	for _, k := range c.Conflicts {
		d.add("conflict "+itoa(k.Y2), conflict(k))
	}
	if len(c.Buckets) > 0 {
		d.add("ports", text(player.ProcX, c.PortsY, w.Ports, "head"))
	}
	for _, b := range c.Buckets {
		d.addOf("port "+itoa(b.Rect.X)+" "+itoa(b.Rect.Y), b, func() markup { return bucket(b) })
	}
	return d
}

// arrowHead defines the points of the arrows. Several players in one page define the same.
func arrowHead() markup {
	return svg("defs", "").with(
		svg("marker", "", "id", "portlab-arrow", "viewBox", "0 0 8 8", "refX", "7", "refY", "4",
			"markerWidth", "7", "markerHeight", "7", "orient", "auto").with(path("M0 0 8 4 0 8z", "tip")),
	)
}

func arrow(a player.Arrow) markup {
	bend := (a.X2 - a.X1) / 2
	return path(bezier(a.X1, a.Y1, a.X1+bend, a.Y1, a.X2-bend, a.Y2, a.X2-2, a.Y2),
		join("arrow", when(a.Lit, "lit"), when(a.Changed, "new")), "marker-end", "url(#portlab-arrow)")
}

func conflict(c player.Conflict) markup {
	const out = 18
	line := path(bezier(c.X, c.Y1, c.X+out, c.Y1, c.X+out, c.Y2, c.X, c.Y2), "conflict")
	end := signAt("error", c.X-8, c.Y2-8)
	if c.Label == "" {
		return group("", line, end)
	}
	return group("", line, end, text(c.LabelAt.X+c.LabelAt.W, c.LabelAt.Y+11, c.Label, "why end"))
}

func bucket(b player.BucketChip) markup {
	return group("", rect(b.Rect, 5, "bucket"), text(b.Rect.X+8, b.Rect.Y+14, b.Text, "small"))
}

func stack(st *player.SocketStack) markup {
	r := st.Rect
	body := []markup{
		rect(player.Rect{X: r.X + 6, Y: r.Y + 6, W: r.W - 6, H: r.H - 6}, 10, "card behind"),
		rect(player.Rect{X: r.X, Y: r.Y, W: r.W - 6, H: r.H - 6}, 10, "card"),
		text(r.X+12, r.Y+22, st.Title, "name"),
	}
	for i, c := range st.Counts {
		if i < 6 {
			body = append(body, text(r.X+12+i%2*110, r.Y+42+i/2*17, c, "small"))
		}
	}
	return svg("g", join("stack", when(st.Lit, "lit")), "data-do", "stack").with(body...)
}

// procCard is one process with its descriptors.
func procCard(c *player.ProcCard) markup {
	r := c.Rect
	status := text(r.X+r.W-12, r.Y+20, c.Status, join("small end", when(c.Blocked, "blocked")))
	if !c.Dense {
		status = text(r.X+r.W-12, r.Y+20, c.PID, "small end") + text(r.X+12, r.Y+35, c.Status, join("small", when(c.Blocked, "blocked")))
	}
	return group(join("proc", when(c.Dead, "dead")),
		rect(r, 10, join("card", when(c.Active, "active"), when(c.Changed, "changed"))),
		text(r.X+12, r.Y+20, c.Name, "name"), status, list(c.FDs, fdChip))
}

func fdChip(f *player.FDChip) markup {
	right, socket := f.Note, itoa(f.Socket)
	if f.Socket == 0 {
		right, socket = f.Target, ""
	}
	kinds := join("fd", when(f.Changed, "changed"), when(f.Lit, "lit"))
	return svg("g", kinds, "data-socket", socket).with(
		rect(f.Rect, 6, "chip"), text(f.Rect.X+9, f.Rect.Y+15, f.Label, "label"),
		text(f.Rect.X+f.Rect.W-8, f.Rect.Y+15, right, "small end"))
}

// socketBox is one socket.
func socketBox(b *player.SocketBox) markup {
	r := b.Rect
	y := r.Y + 51
	body := []markup{
		rect(r, 10, join("card", when(b.Active, "active"), when(b.Changed, "changed"), when(b.Blocks, "blocks"))),
		signAt(string(b.Kind), r.X+10, r.Y+7),
		text(r.X+31, r.Y+20, b.State, "state"),
		text(r.X+r.W-11, r.Y+20, b.Name, "small end"),
		text(r.X+12, r.Y+36, b.Local, "addr"),
		text(r.X+r.W-11, r.Y+36, b.Proto, "small end"),
		text(r.X+12, y, b.Peer, "small"),
		text(r.X+r.W-11, y, b.Refs, "small end"),
	}
	if b.Options != "" {
		y += player.LineH
		body = append(body, text(r.X+12, y, b.Options, "small"))
	}
	if b.Queue.Label != "" {
		body = append(body, queue(&b.Queue, r, y+player.LineH))
	}
	return svg("g", join("sock", string(b.Kind), when(b.Lit, "lit")), "data-socket", itoa(b.ID)).with(body...)
}

// queue draws the accept queue of a listener's box: a square for each connection that waits, where others have
// their peer, and the numbers at y.
func queue(q *player.QueueBar, r player.Rect, y int) markup {
	const most, pitch = 12, 12
	full := when(q.Full, "full")
	body := []markup{text(r.X+12, y, q.Label, join("small", full))}
	for i := range min(q.Used, most) {
		body = append(body, rect(player.Rect{X: r.X + 12 + i*pitch, Y: r.Y + 42, W: 9, H: 9}, 2, join("queued", full)))
	}
	return group("", body...)
}

// stageList says in nested lists what the drawing shows: for a phone, and for those who do not see
// the drawing.
func stageList(c *player.Scene, w *player.Words) []part {
	l, procs, socks := part{name: "list"}, part{name: "list-processes"}, part{name: "list-sockets"}
	l.add("processes", tag("p", "class", "h4").with(escaped(w.Processes), said("span", "clock", c.Clock)))
	l.add("process list", tag("ul", "data-part", procs.name).with())
	l.add("sockets", said("p", "h4", w.Sockets))
	l.add("socket list", tag("ul", "data-part", socks.name).with())
	for i := range c.Procs {
		procs.add(c.Procs[i].Name, procItem(&c.Procs[i]))
	}
	for i := range c.Sockets {
		b := &c.Sockets[i]
		socks.addOf(itoa(b.ID), *b, func() markup { return socketItem(b, w) })
	}
	if c.Stack != nil {
		socks.add("stack", stackItem(c.Stack))
	}
	return []part{l, procs, socks}
}

func procItem(p *player.ProcCard) markup {
	fds := tag("ul", "class", "fds").with(list(p.FDs, fdItem))
	if p.Empty != "" {
		fds = said("span", "soft none", p.Empty)
	}
	class := join("proc", when(p.Dead, "dead"), when(p.Active, "active"), when(p.Changed, "changed"))
	return tag("li", "class", class).with(said("b", "", p.Name), " ", said("span", "soft", p.PID+" · "+p.Status), fds)
}

func fdItem(f *player.FDChip) markup {
	label := f.Label
	if f.Target != "" {
		label += " → " + f.Target
	}
	return said("li", join("fd", when(f.Changed, "changed"), when(f.Lit, "lit")), join(label, f.Note))
}

func socketItem(b *player.SocketBox, w *player.Words) markup {
	what := join(b.Local, b.Peer)
	for _, more := range []string{b.Refs, b.Options} {
		if more != "" {
			what += " · " + more
		}
	}
	if b.Queue.Label != "" {
		what += " · " + b.Queue.Label
	}
	var inTheWay markup
	if b.Blocks {
		inTheWay = tag("span", "class", "in-the-way").with(sign("error"), escaped(w.BlocksNow))
	}
	class := join("sock", string(b.Kind), when(b.Active, "active"), when(b.Changed, "changed"), when(b.Blocks, "blocks"), when(b.Lit, "lit"))
	return tag("li", "class", class, "data-socket", itoa(b.ID)).with(
		sign(string(b.Kind)), said("b", "state", b.State), " ", said("span", "name", b.Name+" · "+b.Proto),
		said("span", "soft what", what), inTheWay)
}

func stackItem(st *player.SocketStack) markup {
	return tag("li", "class", join("sock stack", when(st.Lit, "lit"))).with(
		tag("button", "type", "button", "class", "open-stack", "data-do", "stack").with(
			said("b", "", st.Title), said("span", "soft what", strings.Join(st.Counts, " · "))))
}
