package server

import (
	"html/template"
	"strings"

	"portlab/app/picture"
	"portlab/content/lesson"
)

// embedScript is the address of the script that other sites load. It never changes.
const embedScript = "embed.js"

// A picturedStep is what an embed page shows of a step until the player runs.
type picturedStep struct {
	SVG      template.HTML
	Sentence string
}

// embedPages returns the pages in one language that other sites show in frames: one for each scenario,
// one for each lesson, one for a scenario in the address, and the demo of them all.
func embedPages(w *words, lessons []*lesson.Lesson, scenarios []*scenario) []*page {
	pages := []*page{embedPage(w, "", nil), demoPage(w)}
	for _, s := range scenarios {
		pages = append(pages, embedPage(w, "scenario/"+s.ID+"/", s))
	}
	for _, l := range lessons {
		pages = append(pages, framedLesson(w, l))
	}
	return pages
}

// framedLesson is a lesson one folder deeper than on its own, whose links leave the frame.
func framedLesson(w *words, l *lesson.Lesson) *page {
	p := lessonPage(w, l)
	p.Kind, p.path = "embed", "embed/lesson/"+l.Slug+"/"
	for i := range p.Sections {
		html := strings.ReplaceAll(string(p.Sections[i].HTML), `href="../../`, `target="_blank" rel="noopener" href="../../../`)
		p.Sections[i].HTML = template.HTML(html)
	}
	return p
}

func embedPage(w *words, path string, s *scenario) *page {
	p := &page{Words: w, Kind: "embed", path: "embed/" + path, Title: "Portlab", Heading: w.Sharing().Untitled}
	if s == nil {
		p.Player = p.slot(0, "lesson", "", w.Sharing().Untitled, "")
		return p
	}
	p.Title, p.Heading, p.Description = s.Title+" · Portlab", s.Title, s.Summary
	p.Player = p.slot(0, "lesson", s.ID, s.Title, s.Text)
	drawn := picture.Of(s.Text, w.Lang)
	p.Telling = drawn.Telling
	for k, svg := range drawn.Steps {
		p.Pictures = append(p.Pictures, picturedStep{template.HTML(svg), drawn.Sentences[k]})
	}
	return p
}

// Full returns the address of the whole page that an embed page is taken from.
func (p *page) Full() string {
	if p.Slug != "" {
		return p.Home() + "lessons/" + p.Slug + "/"
	}
	if p.Player.Name == "" {
		return p.Home() + "playground/"
	}
	return p.Player.Playground()
}

// addEmbedRoots adds the addresses of embed pages without a language, which lead on to one: that of
// ?lang=, or else one that the browser asks for.
func (b *builder) addEmbedRoots(packed []*Resource) error {
	var roots []*Resource
	for _, r := range b.site.Resources {
		path, found := strings.CutPrefix(r.Path, "en/embed/")
		if !found {
			continue
		}
		p := &page{assets: b.assets, path: "embed/" + path, root: rootFrom("embed/" + path), Kind: "embedroot"}
		root, err := b.page(p, p.path)
		if err != nil {
			return err
		}
		roots = append(roots, root)
	}
	b.site.Resources = append(b.site.Resources, roots...)
	b.addEmbedScript(packed)
	return nil
}

// addEmbedScript adds the script for other sites at an address that stays.
func (b *builder) addEmbedScript(packed []*Resource) {
	for _, r := range packed {
		if r.Path == b.assets[embedScript] {
			script := *r
			script.Path, script.Immutable = embedScript, false
			b.site.Resources = append(b.site.Resources, &script)
		}
	}
}

// demoPage shows what frames look like in a page of another site, and what they say to it.
func demoPage(w *words) *page {
	return &page{
		Words: w, Kind: "demo", path: "embed/demo/", Title: w.Sharing().Demo + " · Portlab", Heading: w.Sharing().Demo,
		Description: w.Sharing().DemoIntro,
	}
}
