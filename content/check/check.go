// Package check finds what is wrong with the texts of the course: scenarios that do not hold, languages
// that say different things, links that lead nowhere, shell commands that are none. What Markdown has to
// look like is in content/README.md; that it can be read is package render's part.
package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"portlab/content/lesson"
	"portlab/content/render"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A Fault is something wrong with the texts.
type Fault struct {
	File string // below the folder of the texts
	Line int    // from 1
	Msg  string // what was found, what was expected, what to do
}

// String returns file:line: message.
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Msg) }

// A Runner runs a scenario: in the simulator, or on a real kernel. It returns every event.
type Runner struct {
	Name string // "the simulator", "Linux 6.18.44"
	Run  func(context.Context, *scenario.Scenario) ([]trace.Event, error)
}

// Course checks all texts, and runs each scenario with every runner; the runners have to agree. It
// returns the faults by file and line, and an error where it could not check.
func Course(ctx context.Context, texts fs.FS, runners []Runner) ([]Fault, error) {
	c := &checker{}
	lessons, err := c.lessons(texts)
	if err != nil {
		return nil, err
	}
	beside := c.beside(texts)
	for _, l := range lessons {
		c.lesson(l)
	}
	all := append(slices.Clone(lessons), beside...)
	c.questions(beside)
	c.links(all)
	c.commands(all)
	c.languages(all)
	if err := c.scenarios(ctx, all, runners); err != nil {
		return nil, err
	}
	slices.SortStableFunc(c.faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return c.faults, nil
}

// A checker collects faults.
type checker struct{ faults []Fault }

func (c *checker) fault(file string, line int, format string, args ...any) {
	c.faults = append(c.faults, Fault{file, line, fmt.Sprintf(format, args...)})
}

// lessons renders every lesson that can be.
func (c *checker) lessons(texts fs.FS) ([]*lesson.Lesson, error) {
	files, err := render.LessonFiles(texts)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New("there are no lessons: the folder must hold lessons/NN-slug.en.md")
	}
	var all []*lesson.Lesson
	for _, file := range files {
		l, err := render.Lesson(texts, file, render.OnItsOwn)
		if c.rendered(file, err) {
			all = append(all, l)
		}
	}
	return all, nil
}

// The texts beside the lessons.
const (
	glossary  = "glossary"
	questions = "questions"
)

// beside renders the texts beside the lessons, in each language.
func (c *checker) beside(texts fs.FS) []*lesson.Lesson {
	var all []*lesson.Lesson
	for _, name := range []string{"pages/home", "pages/course", glossary, questions} {
		for _, lang := range lesson.Languages {
			text, err := render.Page(texts, name, lang, "../")
			if c.rendered(name+"."+lang+".md", err) {
				all = append(all, text)
			}
		}
	}
	return all
}

// rendered notes why a text could not be rendered, and reports whether it could.
func (c *checker) rendered(file string, err error) bool {
	var wrong *render.Error
	switch {
	case err == nil:
		return true
	case errors.As(err, &wrong):
		c.fault(wrong.File, wrong.Line, "%s", wrong.Msg)
	default:
		c.fault(file, 1, "%v", err)
	}
	return false
}
