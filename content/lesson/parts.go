package lesson

// A Heading opens a part of the text.
type Heading struct {
	ID   string // its address in the page, the same in every language; "" where the author gave none
	HTML string // its words
	Line int    // in the lesson's file, from 1
}

// A Quiz is one question with choices.
type Quiz struct {
	Choices int
	Right   int // which choice is right, from 0
	Line    int
}

// LinkKind says what a Link leads to.
type LinkKind string

// The kinds of links. All but Outside are resolved by the course.
const (
	ToTerm   LinkKind = "term"   // a term of the glossary
	ToLesson LinkKind = "lesson" // a lesson, or a heading of one
	ToHere   LinkKind = "here"   // a heading of the same text
	Outside  LinkKind = ""       // anything else
)

// A Link leads from a text to another.
type Link struct {
	Kind   LinkKind
	Target string // the glossary's term, the lesson's slug, or the address outside; "" for ToHere
	Anchor string // a heading's address; "" for the top
	Line   int
}

// A Drawing is an SVG drawing in the text.
type Drawing struct {
	Name string // its file in the folder of the drawings, without language and .svg
	Alt  string // what it shows, in words
	Line int
}

// A Command is a block of shell commands for the reader's own machine.
type Command struct {
	Text string
	Line int // where Text begins
}
