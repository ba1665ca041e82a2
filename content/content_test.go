package content_test

import (
	"io/fs"
	"strings"
	"testing"

	"portlab/content"
	"portlab/content/example"
	"portlab/content/lesson"
	"portlab/content/render"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

func lessons(t *testing.T) []*lesson.Lesson {
	t.Helper()
	all, err := render.Lessons(content.Files, render.OnItsOwn)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func folder(t *testing.T, name string) fs.FS {
	t.Helper()
	dir, err := fs.Sub(content.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestLessonScenariosHold(t *testing.T) {
	for _, l := range lessons(t) {
		for _, s := range l.Scenarios() {
			t.Run(l.Slug+"."+l.Lang+"/"+s.Name, func(t *testing.T) { holds(t, s.Text, s.Line) })
		}
	}
}

func TestExamplesHold(t *testing.T) {
	for _, e := range examples(t) {
		t.Run(e.Name, func(t *testing.T) { holds(t, e.Text, 1) })
	}
}

func examples(t *testing.T) []*example.Example {
	t.Helper()
	all, err := example.Load(folder(t, "examples"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// holds runs a scenario in the simulator. Its first line is line above of the file.
func holds(t *testing.T, text string, above int) {
	t.Helper()
	s := parse(t, text)
	timeline := run.New(s, profile.Linux)
	if err := timeline.Err(); err != nil {
		t.Fatalf("line %d: %s", above+err.Pos.Line-1, err.Text())
	}
	for k := 1; k <= timeline.Len(); k++ {
		for _, e := range timeline.StepAt(k).Events {
			if e.Claim != nil && !e.OK {
				t.Errorf("line %d: %s", above+e.Line-1, trace.Strace(&e))
			}
		}
	}
}

func parse(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Parse("", text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryLessonIsInEveryLanguage(t *testing.T) {
	languages := map[string]map[string]*lesson.Lesson{}
	for _, l := range lessons(t) {
		if languages[l.Slug] == nil {
			languages[l.Slug] = map[string]*lesson.Lesson{}
		}
		languages[l.Slug][l.Lang] = l
	}
	for slug, translations := range languages {
		first := translations[lesson.Languages[0]]
		for _, lang := range lesson.Languages {
			other := translations[lang]
			if first == nil || other == nil {
				t.Errorf("%s is missing in one of %v", slug, lesson.Languages)
				break
			}
			sameLesson(t, first, other)
		}
	}
}

// sameLesson checks that two languages have the same course data, sections and scenarios.
func sameLesson(t *testing.T, a, b *lesson.Lesson) {
	t.Helper()
	if a.Order != b.Order || a.Minutes != b.Minutes || len(a.Sections) != len(b.Sections) {
		t.Errorf("%s: number, minutes or sections differ between %s and %s", a.Slug, a.Lang, b.Lang)
		return
	}
	for i := range a.Sections {
		if x, y := places(a.Sections[i].HTML), places(b.Sections[i].HTML); x != y {
			t.Errorf("%s: section %d has %s in %s and %s in %s", a.Slug, i+1, x, a.Lang, y, b.Lang)
		}
	}
	others := b.Scenarios()
	for i, s := range a.Scenarios() {
		if s.Name != others[i].Name || withoutComments(t, s.Text) != withoutComments(t, others[i].Text) {
			t.Errorf("%s: scenario %s differs between %s and %s", a.Slug, s.Name, a.Lang, b.Lang)
		}
	}
}

// places lists the headings' addresses, the boxes and the questions of a section, in their order.
func places(html string) string {
	var found []string
	for _, tag := range strings.Split(html, "<") {
		for _, prefix := range []string{"h2 id=", "div class=", "details class=", "figure class=", "table", "pre"} {
			if strings.HasPrefix(tag, prefix) {
				name, _, _ := strings.Cut(tag, ">")
				found = append(found, name)
			}
		}
	}
	return strings.Join(found, ", ")
}

func withoutComments(t *testing.T, text string) string {
	t.Helper()
	s := parse(t, text)
	for i := range s.Lines {
		s.Lines[i].Comment = ""
	}
	return strings.TrimSpace(scenario.Format(s))
}

func TestPagesExist(t *testing.T) {
	for _, lang := range lesson.Languages {
		home, err := render.Page(content.Files, "pages/home", lang, "")
		if err != nil {
			t.Error(err)
			continue
		}
		if len(home.Sections) != 1 || home.Sections[0].Scenario != nil {
			t.Errorf("home.%s.md has %d sections, expected one, without a scenario", lang, len(home.Sections))
		}
	}
}
