package check

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"portlab/sim/interp"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// simulator is the runner that needs no kernel.
var simulator = Runner{"the simulator", func(ctx context.Context, s *scenario.Scenario) ([]trace.Event, error) {
	var events []trace.Event
	err := interp.New(s, run.NewMachine(profile.Linux)).Run(ctx, func(e trace.Event) error {
		events = append(events, e)
		return nil
	})
	return events, err
}}

const lessonText = `---
title: Title
summary: Summary
minutes: 5
goal: know a
goal: know b
---

See [TIME_WAIT](term:time-wait) and [the quiz](lesson:ports#quiz), [below](#quiz), [RFC](https://www.rfc-editor.org/).

` + "```scenario name=one title=\"One\"\nA socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:80) = ?\n```" + `

` + "```scenario name=two title=\"Two\"\nA socket(AF_INET, SOCK_STREAM, 0) = 3\n```" + `

![A line](drawing:line)

` + "```sh\nss -tln\n```" + `

## Quiz {#quiz}

:::quiz
Which?
:::choice
This
:::reason
No.
:::right
That
:::reason
Yes.
:::

:::quiz
And?
:::right
This
:::reason
Yes.
:::choice
That
:::reason
No.
:::

## Reading {#reading}

Nothing.
`

const questionsText = "---\ntitle: Q\nsummary: S\n---\n\n## Why? {#why}\n\n```trace name=t title=\"T\"\nA socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n"

const pageText = "---\ntitle: P\nsummary: S\n---\n\nText.\n"

// course is a course without a fault.
func course() fstest.MapFS {
	texts := fstest.MapFS{"drawings/line.svg": {Data: []byte(`<svg viewBox="0 0 9 9"><path class="d-line" d="M0 0h9"/></svg>`)}}
	for _, lang := range []string{"en", "zh"} {
		for name, text := range map[string]string{
			"lessons/01-ports": lessonText,
			"pages/home":       pageText, "pages/course": pageText,
			"glossary":  "---\ntitle: G\nsummary: S\n---\n\n## TIME_WAIT {#time-wait}\n\nIt waits.\n",
			"questions": questionsText,
		} {
			texts[name+"."+lang+".md"] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return texts
}

func TestACourseWithoutFault(t *testing.T) {
	faults, err := Course(context.Background(), course(), []Runner{simulator, simulator})
	if err != nil || len(faults) > 0 {
		t.Errorf("got %v, %v, expected no fault", faults, err)
	}
}

// A change replaces text in a file of every language, or in one where lang is set.
type change struct{ file, lang, old, new string }

const lessonFile = "lessons/01-ports"

func TestFaults(t *testing.T) {
	tests := []struct {
		name   string
		change change
		want   string // one of the faults
	}{
		{"no minutes", change{lessonFile, "", "minutes: 5\n", ""},
			"lessons/01-ports.en.md:1: the front matter lacks minutes: NUMBER, the time it takes to read and try"},
		{"one goal", change{lessonFile, "", "goal: know a\n", ""},
			"lessons/01-ports.en.md:1: the front matter has 1 goals, expected two or three lines goal: TEXT"},
		{"one quiz", change{lessonFile, "", lessonText[strings.Index(lessonText, ":::quiz\nAnd"):strings.Index(lessonText, "## Reading")], ""},
			"lessons/01-ports.en.md:1: the lesson has 1 quizzes, expected two to four :::quiz"},
		{"a heading without address", change{lessonFile, "", "## Quiz {#quiz}", "## Quiz"},
			"lessons/01-ports.en.md:26: the heading has no address: end it with {#address}, the same in each language"},
		{"two headings of one address", change{lessonFile, "", "{#reading}", "{#quiz}"},
			"lessons/01-ports.en.md:52: a second heading has the address #quiz"},
		{"another ending", change{lessonFile, "", "{#reading}", "{#more}"},
			`lessons/01-ports.en.md:1: the lesson must end with the headings ## … {#quiz} and ## … {#reading}, its last are ["quiz" "more"]`},
		{"no question", change{lessonFile, "", "= ?", "= 0"},
			"lessons/01-ports.en.md:1: no scenario asks the reader: give one call that is worth a guess the result = ?"},
		{"one player", change{lessonFile, "", "```scenario name=two", "```trace name=two"},
			"lessons/01-ports.en.md:1: the lesson has 1 scenarios with a player, expected two or more"},
		{"a drawing without words", change{lessonFile, "", "![A line]", "![]"},
			"lessons/01-ports.en.md:20: the drawing line has no text: write ![all that it shows](drawing:line)"},
		{"a drawing that is missing", change{lessonFile, "", "drawing:line", "drawing:circle"},
			"lessons/01-ports.en.md:20: there is no drawing drawings/circle.en.svg, nor drawings/circle.svg"},
		{"an unknown term", change{lessonFile, "", "term:time-wait", "term:wait"},
			"lessons/01-ports.en.md:9: the glossary has no term wait: add ## … {#wait} to glossary.en.md"},
		{"an unknown lesson", change{lessonFile, "", "lesson:ports#quiz", "lesson:port"},
			"lessons/01-ports.en.md:9: there is no lesson port; write the slug of its file: lesson:ports"},
		{"an unknown heading of a lesson", change{lessonFile, "", "lesson:ports#quiz", "lesson:ports#quizzes"},
			"lessons/01-ports.en.md:9: lessons/01-ports.en.md has no heading {#quizzes}"},
		{"an unknown heading", change{lessonFile, "", "(#quiz)", "(#quizzes)"},
			"lessons/01-ports.en.md:9: lessons/01-ports.en.md has no heading {#quizzes}"},
		{"a link to a file", change{lessonFile, "", "https://www.rfc-editor.org/", "../ports/"},
			"lessons/01-ports.en.md:9: found a link to ../ports/, expected https://…, term:…, lesson:… or #…"},
		{"no shell command", change{lessonFile, "", "ss -tln\n", "ss -tln\nss 'sport = :80\n"},
			"lessons/01-ports.en.md:24: this is no shell command: reached EOF without closing quote `'`"},
		{"an empty block of commands", change{lessonFile, "", "ss -tln\n", " \n"},
			"lessons/01-ports.en.md:23: the block of shell commands is empty"},
		{"a claim that does not hold", change{lessonFile, "", "SOCK_STREAM, 0) = 3\nA bind", "SOCK_STREAM, 0) = 4\nA bind"},
			"lessons/01-ports.en.md:12: the simulator says A socket(AF_INET, SOCK_STREAM, 0) = 3, and the text claims 4"},
		{"a scenario that cannot be read", change{lessonFile, "", "A bind(", "A bin("},
			"lessons/01-ports.en.md:13: unknown call bin (did you mean bind?)"},
		{"a scenario that cannot be run", change{lessonFile, "", "A bind(3, 127.0.0.1:80) = ?", "A listen(3, 5) = 0\nA accept(3) = ?\nA close(3) = 0"},
			"lessons/01-ports.en.md:15: the simulator: A"},
		{"a language that is missing", change{lessonFile, "zh", lessonText, ""},
			"lessons/01-ports.en.md:1: lessons/01-ports.zh.md is missing or cannot be read"},
		{"other minutes", change{lessonFile, "zh", "minutes: 5", "minutes: 6"},
			"lessons/01-ports.zh.md:1: minutes: found 6, expected 5 as in lessons/01-ports.en.md"},
		{"more goals", change{lessonFile, "zh", "goal: know a\n", "goal: know a\ngoal: know c\n"},
			"lessons/01-ports.zh.md:1: number of goals: found 3, expected 2 as in lessons/01-ports.en.md"},
		{"other addresses", change{lessonFile, "zh", "## Quiz", "## More {#more}\n\n## Quiz"},
			"lessons/01-ports.zh.md:1: addresses of the headings: found [#more #quiz #reading], expected [#quiz #reading] as in lessons/01-ports.en.md"},
		{"another right choice", change{lessonFile, "zh", ":::choice\nThis\n:::reason\nNo.\n:::right\nThat", ":::right\nThis\n:::reason\nNo.\n:::choice\nThat"},
			"lessons/01-ports.zh.md:28: the quiz: found 2 choices with number 1 right, expected 2 choices with number 2 right as in lessons/01-ports.en.md"},
		{"another scenario", change{lessonFile, "zh", "127.0.0.1:80)", "127.0.0.1:81)"},
			"lessons/01-ports.zh.md:12: scenario one differs from that in lessons/01-ports.en.md by more than comments"},
		{"another box", change{lessonFile, "zh", "Nothing.", "| a |\n| --- |\n| b |"},
			`lessons/01-ports.zh.md:1: section 3 is made of`},
		{"a question without a scenario", change{questions, "", "## Why? {#why}", "## Why? {#why}\n\n## How? {#how}"},
			"questions.en.md:1: there are 2 questions and 1 scenarios, expected a ```trace for each question"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			faults, err := Course(context.Background(), changed(t, tt.change), []Runner{simulator})
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, f := range faults {
				all = append(all, f.String())
			}
			if list := strings.Join(all, "\n"); !strings.Contains(list, tt.want) || list == "" {
				t.Errorf("got\n%s\nwant\n%s", list, tt.want)
			}
		})
	}
}

// changed is the course after a change.
func changed(t *testing.T, c change) fstest.MapFS {
	t.Helper()
	texts := course()
	for _, lang := range []string{"en", "zh"} {
		if c.lang != "" && c.lang != lang {
			continue
		}
		file := texts[c.file+"."+lang+".md"]
		text := strings.Replace(string(file.Data), c.old, c.new, 1)
		if text == string(file.Data) {
			t.Fatalf("%s has no %q", c.file, c.old)
		}
		file.Data = []byte(text)
	}
	return texts
}

func TestRunnersMustAgree(t *testing.T) {
	other := Runner{"another", func(ctx context.Context, s *scenario.Scenario) ([]trace.Event, error) {
		events, err := simulator.Run(ctx, s)
		return events[:len(events)-1], err
	}}
	faults, err := Course(context.Background(), course(), []Runner{simulator, other})
	if err != nil || len(faults) == 0 {
		t.Fatalf("got %v, %v, expected faults", faults, err)
	}
	const want = "lessons/01-ports.en.md:13: the simulator says A bind(3, 127.0.0.1:80) = 0, another says nothing"
	if got := faults[0].String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNoLessons(t *testing.T) {
	_, err := Course(context.Background(), fstest.MapFS{}, []Runner{simulator})
	if err == nil || !strings.Contains(err.Error(), "there are no lessons") {
		t.Errorf("got %v", err)
	}
}
