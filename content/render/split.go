package render

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"

	"portlab/content/lesson"
)

// split cuts the document after each scenario and renders the pieces.
func split(doc ast.Node, src []byte, scenarios map[ast.Node]*lesson.Scenario, r renderer.Renderer) ([]lesson.Section, error) {
	var all []lesson.Section
	for doc.HasChildren() {
		piece, s := cut(doc, scenarios)
		html, err := rendered(r, piece, src)
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
