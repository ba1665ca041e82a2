// Package picture draws the stage of a scenario's steps without a browser, as the player draws it in one:
// for pages that show a picture before the player runs, or instead of it.
package picture

import (
	"portlab/app/player"
	"portlab/app/ui"
)

// Pictures are a scenario's pictures, a step each.
type Pictures struct {
	// Steps are SVG elements, which the styles of the player give their looks; Steps[0] is before the
	// first step.
	Steps []string
	// Sentences say what each step did.
	Sentences []string
	// Known is the last step that shows nothing that the scenario asks about.
	Known int
	// Telling is the step to show where none is asked for: the one before the first question, or the
	// first that fails, or the last.
	Telling int
}

// Questions returns how many results a scenario asks a student for.
func Questions(text string) int { return player.New(player.Config{Text: text}).State().Questions }

// most is how many steps are drawn at most: of longer scenarios those at the beginning.
const most = 40

// Of draws the steps of a scenario, in a language as in addresses.
func Of(text, lang string) Pictures {
	c := player.Config{Text: text, Lang: player.ParseLang(lang), Mode: player.Lesson}
	asking := player.New(c)
	questions := Questions(text)
	p := Pictures{Known: asking.Reach()}
	if questions > 0 {
		p.Known--
	}
	c.Start.Predict = "off"
	m := player.New(c)
	for k := range min(m.Len(), most) + 1 {
		m.Update(player.Go{Step: k})
		p.Steps = append(p.Steps, ui.Picture(m))
		p.Sentences = append(p.Sentences, m.Sentence())
	}
	p.Known = min(p.Known, len(p.Steps)-1)
	p.Telling = p.Known
	if failures := m.Failures(); questions == 0 && len(failures) > 0 {
		p.Telling = min(failures[0], p.Known)
	}
	return p
}
