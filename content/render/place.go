package render

import "portlab/content/lesson"

// A Place says where a text will stand, which is what its links and addresses depend on.
type Place struct {
	Up       string // from the page to the language's start page: "../../"
	Together bool   // among other lessons in one page, where each address begins with the lesson's
}

// The places of lessons.
var (
	OnItsOwn  = Place{Up: "../../"}
	InOnePage = Place{Up: "../../", Together: true}
)

// id returns the address of a heading.
func (p Place) id(slug, id string) string {
	if p.Together {
		return slug + "-" + id
	}
	return id
}

// href returns where a link leads to from the text of the given slug.
func (p Place) href(slug string, to lesson.Link) string {
	switch {
	case to.Kind == lesson.Outside:
		return to.Target
	case to.Kind == lesson.ToTerm:
		return p.Up + "glossary/#" + to.Target
	case to.Kind == lesson.ToHere:
		return "#" + p.id(slug, to.Anchor)
	case p.Together && to.Anchor == "":
		return "#" + to.Target
	case p.Together:
		return "#" + p.id(to.Target, to.Anchor)
	case to.Anchor == "":
		return p.Up + "lessons/" + to.Target + "/"
	}
	return p.Up + "lessons/" + to.Target + "/#" + to.Anchor
}
