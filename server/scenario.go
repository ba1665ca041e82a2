package server

import (
	"portlab/content/example"
	"portlab/content/lesson"
)

// A scenario is one that has a name, in one language: an example of the gallery or a lesson's.
type scenario struct {
	ID      string // its name in addresses: "restart", "address-already-in-use/fork"
	Title   string
	Summary string
	Text    string
	Lesson  *lesson.Lesson // nil for an example
}

// scenariosOf returns every scenario of a language, the examples first.
func scenariosOf(lang string, lessons []*lesson.Lesson, examples []*example.Example) []*scenario {
	var all []*scenario
	for _, e := range examples {
		all = append(all, &scenario{ID: e.Name, Title: e.Title[lang], Summary: e.Summary[lang], Text: e.Text})
	}
	for _, l := range lessons {
		for _, s := range append(l.Scenarios(), l.Traces...) {
			all = append(all, &scenario{ID: lessonScenario(l, s), Title: s.Title, Summary: l.Title, Text: s.Text, Lesson: l})
		}
	}
	return all
}

// lessonScenario returns the name in addresses of a lesson's scenario.
func lessonScenario(l *lesson.Lesson, s *lesson.Scenario) string { return l.Slug + "/" + s.Name }

// scenarioPage is a scenario alone, to step through.
func scenarioPage(w *words, s *scenario) *page {
	p := &page{
		Words: w, Kind: "scenario", path: "scenarios/" + s.ID + "/", Title: s.Title + " · Portlab",
		Heading: s.Title, Description: s.Summary, Source: s.Lesson,
	}
	p.Player = p.slot(0, "lesson", s.ID, s.Title, s.Text)
	return p
}
