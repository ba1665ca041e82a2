package check

import (
	"fmt"
	"slices"
	"strings"

	"portlab/content/lesson"
	"portlab/sim/scenario"
)

// languages checks that each text is there in every language, and the same in each but for its words.
func (c *checker) languages(texts []*lesson.Lesson) {
	first := lesson.Languages[0]
	for _, text := range texts {
		for _, lang := range lesson.Languages {
			other := find(texts, text.Slug, lang)
			switch {
			case other == nil:
				c.fault(text.File, 1, "%s is missing or cannot be read", in(text.File, lang))
			case text.Lang == first && lang != first:
				c.same(text, other)
			}
		}
	}
}

// in returns the file's name in another language: glossary.en.md, glossary.zh.md.
func in(file, lang string) string {
	stem := strings.TrimSuffix(file, ".md")
	return stem[:strings.LastIndex(stem, ".")+1] + lang + ".md"
}

// same checks what two languages of a text must have in common. Faults are the second's.
func (c *checker) same(a, b *lesson.Lesson) {
	differ := func(line int, what string, x, y any) {
		c.fault(b.File, line, "%s: found %v, expected %v as in %s", what, y, x, a.File)
	}
	for _, p := range []struct {
		what string
		x, y any
	}{
		{"number in the course", a.Order, b.Order},
		{"minutes", a.Minutes, b.Minutes},
		{"number of goals", len(a.Goals), len(b.Goals)},
		{"addresses of the headings", addresses(a), addresses(b)},
		{"drawings", drawings(a), drawings(b)},
		{"blocks of shell commands", len(a.Commands), len(b.Commands)},
		{"quizzes", len(a.Quizzes), len(b.Quizzes)},
		{"scenarios", names(a.Scenarios()), names(b.Scenarios())},
		{"traces", names(a.Traces), names(b.Traces)},
	} {
		if fmt.Sprint(p.x) != fmt.Sprint(p.y) {
			differ(1, p.what, p.x, p.y)
		}
	}
	for i := range min(len(a.Quizzes), len(b.Quizzes)) {
		if x, y := a.Quizzes[i], b.Quizzes[i]; x.Choices != y.Choices || x.Right != y.Right {
			differ(y.Line, "the quiz", choices(x), choices(y))
		}
	}
	c.sameShape(a, b)
	c.sameScenarios(a.File, append(a.Scenarios(), a.Traces...), b.File, append(b.Scenarios(), b.Traces...))
}

func choices(q lesson.Quiz) string {
	return fmt.Sprintf("%d choices with number %d right", q.Choices, q.Right+1)
}

func addresses(l *lesson.Lesson) (ids []string) {
	for _, h := range l.Headings {
		ids = append(ids, "#"+h.ID)
	}
	return ids
}

func drawings(l *lesson.Lesson) (all []string) {
	for _, d := range l.Drawings {
		all = append(all, d.Name)
	}
	return all
}

func names(scenarios []*lesson.Scenario) (all []string) {
	for _, s := range scenarios {
		all = append(all, s.Name)
	}
	return all
}

// sameShape compares what the sections are made of: headings, boxes, tables, blocks, in their order.
func (c *checker) sameShape(a, b *lesson.Lesson) {
	for i := range min(len(a.Sections), len(b.Sections)) {
		if x, y := shape(a.Sections[i].HTML), shape(b.Sections[i].HTML); x != y {
			c.fault(b.File, 1, "section %d is made of %s, expected %s as in %s", i+1, y, x, a.File)
		}
	}
}

// blocks are the beginnings of the tags that tell what a section is made of.
var blocks = []string{"h2 id=", "div class=", "details class=", "figure class=", "table", "pre"}

func shape(html string) string {
	var found []string
	for tag := range strings.SplitSeq(html, "<") {
		if slices.ContainsFunc(blocks, func(prefix string) bool { return strings.HasPrefix(tag, prefix) }) {
			name, _, _ := strings.Cut(tag, ">")
			found = append(found, "<"+name+">")
		}
	}
	return strings.Join(found, " ")
}

// sameScenarios compares scenarios of one name but for their comments.
func (c *checker) sameScenarios(fileA string, a []*lesson.Scenario, fileB string, b []*lesson.Scenario) {
	for _, x := range a {
		i := slices.IndexFunc(b, func(y *lesson.Scenario) bool { return x.Name == y.Name })
		if i >= 0 && bare(x.Text) != bare(b[i].Text) {
			c.fault(fileB, b[i].Line, "scenario %s differs from that in %s by more than comments", x.Name, fileA)
		}
	}
}

// bare returns a scenario without its comments; as it is where it cannot be read.
func bare(text string) string {
	s, err := scenario.Parse("", text)
	if err != nil {
		return text
	}
	s.Lines = slices.DeleteFunc(s.Lines, func(l scenario.Line) bool { return l.Step == nil && l.Resumed == nil && l.Setup == nil })
	for i := range s.Lines {
		s.Lines[i].Comment = ""
	}
	return scenario.Format(s)
}
