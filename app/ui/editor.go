package ui

import (
	"encoding/json"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// editor is the scenario as a text to change, with its errors under the lines they are in. The playground's
// page puts web/editor over the field, which goes on to hold the text, and from which it reads the rest.
type editor struct {
	app.Compo
	Slot   int
	Line   int    // where the cursor is; 0 before the first step
	Text   string // what Faults are about; "" where there are none
	Faults []player.Fault
	Words  *player.Words
	send   send
}

// Render renders the field. Its text is the field's own: only a newly opened scenario replaces it.
func (e *editor) Render() app.UI {
	id := "editor-" + itoa(e.Slot)
	return div("editor",
		el("label", "for", id).Body(app.Text(e.Words.Editor)),
		div("field",
			el("pre", "class", "marks", "aria-hidden", "true").Body(e.marks()...),
			el("textarea", "id", id, "spellcheck", "false", "autocomplete", "off", "autocapitalize", "off", "wrap", "off",
				"rows", "8", "aria-invalid", flag(len(e.Faults) > 0), "aria-describedby", id+"-faults",
				"data-line", itoa(e.Line), "data-faults", faultsJSON(e.Faults)).
				On("input", e.onInput).On("scroll", e.onScroll),
		),
		el("div", "class", "faults", "id", id+"-faults", "role", "status").Body(el("ul").Body(e.faults()...)),
	)
}

// faultsJSON writes faults for the page's editor; "" where there are none.
func faultsJSON(faults []player.Fault) string {
	if len(faults) == 0 {
		return ""
	}
	b, err := json.Marshal(faults)
	if err != nil {
		panic(err) // strings and numbers
	}
	return string(b)
}

func (e *editor) onInput(ctx app.Context, _ app.Event) {
	e.send(player.Edit{Text: ctx.JSSrc().Get("value").String()})
}

// onScroll keeps the marks below the text that they mark.
func (e *editor) onScroll(ctx app.Context, _ app.Event) {
	ctx.PreventUpdate()
	field := ctx.JSSrc()
	marks := field.Get("previousElementSibling")
	marks.Set("scrollTop", field.Get("scrollTop"))
	marks.Set("scrollLeft", field.Get("scrollLeft"))
}

// marks is the text again, unseen but for what is wrong in it.
func (e *editor) marks() []app.UI {
	if len(e.Faults) == 0 {
		return nil
	}
	lines := strings.Split(e.Text, "\n")
	var out []app.UI
	done := 0
	for _, f := range e.Faults {
		if f.Line <= done || f.Line > len(lines) {
			continue
		}
		before, wrong := split(lines[f.Line-1], f)
		head := strings.Join(lines[done:f.Line-1], "\n")
		if f.Line-1 > done {
			head += "\n"
		}
		rest := lines[f.Line-1][len(before)+len(wrong):] + "\n"
		out = append(out, app.Text(head+before), words("mark", "", wrong), app.Text(rest))
		done = f.Line
	}
	return append(out, app.Text(strings.Join(lines[done:], "\n")))
}

// split returns what stands before the faulty part of a line, and that part.
func split(line string, f player.Fault) (before, wrong string) {
	runes := []rune(line)
	from := min(max(f.Col-1, 0), len(runes))
	to := len(runes)
	if f.End > f.Col {
		to = min(f.End-1, len(runes))
	}
	return string(runes[:from]), string(runes[from:to])
}

func (e *editor) faults() []app.UI {
	if len(e.Faults) == 0 {
		return []app.UI{words("li", "none", e.Words.EditorHelp)}
	}
	return each(e.Faults, func(f player.Fault) app.UI {
		before, wrong := split(f.Source, f)
		after := f.Source[len(before)+len(wrong):]
		return el("li", "class", "fault").Body(
			el("code", "class", "source").Body(words("span", "n", itoa(f.Line)),
				app.Text(before), words("mark", "", wrong), app.Text(after)),
			el("p", "class", "message").Body(icon("error"), app.Text(e.Words.FaultText(f))),
		)
	})
}
