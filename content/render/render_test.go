package render

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"portlab/content/lesson"
)

var update = flag.Bool("update", false, "write what came out into the test's file")

// A textCase is one case of a file of cases: an input and the output beside it.
type textCase struct{ name, input, output string }

// readCases reads a file of cases: "== NAME", the input, "-- SEPARATOR --", the output.
func readCases(t *testing.T, file, separator string) (head string, cases []textCase) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split("\n"+string(text), "\n== ")
	for _, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		input, output, found := strings.Cut(rest, "-- "+separator+" --\n")
		if !found {
			t.Fatalf("%s: case %q has no line -- %s --", file, name, separator)
		}
		cases = append(cases, textCase{name, input, strings.Trim(output, "\n")})
	}
	return strings.TrimPrefix(parts[0], "\n"), cases
}

func writeCases(t *testing.T, file, separator, head string, cases []textCase) {
	t.Helper()
	var b strings.Builder
	b.WriteString(head)
	for _, c := range cases {
		b.WriteString("\n== " + c.name + "\n" + c.input + "-- " + separator + " --\n" + c.output + "\n")
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

const matterOfFive = "---\ntitle: T\nsummary: S\nminutes: 5\n---\n"

// markdownOf renders the page x in a language, beside some drawings.
func markdownOf(lang, src string) (*lesson.Lesson, error) {
	texts := fstest.MapFS{"x." + lang + ".md": {Data: []byte(src)}}
	for name, svg := range drawings {
		texts["drawings/"+name+".svg"] = &fstest.MapFile{Data: []byte(svg)}
	}
	return Page(texts, "x", lang, "../")
}

var drawings = map[string]string{
	"two.en":   `<svg viewBox="0 0 9 9"><text class="d-text">Two</text></svg>`,
	"wordless": `<svg viewBox="0 0 9 9"><path class="d-line" d="M0 0h9"/></svg>`,
	"scripted": `<svg viewBox="0 0 9 9"><script>1</script></svg>`,
	"coloured": `<svg viewBox="0 0 9 9"><path fill="red" d="M0 0h9"/></svg>`,
	"boxless":  `<svg class="x"><path d="M0 0h9"/></svg>`,
	"broken":   `<svg viewBox="0 0 9 9"><g></svg>`,
}

func TestHTML(t *testing.T) {
	const file = "testdata/html.txt"
	head, cases := readCases(t, file, "html")
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lang := "en"
			if strings.HasPrefix(c.name, "zh: ") {
				lang = "zh"
			}
			l, err := markdownOf(lang, matterOfFive+c.input)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Trim(l.Sections[0].HTML, "\n")
			if got != c.output && !*update {
				t.Errorf("%s\nbecomes\n%s\nwant\n%s", c.input, got, c.output)
			}
			cases[i].output = got
		})
	}
	if *update {
		writeCases(t, file, "html", head, cases)
	}
}

func TestErrors(t *testing.T) {
	_, cases := readCases(t, "testdata/errors.txt", "error")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := markdownOf("en", matterOfFive+c.input)
			if err == nil || err.Error() != c.output {
				t.Errorf("got  %v\nwant %s", err, c.output)
			}
		})
	}
}

func TestFrontMatterErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{"# No front matter\n", "x.en.md:1: the file must begin with front matter between two lines ---"},
		{"---\ntitle: T\n", "x.en.md:1: the front matter has no closing line ---"},
		{"---\ntitle: T\n---\n", "x.en.md:1: the front matter lacks summary: TEXT"},
		{"---\ntitle: T\nsubtitle: S\n---\n", `x.en.md:3: unknown key "subtitle", expected title, summary, minutes or goal`},
		{"---\nminutes: few\n---\n", `x.en.md:2: minutes is "few", expected a whole number from 1`},
		{"---\ntitle\n---\n", `x.en.md:2: found "title", expected key: value`},
	}
	for _, tt := range tests {
		_, err := markdownOf("en", tt.src)
		var e *Error
		if !errors.As(err, &e) || err.Error() != tt.want {
			t.Errorf("%q: got %v, want %s", tt.src, err, tt.want)
		}
	}
}

func TestSectionsEndWithTheirScenario(t *testing.T) {
	l, err := markdownOf("en", matterOfFive+
		"One.\n\n```scenario name=a title=\"The A\"\nA exit(0) = ?\n```\n\nTwo.\n\n```scenario name=b title=\"B\"\nB exit(0) = ?\n```\nThree.\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Sections) != 3 || l.Sections[2].Scenario != nil || l.Sections[2].HTML != "<p>Three.</p>\n" {
		t.Fatalf("sections: %+v", l.Sections)
	}
	a, b := l.Sections[0].Scenario, l.Sections[1].Scenario
	if a.Name != "a" || a.Title != "The A" || a.Text != "A exit(0) = ?\n" || a.Line != 9 {
		t.Errorf("first scenario: %+v", a)
	}
	if b.Name != "b" || b.Line != 15 {
		t.Errorf("second scenario: %+v", b)
	}
}
