package server

import (
	"io/fs"

	"portlab/content/challenge"
	"portlab/content/example"
	"portlab/content/lesson"
)

// A scenario is one that has a name, in one language: an example of the gallery or a lesson's.
type scenario struct {
	ID      string // its name in addresses: "restart", "address-already-in-use/fork"
	Title   string
	Summary string
	Text    string
	Topic   string         // of an example
	Lesson  *lesson.Lesson // nil for an example
}

// scenariosOf returns every scenario of a language, the examples first.
func scenariosOf(lang string, lessons []*lesson.Lesson, examples []*example.Example) []*scenario {
	var all []*scenario
	for _, e := range examples {
		all = append(all, &scenario{ID: e.Name, Title: e.Title[lang], Summary: e.Summary[lang], Text: e.Text, Topic: e.Topic})
	}
	for _, l := range lessons {
		for _, s := range append(l.Scenarios(), l.Traces...) {
			all = append(all, &scenario{ID: lessonScenario(l, s), Title: s.Title, Summary: l.Title, Text: s.Text, Lesson: l})
		}
	}
	return all
}

// scenarioPages returns the pages of scenarios in one language: one of each, the gallery of all, and the
// challenges.
func scenarioPages(w *words, texts fs.FS, lessons []*lesson.Lesson, examples []*example.Example) ([]*page, error) {
	all := scenariosOf(w.Lang, lessons, examples)
	pages := []*page{galleryPage(w, lessons, all)}
	for _, s := range all {
		pages = append(pages, scenarioPage(w, s))
	}
	dir, err := fs.Sub(texts, "challenges")
	if err != nil {
		return nil, err
	}
	levels, err := challenge.Load(dir)
	if err != nil {
		return nil, err
	}
	pages = append(pages, challengePage(w, levels))
	return append(pages, embedPages(w, lessons, all)...), nil
}

// A group is the scenarios of one topic, or of one lesson.
type group struct {
	Title     string
	Scenarios []*scenario
}

// galleryPage lists every scenario that has a name.
func galleryPage(w *words, lessons []*lesson.Lesson, all []*scenario) *page {
	p := &page{
		Words: w, Kind: "gallery", path: "scenarios/", Title: w.Sharing().Scenarios + " · Portlab",
		Heading: w.Gallery, Description: w.Sharing().GalleryIntro,
	}
	for _, t := range example.Topics {
		p.addGroup(t.Title[w.Lang], all, func(s *scenario) bool { return s.Topic == t.Name })
	}
	for _, l := range lessons {
		p.addGroup(w.Sharing().FromLesson+l.Title, all, func(s *scenario) bool { return s.Lesson == l })
	}
	return p
}

func (p *page) addGroup(title string, all []*scenario, belongs func(*scenario) bool) {
	g := group{Title: title}
	for _, s := range all {
		if belongs(s) {
			g.Scenarios = append(g.Scenarios, s)
		}
	}
	if len(g.Scenarios) > 0 {
		p.Groups = append(p.Groups, g)
	}
}

// challengePage has all challenges in it; its script shows one at a time.
func challengePage(w *words, levels []challenge.Level) *page {
	p := &page{
		Words: w, Kind: "challenge", path: "challenge/", Title: w.Sharing().Challenge + " · Portlab",
		Heading: w.Sharing().Challenge, Description: w.Sharing().ChallengeIntro, Levels: levels,
		Scripts: []string{"challenge.js"},
	}
	p.Player = p.slot(0, "lesson", "", w.Sharing().ChallengeNumber("easy", 1), levels[0].Texts[0])
	return p
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
