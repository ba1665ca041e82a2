package check

import (
	"slices"
	"strings"

	"portlab/content/lesson"
)

// links checks that each link leads to something that is there, in the same language.
func (c *checker) links(texts []*lesson.Lesson) {
	for _, text := range texts {
		for _, link := range text.Links {
			if missing := target(texts, text, link); missing != "" {
				c.fault(text.File, link.Line, "%s", missing)
			}
		}
	}
}

// target says what is wrong with where a link leads, "" for nothing.
func target(texts []*lesson.Lesson, from *lesson.Lesson, link lesson.Link) string {
	switch link.Kind {
	case lesson.ToHere:
		return anchor(from, link.Anchor)
	case lesson.ToTerm:
		return term(find(texts, glossary, from.Lang), link.Target)
	case lesson.ToLesson:
		to := find(texts, link.Target, from.Lang)
		if to == nil || to.Order == 0 {
			return "there is no lesson " + link.Target + "; write the slug of its file: lesson:" + example(texts)
		}
		return anchor(to, link.Anchor)
	}
	if from.Order > 0 && !strings.HasPrefix(link.Target, "https://") {
		return "found a link to " + link.Target + ", expected https://…, term:…, lesson:… or #…"
	}
	return ""
}

func anchor(in *lesson.Lesson, id string) string {
	if id == "" || slices.ContainsFunc(in.Headings, func(h lesson.Heading) bool { return h.ID == id }) {
		return ""
	}
	return in.File + " has no heading {#" + id + "}"
}

func term(in *lesson.Lesson, id string) string {
	if in == nil || anchor(in, id) == "" && id != "" {
		return "" // that there is no glossary is a fault of its own
	}
	return "the glossary has no term " + id + ": add ## … {#" + id + "} to " + in.File
}

func find(texts []*lesson.Lesson, slug, lang string) *lesson.Lesson {
	for _, text := range texts {
		if text.Slug == slug && text.Lang == lang {
			return text
		}
	}
	return nil
}

// example returns the slug of some lesson.
func example(texts []*lesson.Lesson) string { return texts[0].Slug }
