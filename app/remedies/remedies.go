// Package remedies says what package remedy finds as a page reads it: a player.Remedies, for JSON.
package remedies

import (
	"portlab/sim/profile"
	"portlab/sim/remedy"
	"portlab/sim/scenario"
)

// Find returns what would let the call on a line of a text succeed, in the language "en" or "zh". It is
// made of maps, lists, strings and numbers only, which JavaScript has too.
func Find(text string, line int, lang string) map[string]any {
	sc, _ := scenario.Parse("", text) // what cannot be read is told where the text is shown
	if sc == nil {
		sc = &scenario.Scenario{}
	}
	a := remedy.Find(sc, line, profile.Linux)
	found := make([]any, len(a.Remedies))
	for i := range a.Remedies {
		r := &a.Remedies[i]
		found[i] = map[string]any{"text": r.Text.In(lang), "scenario": r.Patch(text), "line": r.Line(line, len(sc.Lines))}
	}
	misses := make([]any, len(a.Misses))
	for i, m := range a.Misses {
		misses[i] = map[string]any{"text": m.Text.In(lang), "why": m.Rule.Fail.In(lang)}
	}
	answer := map[string]any{"found": found, "misses": misses}
	if a.Wrong != nil {
		answer["expected"] = a.Wrong.Pass.In(lang)
	}
	return answer
}
