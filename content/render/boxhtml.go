package render

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"portlab/content/facts"
)

// labels are the words that boxes and scenarios carry in one language.
type labels struct {
	said, happens string
	right, wrong  string
	try           string // the link from a trace to the playground
}

var languageLabels = map[string]labels{
	"en": {"Often said", "What happens on Linux", "Right", "Not so", "Step through it"},
	"zh": {"常见的说法", "Linux 上的实际情况", "答对了", "不对", "逐步执行"},
}

// boxRenderer writes boxes as HTML, with labels in the text's language.
type boxRenderer struct {
	labels labels
	lang   string
}

func (r boxRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindBox, r.box)
	reg.Register(kindPart, r.part)
}

func (r boxRenderer) box(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*box)
	var tags [2]string
	switch n.kind {
	case "said":
		tags = [2]string{"<div class=\"claim\">\n", "</div>\n"}
	case "question":
		tags = [2]string{"<details class=\"question\">\n", "</details>\n"}
	case "quiz":
		tags = [2]string{"<div class=\"quiz\">\n", "</div>\n"}
	case "choice":
		tags = [2]string{"<details class=\"choice\">\n", "</details>\n"}
		if n.right {
			tags[0] = "<details class=\"choice\" data-right>\n"
		}
	}
	return write(w, tags, entering)
}

func (r boxRenderer) part(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*part)
	var tags [2]string
	switch n.name {
	case "said":
		tags = labelled("said", r.labels.said)
	case "happens":
		tags = labelled("happens", r.labels.happens)
	case "quiz":
		tags = [2]string{"<div class=\"asked\">\n", "</div>\n"}
	case "question", "choice", "right":
		tags = [2]string{"<summary>", "</summary>\n"}
	case "answer":
		tags = [2]string{"<div class=\"answer\">\n", "</div>\n"}
	case "reason":
		tags = labelled("reason", r.verdict(n))
	case "facts":
		return r.facts(w, n, entering)
	}
	return write(w, tags, entering)
}

// verdict is what the reason of a choice begins with.
func (r boxRenderer) verdict(reason *part) string {
	if reason.Parent().(*box).right {
		return r.labels.right
	}
	return r.labels.wrong
}

func (r boxRenderer) facts(w util.BufWriter, n *part, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	table, err := facts.Lookup(r.lang, n.args)
	if err != nil {
		return ast.WalkStop, err // checked before
	}
	return ast.WalkSkipChildren, writeTable(w, table)
}

func labelled(class, words string) [2]string {
	return [2]string{"<div class=\"" + class + "\">\n<p class=\"label\">" + words + "</p>\n", "</div>\n"}
}

func write(w util.BufWriter, tags [2]string, entering bool) (ast.WalkStatus, error) {
	tag := tags[1]
	if entering {
		tag = tags[0]
	}
	_, err := w.WriteString(tag)
	return ast.WalkContinue, err
}
