// Package lesson is a lesson as it is shown: pieces of HTML with scenarios between them. It knows
// nothing of Markdown, which package render turns into lessons, nor of pages.
package lesson

// Languages are the languages that every text exists in, as they stand in file names and addresses.
var Languages = []string{"en", "zh"}

// A Lesson is one lesson in one language, or a page of text that is no lesson.
type Lesson struct {
	File     string // where it was written, below the folder of the texts
	Slug     string // its name in addresses, the same in every language
	Order    int    // its number in the course, from 1; 0 for a page that is no lesson
	Lang     string // one of Languages
	Title    string
	Summary  string   // a sentence or two
	Minutes  int      // the time it takes to read and try
	Goals    []string // HTML: what the reader can do afterwards
	Sections []Section

	Headings []Heading // of the second level, in their order
	Quizzes  []Quiz
	Traces   []*Scenario // shown as text, without a player
	Links    []Link
	Drawings []Drawing
	Commands []Command
}

// A Section is a piece of text and the scenario that it leads to.
type Section struct {
	HTML     string
	Scenario *Scenario // nil where the text ends without one
}

// A Scenario is a text in the scenario language that a player shows.
type Scenario struct {
	Name  string // unique in its lesson, the same in every language
	Title string // for people
	Text  string
	Line  int // where Text begins in the lesson's file, from 1
}

// Scenarios returns the lesson's scenarios that have a player, in their order.
func (l *Lesson) Scenarios() []*Scenario {
	var all []*Scenario
	for _, s := range l.Sections {
		if s.Scenario != nil {
			all = append(all, s.Scenario)
		}
	}
	return all
}
