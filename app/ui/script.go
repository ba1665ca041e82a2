package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// script is the list of steps with their results.
type script struct {
	app.Compo
	Rows  []player.ScriptRow
	Words *player.Words
	send  send
}

// Render renders the script.
func (s *script) Render() app.UI {
	rows := make([]app.UI, len(s.Rows))
	for i, r := range s.Rows {
		rows[i] = &scriptRow{Row: r, Entry: r.Current || i == s.entry(), Words: s.Words}
	}
	return el("ol", "class", "script", "aria-label", s.Words.Script).On("click", s.onClick).Body(rows...)
}

// entry returns the row that the tab key reaches while the cursor is before the first step.
func (s *script) entry() int {
	first := -1
	for i, r := range s.Rows {
		if r.Current {
			return i
		}
		if first < 0 && r.Step > 0 {
			first = i
		}
	}
	return first
}

func (s *script) onClick(_ app.Context, e app.Event) {
	if row := e.Get("target").Call("closest", "[data-step]"); row.Truthy() {
		s.send(player.Go{Step: dataInt(row, "step")})
	}
}

// scriptRow is one line of the script.
type scriptRow struct {
	app.Compo
	Row   player.ScriptRow
	Entry bool
	Words *player.Words
}

// Render renders the row.
func (r *scriptRow) Render() app.UI {
	if r.Row.Caption != "" {
		return words("li", "caption", r.Row.Caption)
	}
	if r.Row.Difference == player.Removed {
		return el("li", "class", "step removed").Body(r.difference(), words("del", "call", r.Row.Proc+" "+r.Row.Text))
	}
	class := join("step", string(r.Row.Difference), when(r.Row.Current, "current"), when(r.Row.Ahead, "ahead"), when(r.Row.Resumed, "resumed"))
	return el("li", "class", class).Body(r.button(), r.claimed())
}

func (r *scriptRow) button() app.UI {
	number, index := itoa(r.Row.Step), "-1"
	if r.Row.Resumed {
		number = ""
	} else if r.Entry {
		index = "0"
	}
	return el("button", "type", "button", "class", "line", "data-step", itoa(r.Row.Step), "tabindex", index,
		"aria-current", when(r.Row.Current && !r.Row.Resumed, "step")).Body(
		words("span", "n", number),
		r.difference(),
		el("span", "class", "call").Body(words("b", "", r.Row.Proc), app.Text(" "+r.Row.Text)),
		result(r.Words, r.Row.Mark, r.Row.Result),
	)
}

// difference says, for those who do not see its sign, how the row differs from the scenario that was given.
func (r *scriptRow) difference() app.UI {
	if r.Row.Difference == player.Same {
		return nil
	}
	return unseen(r.Words.DifferenceText(r.Row.Difference) + ": ")
}

func (r *scriptRow) claimed() app.UI {
	if r.Row.Claimed == "" {
		return nil
	}
	return el("p", "class", "claimed").Body(icon("differs"), app.Text(r.Words.ClaimedText(r.Row.Claimed)))
}

// result shows a call's result with its sign.
func result(w *player.Words, mark player.Mark, s string) app.UI {
	span := el("span", "class", join("result", string(mark)))
	switch mark {
	case player.MarkError:
		return span.Body(icon("error"), unseen(w.Failed+" "), app.Text(s))
	case player.MarkBlocks:
		return span.Body(icon("blocks"), app.Text(s))
	case player.MarkAsk:
		return span.Body(unseen(w.AskMark+" "), app.Text(s))
	}
	return span.Body(app.Text(s))
}
