// Package picture draws the stage of a scenario's steps without a browser, as the player draws it in one:
// for pages that show a picture before the player runs, or instead of it.
package picture

import (
	"portlab/app/player"
	"portlab/app/ui"
)

// Pictures are a scenario's pictures, a step each, as far as they show nothing that it asks about.
type Pictures struct {
	// Steps are SVG elements, which the styles of the player give their looks; Steps[0] is before the
	// first step.
	Steps []string
	// Sentences say what each step did.
	Sentences []string
	// Telling is the step to show where none is asked for: the first that fails, or the last.
	Telling int
}

// Questions returns how many results a scenario asks a student for.
func Questions(text string) int { return player.New(player.Config{Text: text}).State().Questions }

// most is how many steps are drawn at most: of longer scenarios those at the beginning.
const most = 40

// Of draws the steps of a scenario, in a language as in addresses.
func Of(text, lang string) Pictures {
	m := player.New(player.Config{Text: text, Lang: player.ParseLang(lang), Mode: player.Lesson})
	var p Pictures
	for k := 0; k <= min(m.Len(), most); k++ {
		m.Update(player.Go{Step: k})
		if m.Asking() {
			break
		}
		p.Steps = append(p.Steps, ui.Picture(m))
		p.Sentences = append(p.Sentences, m.Sentence())
	}
	p.Telling = len(p.Steps) - 1
	if failures := m.Failures(); !m.Asking() && len(failures) > 0 {
		p.Telling = min(failures[0], p.Telling)
	}
	return p
}
