package render

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"portlab/content/lesson"
)

// fileName is a lesson's file: 08-address-already-in-use.en.md.
var fileName = regexp.MustCompile(`^(\d\d)-([a-z0-9-]+)\.([a-z]{2})\.md$`)

// Lessons renders every lesson of the folder, in the order of their numbers and then languages.
func Lessons(dir fs.FS) ([]*lesson.Lesson, error) {
	files, err := fs.Glob(dir, "*.md")
	if err != nil {
		return nil, err
	}
	var all []*lesson.Lesson
	for _, file := range files {
		l, err := lessonFile(dir, file)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

func lessonFile(dir fs.FS, file string) (*lesson.Lesson, error) {
	name := fileName.FindStringSubmatch(file)
	if name == nil || !slices.Contains(lesson.Languages, name[3]) {
		return nil, fmt.Errorf("%s: expected a name like 08-slug.en.md, with one of the languages %v", file, lesson.Languages)
	}
	src, err := fs.ReadFile(dir, file)
	if err != nil {
		return nil, err
	}
	l, err := Markdown(file, name[3], src)
	if err != nil {
		return nil, err
	}
	l.Slug = name[2]
	l.Order, err = strconv.Atoi(name[1])
	return l, err
}

// Page renders the page NAME.LANG.md of the folder. A page is a lesson without a number.
func Page(dir fs.FS, name, lang string) (*lesson.Lesson, error) {
	file := path.Join(name + "." + lang + ".md")
	src, err := fs.ReadFile(dir, file)
	if err != nil {
		return nil, err
	}
	return Markdown(file, lang, src)
}

// Markdown renders a text with front matter. Its errors are of type *Error; file is what they name.
func Markdown(file, lang string, src []byte) (*lesson.Lesson, error) {
	m, body, above, err := splitMatter(src)
	if err != nil {
		return nil, named(err, file, 0)
	}
	sections, err := split(body, lang)
	if err != nil {
		return nil, named(err, file, above)
	}
	for _, s := range sections {
		if s.Scenario != nil {
			s.Scenario.Line += above
		}
	}
	return &lesson.Lesson{Lang: lang, Title: m.title, Summary: m.summary, Minutes: m.minutes, Sections: sections}, nil
}

// named gives an Error its file, and its line in the file where it was counted below the front matter.
func named(err error, file string, above int) error {
	var e *Error
	if errors.As(err, &e) {
		e.File, e.Line = file, e.Line+above
	}
	return err
}

// markdown returns the goldmark that this package renders with.
func markdown(lang string) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			typography[lang],
		),
		goldmark.WithParserOptions(
			parser.WithHeadingAttribute(),
			parser.WithBlockParsers(util.Prioritized(partParser{}, 750)),
		),
		goldmark.WithRendererOptions(
			renderer.WithNodeRenderers(util.Prioritized(partRenderer{languageLabels[lang]}, 500)),
		),
	)
}

// typography is what each language's text needs: in English curly quotes; in Chinese no space where
// the source's line ends between two characters.
var typography = map[string]goldmark.Extender{
	"en": extension.Typographer,
	"zh": extension.NewCJK(extension.WithEastAsianLineBreaks()),
}
