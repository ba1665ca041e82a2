package check

import (
	"slices"
	"strings"

	"portlab/content/lesson"
	"portlab/sim/scenario"
)

// lesson checks what every lesson must have.
func (c *checker) lesson(l *lesson.Lesson) {
	if l.Minutes == 0 {
		c.fault(l.File, 1, "the front matter lacks minutes: NUMBER, the time it takes to read and try")
	}
	if n := len(l.Goals); n < 2 || n > 3 {
		c.fault(l.File, 1, "the front matter has %d goals, expected two or three lines goal: TEXT", n)
	}
	if n := len(l.Quizzes); n < 2 || n > 4 {
		c.fault(l.File, 1, "the lesson has %d quizzes, expected two to four :::quiz", n)
	}
	c.headings(l)
	c.players(l)
	for _, d := range l.Drawings {
		if strings.TrimSpace(d.Alt) == "" {
			c.fault(l.File, d.Line, "the drawing %s has no text: write ![all that it shows](drawing:%[1]s)", d.Name)
		}
	}
}

// ending are the headings that lessons end with.
var ending = []string{"quiz", "reading"}

// headings checks that each heading has an address of its own, and that the last ones are those that
// lessons end with.
func (c *checker) headings(l *lesson.Lesson) {
	var ids []string
	for _, h := range l.Headings {
		switch {
		case h.ID == "":
			c.fault(l.File, h.Line, "the heading has no address: end it with {#address}, the same in each language")
		case slices.Contains(ids, h.ID):
			c.fault(l.File, h.Line, "a second heading has the address #%s", h.ID)
		}
		ids = append(ids, h.ID)
	}
	if len(ids) < len(ending) || !slices.Equal(ids[len(ids)-len(ending):], ending) {
		c.fault(l.File, 1, "the lesson must end with the headings ## … {#quiz} and ## … {#reading}, its last are %q",
			ids[max(0, len(ids)-len(ending)):])
	}
}

// players checks that there are scenarios to step through, and that one of them asks.
func (c *checker) players(l *lesson.Lesson) {
	all := l.Scenarios()
	if len(all) < 2 {
		c.fault(l.File, 1, "the lesson has %d scenarios with a player, expected two or more", len(all))
	}
	if !slices.ContainsFunc(all, asks) {
		c.fault(l.File, 1, "no scenario asks the reader: give one call that is worth a guess the result = ?")
	}
}

// asks reports whether a scenario has a result that the reader is to predict; exit has none.
func asks(s *lesson.Scenario) bool {
	parsed, err := scenario.Parse("", s.Text)
	return err == nil && slices.ContainsFunc(parsed.Lines, func(l scenario.Line) bool {
		return l.Step != nil && l.Step.Claim.Kind == scenario.ClaimAsk && l.Step.Call.Name != "exit"
	})
}

// questions checks that each question has a scenario.
func (c *checker) questions(texts []*lesson.Lesson) {
	for _, text := range texts {
		if text.Slug != questions {
			continue
		}
		if len(text.Headings) != len(text.Traces) {
			c.fault(text.File, 1, "there are %d questions and %d scenarios, expected a ```trace for each question",
				len(text.Headings), len(text.Traces))
		}
	}
}
