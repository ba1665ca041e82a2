package render

import (
	"bytes"
	"html"
	"io/fs"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"

	"portlab/content/facts"
	"portlab/content/lesson"
)

// A survey goes through a document once, before it is cut and rendered. It notes in the lesson what
// the document holds, makes links and headings fit their place, and refuses what would be lost or
// shown wrongly.
type survey struct {
	lesson   *lesson.Lesson
	texts    fs.FS
	place    Place
	src      []byte
	above    int // lines of the file above src
	renderer renderer.Renderer

	names     map[string]bool // of scenarios and traces
	scenarios map[ast.Node]*lesson.Scenario
	others    map[ast.Node]ast.Node // what is to stand in a node's stead
}

// run surveys the document and puts drawings and traces into their places.
func (s *survey) run(doc ast.Node) error {
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return ast.WalkContinue, s.node(n, n.Parent() == doc)
	})
	for old, other := range s.others {
		old.Parent().ReplaceChild(old.Parent(), old, other)
	}
	return err
}

// node surveys one node; alone says that it is in no other block.
func (s *survey) node(n ast.Node, alone bool) error {
	switch n := n.(type) {
	case *ast.Heading:
		return s.heading(n)
	case *ast.Link:
		s.link(n)
	case *ast.Paragraph:
		return s.paragraph(n)
	case *ast.Image:
		return s.image(n)
	case *ast.FencedCodeBlock:
		return s.block(n, alone)
	case *box:
		s.box(n)
	case *part:
		return s.part(n)
	}
	return nil
}

// line returns the line of the file that a node begins in.
func (s *survey) line(n ast.Node) int { return s.above + lineAt(s.src, n.Pos()) }

// fault is an Error at a node.
func (s *survey) fault(n ast.Node, format string, args ...any) error {
	return lineError(lineAt(s.src, n.Pos()), format, args...)
}

func (s *survey) heading(n *ast.Heading) error {
	if n.Level != 2 {
		return s.fault(n, "found a heading of level %d, expected level 2: the page's title is level 1, and parts have no parts", n.Level)
	}
	var words bytes.Buffer
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if err := s.renderer.Render(&words, s.src, c); err != nil {
			return err
		}
	}
	h := lesson.Heading{HTML: words.String(), Line: s.line(n)}
	if id, ok := n.AttributeString("id"); ok {
		h.ID = string(id.([]byte))
		n.SetAttributeString("id", []byte(s.place.id(s.lesson.Slug, h.ID)))
	}
	s.lesson.Headings = append(s.lesson.Headings, h)
	return nil
}

func (s *survey) link(n *ast.Link) {
	kind, rest, found := strings.Cut(string(n.Destination), ":")
	target, anchor, _ := strings.Cut(rest, "#")
	to := lesson.Link{Kind: lesson.LinkKind(kind), Target: target, Anchor: anchor, Line: s.line(n)}
	switch {
	case strings.HasPrefix(kind, "#"):
		to = lesson.Link{Kind: lesson.ToHere, Anchor: kind[1:], Line: to.Line}
	case !found || to.Kind != lesson.ToTerm && to.Kind != lesson.ToLesson:
		to = lesson.Link{Kind: lesson.Outside, Target: string(n.Destination), Line: to.Line}
	}
	s.lesson.Links = append(s.lesson.Links, to)
	n.Destination = []byte(s.place.href(s.lesson.Slug, to))
}

// paragraph makes a paragraph that is one image a drawing.
func (s *survey) paragraph(n *ast.Paragraph) error {
	image, ok := n.FirstChild().(*ast.Image)
	if !ok || n.ChildCount() != 1 {
		return nil
	}
	name, ok := strings.CutPrefix(string(image.Destination), drawingScheme)
	if !ok {
		return nil
	}
	svg, err := readDrawing(s.texts, name, s.lesson.Lang)
	if err != nil {
		return s.fault(image, "%v", err)
	}
	d := &drawing{svg: svg, alt: plain(image, s.src), wide: isWide(svg)}
	s.lesson.Drawings = append(s.lesson.Drawings, lesson.Drawing{Name: name, Alt: d.alt, Line: s.line(image)})
	s.others[n] = d
	return nil
}

func (s *survey) image(n *ast.Image) error {
	if _, drawn := s.others[n.Parent()]; drawn {
		return nil
	}
	return s.fault(n, "found the image %s, expected ![TEXT](%sNAME) in a paragraph of its own", n.Destination, drawingScheme)
}

// plain returns the text below a node without its markup.
func plain(n ast.Node, src []byte) string {
	var words strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // it returns no error
		switch t := n.(type) {
		case *ast.Text:
			if entering {
				words.Write(t.Segment.Value(src))
				if t.SoftLineBreak() {
					words.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				words.Write(t.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return html.UnescapeString(words.String()) // typographic quotes are entities
}

// block notes a scenario, a trace or shell commands.
func (s *survey) block(n *ast.FencedCodeBlock, alone bool) error {
	switch string(n.Language(s.src)) {
	case "sh":
		s.lesson.Commands = append(s.lesson.Commands, lesson.Command{Text: string(n.Lines().Value(s.src)), Line: s.line(n) + 1})
	case playerFence:
		found, err := s.scenario(n, playerFence, alone)
		if err != nil {
			return err
		}
		s.scenarios[n] = found
	case traceFence:
		found, err := s.scenario(n, traceFence, alone)
		if err != nil {
			return err
		}
		s.lesson.Traces = append(s.lesson.Traces, found)
		s.others[n] = &trace{scenario: found}
	}
	return nil
}

func (s *survey) scenario(n *ast.FencedCodeBlock, fence string, alone bool) (*lesson.Scenario, error) {
	found, err := asScenario(n, s.src, fence)
	switch {
	case err != nil:
		return nil, err
	case !alone:
		return nil, s.fault(n, "%s %s is inside another block; it must stand by itself", fence, found.Name)
	case s.names[found.Name]:
		return nil, s.fault(n, "a second scenario is named %s", found.Name)
	}
	s.names[found.Name] = true
	found.Line += s.above
	return found, nil
}

func (s *survey) box(n *box) {
	if n.kind != "quiz" {
		return
	}
	quiz := lesson.Quiz{Line: s.line(n)}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if choice, ok := c.(*box); ok {
			quiz.Choices++
			if choice.right {
				quiz.Right = choice.choice
			}
		}
	}
	s.lesson.Quizzes = append(s.lesson.Quizzes, quiz)
}

func (s *survey) part(n *part) error {
	if n.Parent().Kind() != kindBox {
		return s.fault(n, "found %s%s inside another block; it must stand by itself", fence, n.name)
	}
	if n.name != "facts" {
		return nil
	}
	if _, err := facts.Lookup(s.lesson.Lang, n.args); err != nil {
		return s.fault(n, "%v", err)
	}
	return nil
}
