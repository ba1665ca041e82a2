package render

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"portlab/content/lesson"
)

// lessonsFolder is where the lessons are, below the folder of the texts.
const lessonsFolder = "lessons"

// fileName is a lesson's file: 08-address-already-in-use.en.md.
var fileName = regexp.MustCompile(`^(\d\d)-([a-z0-9-]+)\.([a-z]{2})\.md$`)

// LessonFiles returns the files of the lessons below the folder of the texts, in the order of their
// numbers and then languages.
func LessonFiles(texts fs.FS) ([]string, error) { return fs.Glob(texts, lessonsFolder+"/*.md") }

// Lessons renders every lesson of the texts for a place, in the order of LessonFiles.
func Lessons(texts fs.FS, place Place) ([]*lesson.Lesson, error) {
	files, err := LessonFiles(texts)
	if err != nil {
		return nil, err
	}
	var all []*lesson.Lesson
	for _, file := range files {
		l, err := Lesson(texts, file, place)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

// Lesson renders one of LessonFiles. What is wrong with its text is an *Error.
func Lesson(texts fs.FS, file string, place Place) (*lesson.Lesson, error) {
	name := fileName.FindStringSubmatch(path.Base(file))
	if name == nil || !slices.Contains(lesson.Languages, name[3]) {
		return nil, fmt.Errorf("%s: expected a name like 08-slug.en.md, with one of the languages %v", file, lesson.Languages)
	}
	order, err := strconv.Atoi(name[1])
	if err != nil {
		return nil, err
	}
	return render(texts, place, &lesson.Lesson{File: file, Order: order, Slug: name[2], Lang: name[3]})
}

// Page renders the page NAME.LANG.md of the texts, which is a lesson without a number. up leads from
// it to the language's start page.
func Page(texts fs.FS, name, lang, up string) (*lesson.Lesson, error) {
	l := &lesson.Lesson{File: name + "." + lang + ".md", Slug: path.Base(name), Lang: lang}
	return render(texts, Place{Up: up}, l)
}

// render reads the lesson's file and fills in what it holds.
func render(texts fs.FS, place Place, l *lesson.Lesson) (*lesson.Lesson, error) {
	src, err := fs.ReadFile(texts, l.File)
	if err != nil {
		return nil, err
	}
	m, body, above, err := splitMatter(src)
	if err != nil {
		return nil, named(err, l.File, 0)
	}
	l.Title, l.Summary, l.Minutes = m.title, m.summary, m.minutes
	if err := renderBody(texts, place, l, body, above); err != nil {
		return nil, named(err, l.File, above)
	}
	l.Goals, err = goals(m.goals, l.Lang)
	return l, err
}

func renderBody(texts fs.FS, place Place, l *lesson.Lesson, src []byte, above int) error {
	md := markdown(l.Lang, place.Up+"playground/?scenario="+l.Slug+"/")
	doc := md.Parser().Parse(text.NewReader(src))
	if err := boxes(doc, src); err != nil {
		return err
	}
	s := &survey{
		lesson: l, texts: texts, place: place, src: src, above: above, renderer: md.Renderer(),
		names: map[string]bool{}, scenarios: map[ast.Node]*lesson.Scenario{}, others: map[ast.Node]ast.Node{},
	}
	if err := s.run(doc); err != nil {
		return err
	}
	var err error
	l.Sections, err = split(doc, src, s.scenarios, md.Renderer())
	return err
}

// goals renders each goal, which is one line of Markdown.
func goals(lines []string, lang string) ([]string, error) {
	md := markdown(lang, "")
	var all []string
	for _, line := range lines {
		html, err := rendered(md.Renderer(), md.Parser().Parse(text.NewReader([]byte(line))), []byte(line))
		if err != nil {
			return nil, err
		}
		html = strings.TrimSuffix(strings.TrimPrefix(html, "<p>"), "</p>\n")
		all = append(all, html)
	}
	return all, nil
}

// named gives an Error its file, and its line in the file where it was counted below the front matter.
func named(err error, file string, above int) error {
	var e *Error
	if errors.As(err, &e) {
		e.File, e.Line = file, e.Line+above
	}
	return err
}
