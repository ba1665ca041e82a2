package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// stageList says in nested lists what the drawing shows: for a phone, and for those who do not see
// the drawing.
type stageList struct {
	app.Compo
	Scene *player.Scene
	Words *player.Words
}

// Render renders the lists.
func (s *stageList) Render() app.UI {
	return div("stage-list",
		el("h4").Body(app.Text(s.Words.Processes), words("span", "clock", s.Scene.Clock)),
		el("ul").Body(each(s.Scene.Procs, s.proc)...),
		words("h4", "", s.Words.Sockets),
		el("ul").Body(append(each(s.Scene.Sockets, s.socket), s.stack())...),
	)
}

func (s *stageList) proc(p player.ProcCard) app.UI {
	body := []app.UI{words("b", "", p.Name), app.Text(" "), words("span", "soft", p.PID+" · "+p.Status)}
	if p.Empty != "" {
		body = append(body, words("span", "soft none", p.Empty))
	} else {
		body = append(body, el("ul", "class", "fds").Body(each(p.FDs, s.fd)...))
	}
	class := join("proc", when(p.Dead, "dead"), when(p.Active, "active"), when(p.Changed, "changed"))
	return el("li", "class", class).Body(body...)
}

func (s *stageList) fd(f player.FDChip) app.UI {
	label := f.Label
	if f.Target != "" {
		label += " → " + f.Target
	}
	return words("li", join("fd", when(f.Changed, "changed"), when(f.Lit, "lit")), join(label, f.Note))
}

func (s *stageList) socket(b player.SocketBox) app.UI {
	what := join(b.Local, b.Peer)
	for _, more := range []string{b.Refs, b.Options} {
		if more != "" {
			what += " · " + more
		}
	}
	if b.Queue != nil {
		what += " · " + b.Queue.Label
	}
	body := []app.UI{
		icon(string(b.Kind)), words("b", "state", b.State), app.Text(" "), words("span", "name", b.Name+" · "+b.Proto),
		words("span", "soft what", what),
	}
	if b.Blocks {
		body = append(body, el("span", "class", "in-the-way").Body(icon("error"), app.Text(s.Words.BlocksNow)))
	}
	class := join("sock", string(b.Kind), when(b.Active, "active"), when(b.Changed, "changed"), when(b.Blocks, "blocks"), when(b.Lit, "lit"))
	return el("li", "class", class, "data-socket", itoa(b.ID)).Body(body...)
}

func (s *stageList) stack() app.UI {
	st := s.Scene.Stack
	if st == nil {
		return nil
	}
	return el("li", "class", "sock stack").Body(
		words("b", "", st.Title), words("span", "soft what", strings.Join(st.Counts, " · ")))
}
