package render

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"

	"portlab/content/lesson"
)

// split cuts the text after each scenario and renders the pieces.
func split(src []byte, lang string) ([]lesson.Section, error) {
	md := markdown(lang)
	doc := md.Parser().Parse(text.NewReader(src))
	pairParts(doc)
	scenarios, err := check(doc, src)
	if err != nil {
		return nil, err
	}
	var all []lesson.Section
	for doc.HasChildren() {
		piece, s := cut(doc, scenarios)
		html, err := rendered(md.Renderer(), piece, src)
		if err != nil {
			return nil, err
		}
		all = append(all, lesson.Section{HTML: html, Scenario: s})
	}
	return all, nil
}

// cut takes the nodes up to and including the first scenario out of the document.
func cut(doc ast.Node, scenarios map[ast.Node]*lesson.Scenario) (ast.Node, *lesson.Scenario) {
	piece := ast.NewDocument()
	for n := doc.FirstChild(); n != nil; n = doc.FirstChild() {
		if s, ok := scenarios[n]; ok {
			doc.RemoveChild(doc, n)
			return piece, s
		}
		piece.AppendChild(piece, n)
	}
	return piece, nil
}

func rendered(r renderer.Renderer, piece ast.Node, src []byte) (string, error) {
	var html bytes.Buffer
	err := r.Render(&html, src, piece)
	return html.String(), err
}

// check returns the document's scenarios by their nodes. It refuses what would be lost or shown
// wrongly: a scenario inside another block, two of one name, a part without its other half.
func check(doc ast.Node, src []byte) (map[ast.Node]*lesson.Scenario, error) {
	scenarios := map[ast.Node]*lesson.Scenario{}
	names := map[string]bool{}
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if err := checkPart(n, src); err != nil {
			return ast.WalkStop, err
		}
		s, err := asScenario(n, src)
		if err != nil {
			return ast.WalkStop, err
		}
		if s == nil {
			return ast.WalkContinue, nil
		}
		if n.Parent() != doc {
			return ast.WalkStop, lineError(s.Line-1, "scenario %s is inside another block; it must stand by itself", s.Name)
		}
		if names[s.Name] {
			return ast.WalkStop, lineError(s.Line-1, "a second scenario is named %s", s.Name)
		}
		names[s.Name], scenarios[n] = true, s
		return ast.WalkContinue, nil
	})
	return scenarios, err
}

func checkPart(n ast.Node, src []byte) error {
	p, ok := n.(*part)
	if !ok || n.Parent().Kind() == kindPair {
		return nil
	}
	line := lineAt(src, p.Pos())
	if next, ok := second[p.name]; ok {
		return lineError(line, "found :::%s alone, expected :::%s after it", p.name, next)
	}
	return lineError(line, "found :::%s, expected :::said with :::happens, or :::question with :::answer", p.name)
}
