package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// hostView is the real host: how to run there, and its results beside the simulator's.
type hostView struct {
	app.Compo
	Host  *player.HostView
	Words *player.Words
	send  send
}

// Render renders the comparison.
func (h *hostView) Render() app.UI {
	return div("host",
		div("host-head", h.button(), h.status(), h.report(), h.progress()),
		h.table(),
		h.facts(),
	)
}

func (h *hostView) button() app.UI {
	switch {
	case h.Host.CanCancel:
		return button("tool", h.onCancel).Body(app.Text(h.Words.CancelRun))
	case h.Host.CanRun:
		return button("tool main", h.onRun).Body(app.Text(h.Host.RunLabel))
	}
	return nil
}

func (h *hostView) onRun(app.Context, app.Event)    { h.send(player.RunHost{}) }
func (h *hostView) onCancel(app.Context, app.Event) { h.send(player.CancelHost{}) }

func (h *hostView) status() app.UI {
	return div("host-said", each(h.Host.Said, func(s string) app.UI { return words("p", "", s) })...)
}

// report opens the page's dialog, where results differ.
func (h *hostView) report() app.UI {
	if !h.Host.Differs {
		return nil
	}
	return el("button", "type", "button", "class", "tool", "data-dialog", "report").Body(app.Text(h.Words.Report))
}

func (h *hostView) progress() app.UI {
	if !h.Host.CanCancel {
		return nil
	}
	return el("progress", "max", itoa(h.Host.Most), "value", itoa(h.Host.Done), "aria-label", h.Words.HostColumn)
}

func (h *hostView) table() app.UI {
	if !h.Host.HasRun {
		return nil
	}
	w := h.Words
	return el("table", "class", "compare").Body(
		heading("", w.CallColumn, w.SimColumn, w.HostColumn, ""),
		el("tbody").Body(each(h.Host.Rows, func(r player.HostRow) app.UI {
			return &hostRow{Row: r, Words: w}
		})...),
	)
}

func (h *hostView) facts() app.UI {
	if len(h.Host.Facts) == 0 {
		return nil
	}
	return el("dl", "class", "facts").Body(each(h.Host.Facts, func(f player.Sysctl) app.UI {
		return div("", words("dt", "", f.Name), words("dd", "", f.Value))
	})...)
}

// hostRow is one call with both results.
type hostRow struct {
	app.Compo
	Row   player.HostRow
	Words *player.Words
}

// Render renders the row.
func (h *hostRow) Render() app.UI {
	r := h.Row
	var sign app.UI
	class := "pending"
	switch {
	case r.There == "":
	case r.Agree:
		class = "ok"
		sign = el("span").Body(icon("ok"), unseen(h.Words.HostAgreeMark))
	default:
		class = "error"
		sign = el("span").Body(icon("differs"), unseen(h.Words.HostDifferMark))
	}
	return el("tr", "class", class).Body(
		number(r.Number), el("td", "class", "call").Body(words("b", "", r.Proc), app.Text(" "+r.Text)),
		cell(r.Here), cell(r.There), el("td", "class", "sign").Body(sign),
	)
}

func cell(s string) app.UI   { return words("td", "", s) }
func number(s string) app.UI { return words("td", "num", s) }

// heading returns the head of a table.
func heading(columns ...string) app.UI {
	return el("thead").Body(el("tr").Body(each(columns, func(c string) app.UI {
		return el("th", "scope", "col").Body(app.Text(c))
	})...))
}
