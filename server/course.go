package server

import (
	"html/template"
	"io/fs"
	"slices"

	"portlab/content/lesson"
	"portlab/content/render"
)

// courseKinds are the kinds of pages that show texts of the course.
var courseKinds = []string{"course", "lesson", "print", "text"}

// An entry of a page's contents is one of its headings.
type entry struct {
	ID    string
	Words template.HTML
}

func contents(l *lesson.Lesson) []entry {
	var all []entry
	for _, h := range l.Headings {
		all = append(all, entry{h.ID, template.HTML(h.HTML)})
	}
	return all
}

func asHTML(texts []string) []template.HTML {
	var all []template.HTML
	for _, text := range texts {
		all = append(all, template.HTML(text))
	}
	return all
}

// A textPlace is a text that stands in a page of its own beside the lessons.
type textPlace struct{ kind, name, path string }

// coursePages returns the pages of the course in one language: the list of its lessons, the lessons,
// all of them in one page, and the texts beside them.
func coursePages(w *words, texts fs.FS, lessons []*lesson.Lesson) ([]*page, error) {
	var pages []*page
	for i, l := range lessons {
		p := lessonPage(w, l)
		if i > 0 {
			p.Before = lessons[i-1]
		}
		if i+1 < len(lessons) {
			p.After = lessons[i+1]
		}
		pages = append(pages, p)
	}
	for _, place := range []textPlace{{"course", "pages/course", "course/"}, {"text", "glossary", "glossary/"}, {"text", "questions", "questions/"}, {"text", "pages/operating", "operating/"}, {"text", "pages/embedding", "embedding/"}} {
		text, err := render.Page(texts, place.name, w.Lang, "../")
		if err != nil {
			return nil, err
		}
		p := textPage(w, place, text)
		p.Lessons = lessons
		pages = append(pages, p)
	}
	whole, err := printPage(w, texts)
	return append(pages, whole), err
}

func textPage(w *words, place textPlace, text *lesson.Lesson) *page {
	p := &page{
		Words: w, Kind: place.kind, path: place.path, Title: text.Title + " · Portlab", Heading: text.Title,
		Description: text.Summary, Contents: contents(text),
	}
	for _, s := range text.Sections {
		p.Sections = append(p.Sections, section{HTML: template.HTML(s.HTML)})
	}
	return p
}

// printPage is the whole course in one page.
func printPage(w *words, texts fs.FS) (*page, error) {
	lessons, err := render.Lessons(texts, render.InOnePage)
	if err != nil {
		return nil, err
	}
	p := &page{
		Words: w, Kind: "print", path: "course/print/", Title: w.WholeCourse + " · Portlab", Heading: w.WholeCourse,
		Description: w.WholeCourseText,
	}
	for _, l := range ofLanguage(lessons, w.Lang) {
		p.Parts = append(p.Parts, lessonPage(w, l))
	}
	return p, nil
}

func ofLanguage(lessons []*lesson.Lesson, lang string) []*lesson.Lesson {
	return slices.DeleteFunc(slices.Clone(lessons), func(l *lesson.Lesson) bool { return l.Lang != lang })
}

// AllMinutes returns how long all lessons take together.
func (p *page) AllMinutes() int {
	sum := 0
	for _, l := range p.Lessons {
		sum += l.Minutes
	}
	return sum
}
