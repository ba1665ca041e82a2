package server

import (
	"bytes"
	"html/template"
	"slices"
	"strings"

	"portlab/app/picture"
	"portlab/content/challenge"
	"portlab/content/example"
	"portlab/content/lesson"
	"portlab/web"
)

// A page is what the templates show. Addresses in it are relative, so that the site works below
// any address.
type page struct {
	Words       *words
	Kind        string // which template: a key of kinds
	path        string // the address below the language's: "lessons/address-already-in-use/"
	root        string // from the page to the site's root: "../../../"
	assets      map[string]string
	Title       string // of the document
	Heading     string
	Description string
	Canonical   string         // the page's whole address; "" where it is not known
	Picture     string         // the address of the picture beside links to the page; "" for none
	OEmbed      string         // the address that says how to embed the page; "" for none
	Offline     bool           // whether the page is kept for when there is no network
	Slug        string         // of a lesson
	Source      *lesson.Lesson // whose scenario it is; nil for an example

	Order, Minutes int
	Asked          int // questions of a lesson, in its players and its quiz
	Goals          []template.HTML
	Contents       []entry
	Before, After  *lesson.Lesson // the lessons beside this one
	Sections       []section
	Intro          template.HTML
	Lessons        []*lesson.Lesson
	Parts          []*page // of the course in one page: its lessons
	Examples       []exampleCard
	Player         *slot
	Scripts        []string // beside those of every page with players
	Groups         []group
	Pictures       []picturedStep // of an embed page: its steps
	Telling        int            // of Pictures: picture.Pictures
	Levels         []challenge.Level
}

// A section is a lesson's section with the place of its player.
type section struct {
	HTML   template.HTML
	Player *slot
}

// A slot is a player's place in a page.
type slot struct {
	*page
	Slot        int
	Mode        string // "lesson" or "playground"
	Name        string // the scenario's name in addresses
	Title, Text string
}

func (p *page) slot(n int, mode, name, title, text string) *slot {
	return &slot{page: p, Slot: n, Mode: mode, Name: name, Title: title, Text: text}
}

// Playground returns the address at which the playground opens the slot's scenario.
func (s *slot) Playground() string { return s.Home() + "playground/?scenario=" + s.Name }

// Questions returns how many results the slot's scenario asks for.
func (s *slot) Questions() int { return picture.Questions(s.Text) }

// An exampleCard is an example in one language.
type exampleCard struct{ Name, Title, Summary, Text string }

// A languageLink leads to the same page in a language.
type languageLink struct {
	*words
	Href string
}

// Asset returns the address of the asset that its author named name.
func (p *page) Asset(name string) string { return p.root + p.assets[name] }

// Vocabulary returns the name of the asset with the editor's words.
func (p *page) Vocabulary() string { return "vocabulary." + p.Words.Lang + ".json" }

// Home returns the address of the language's start page.
func (p *page) Home() string { return p.root + p.Words.Lang + "/" }

// Path returns the page's address below the language's, or the root where it has none.
func (p *page) Path() string { return p.path }

// Root returns the way from the page to the site's root, "../../../", for what is addressed from there.
func (p *page) Root() string { return p.root }

// playerKinds are the kinds of pages that show players.
var playerKinds = []string{"lesson", "scenario", "playground", "challenge"}

// Players reports whether the page shows players.
func (p *page) Players() bool {
	return slices.Contains(playerKinds, p.Kind)
}

// Course reports whether the page shows a text of the course: drawings, quizzes and the like.
func (p *page) Course() bool { return slices.Contains(courseKinds, p.Kind) }

// Languages returns the links to the page in every language.
func (p *page) Languages() []languageLink {
	var links []languageLink
	for _, w := range languages {
		links = append(links, languageLink{w, p.root + w.Lang + "/" + p.path})
	}
	return links
}

// Other returns the link to the page in the other language.
func (p *page) Other() languageLink {
	for _, link := range p.Languages() {
		if link.words != p.Words {
			return link
		}
	}
	panic("there is one language only")
}

// rootFrom returns the way from an address below the root back to the root.
func rootFrom(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

func lessonPage(w *words, l *lesson.Lesson) *page {
	p := &page{
		Words: w, Kind: "lesson", path: "lessons/" + l.Slug + "/", Slug: l.Slug,
		Title: l.Title + " · Portlab", Heading: l.Title, Description: l.Summary,
		Order: l.Order, Minutes: l.Minutes, Asked: len(l.Quizzes), Goals: asHTML(l.Goals), Contents: contents(l),
	}
	players := 0
	for _, s := range l.Sections {
		part := section{HTML: template.HTML(s.HTML)}
		if s.Scenario != nil {
			part.Player = p.slot(players, "lesson", lessonScenario(l, s.Scenario), s.Scenario.Title, s.Scenario.Text)
			p.Asked += part.Player.Questions()
			players++
		}
		p.Sections = append(p.Sections, part)
	}
	return p
}

// fewExamples is how many of the gallery's examples stand in other pages.
const fewExamples = 8

func homePage(w *words, text *lesson.Lesson, lessons []*lesson.Lesson, examples []*example.Example) *page {
	return &page{
		Words: w, Kind: "home", Title: "Portlab · " + text.Title, Heading: text.Title, Description: text.Summary,
		Intro: template.HTML(text.Sections[0].HTML), Lessons: lessons, Examples: cards(w.Lang, examples[:fewExamples]),
	}
}

func playgroundPage(w *words, examples []*example.Example) *page {
	p := &page{
		Words: w, Kind: "playground", path: "playground/", Title: w.Playground + " · Portlab",
		Heading: w.Playground, Description: w.PlaygroundIntro, Examples: cards(w.Lang, examples[:fewExamples]),
	}
	first := p.Examples[0]
	p.Player = p.slot(0, "playground", first.Name, first.Title, first.Text)
	p.Scripts = []string{"playground.js"}
	return p
}

func notFoundPage(w *words) *page {
	return &page{Words: w, Kind: "notfound", Title: w.NotFound + " · Portlab", Heading: w.NotFound, Description: w.NotFoundText}
}

func cards(lang string, examples []*example.Example) []exampleCard {
	var all []exampleCard
	for _, e := range examples {
		all = append(all, exampleCard{e.Name, e.Title[lang], e.Summary[lang], e.Text})
	}
	return all
}

// kinds are the templates of pages by their kind.
var kinds = map[string]*template.Template{
	"home":       parse("layout.html", "share.html", "lessons.html", "home.html"),
	"course":     parse("layout.html", "share.html", "lessons.html", "course.html"),
	"lesson":     parse("layout.html", "share.html", "lesson.html"),
	"text":       parse("layout.html", "share.html", "text.html"),
	"print":      parse("layout.html", "share.html", "print.html"),
	"playground": parse("layout.html", "share.html", "playground.html"),
	"gallery":    parse("layout.html", "share.html", "gallery.html"),
	"embed":      parse("layout.html", "share.html", "lesson.html", "embed.html"),
	"embedroot":  parse("embedroot.html"),
	"demo":       parse("layout.html", "share.html", "demo.html"),
	"challenge":  parse("layout.html", "share.html", "challenge.html"),
	"scenario":   parse("layout.html", "share.html", "scenario.html"),
	"notfound":   parse("layout.html", "share.html", "notfound.html"),
	"offline":    parse("layout.html", "share.html", "offline.html"),
}

// rootTemplate is the page at the root, which has no language.
var rootTemplate = parse("root.html")

// scoTemplate is the launch page of a SCORM package.
var scoTemplate = parse("sco.html")

func parse(files ...string) *template.Template {
	return template.Must(template.ParseFS(web.Templates(), files...))
}

func (p *page) render() ([]byte, error) {
	var out bytes.Buffer
	err := kinds[p.Kind].ExecuteTemplate(&out, "layout", p)
	return out.Bytes(), err
}
