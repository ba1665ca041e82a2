package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A part is the text from one ":::NAME" line to the next ":::" line. Parts come in pairs, which
// pairParts joins into a Pair.
type part struct {
	ast.BaseBlock
	name string
}

var kindPart = ast.NewNodeKind("Part")

func (n *part) Kind() ast.NodeKind { return kindPart }
func (n *part) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name}, nil)
}

// A pair is two parts that belong together: what is said and what happens, or a question and its
// answer.
type pair struct {
	ast.BaseBlock
	first string // the first part's name
}

var kindPair = ast.NewNodeKind("Pair")

func (n *pair) Kind() ast.NodeKind { return kindPair }
func (n *pair) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"First": n.first}, nil)
}

// second says which part must follow each part that opens a pair.
var second = map[string]string{"said": "happens", "question": "answer"}

const fence = ":::"

// partParser reads parts. A part is closed by a bare fence, which it takes, or by the next part's
// fence, which it leaves.
type partParser struct{}

func (partParser) Trigger() []byte { return []byte{':'} }

func (partParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	name, found := strings.CutPrefix(strings.TrimSpace(string(line)), fence)
	if !found || name == "" {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	n := &part{name: name}
	n.SetPos(segment.Start)
	return n, parser.HasChildren
}

func (partParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	name, found := strings.CutPrefix(strings.TrimSpace(string(line)), fence)
	if !found {
		return parser.Continue | parser.HasChildren
	}
	if name == "" {
		reader.AdvanceToEOL()
	}
	return parser.Close
}

func (partParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {}
func (partParser) CanInterruptParagraph() bool                                { return true }
func (partParser) CanAcceptIndentedLine() bool                                { return false }

// pairParts joins the parts of the document into pairs. A part without its other half stays as it
// is, for the caller to report.
func pairParts(doc ast.Node) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		a, ok := n.(*part)
		if !ok {
			continue
		}
		b, ok := n.NextSibling().(*part)
		if !ok || b.name != second[a.name] {
			continue
		}
		p := &pair{first: a.name}
		doc.InsertBefore(doc, a, p)
		p.AppendChild(p, a)
		p.AppendChild(p, b)
		if a.name == "question" {
			unwrapParagraphs(a)
		}
		n = p
	}
}

// unwrapParagraphs makes the paragraphs of a question plain lines, as HTML's summary takes no p.
func unwrapParagraphs(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if _, ok := c.(*ast.Paragraph); !ok {
			continue
		}
		line := ast.NewTextBlock()
		for c.HasChildren() {
			line.AppendChild(line, c.FirstChild())
		}
		n.ReplaceChild(n, c, line)
		c = line
	}
}

// partRenderer writes pairs as HTML, with labels in the text's language.
type partRenderer struct{ labels labels }

// labels are the words that the boxes carry.
type labels struct{ said, happens string }

var languageLabels = map[string]labels{
	"en": {"Often said", "What happens on Linux"},
	"zh": {"常见的说法", "Linux 上的实际情况"},
}

func (r partRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindPair, r.pair)
	reg.Register(kindPart, r.part)
}

func (r partRenderer) pair(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tags := [2]string{"<div class=\"claim\">\n", "</div>\n"}
	if node.(*pair).first == "question" {
		tags = [2]string{"<details class=\"quiz\">\n", "</details>\n"}
	}
	return write(w, tags, entering)
}

func (r partRenderer) part(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	label := func(class, words string) [2]string {
		return [2]string{"<div class=\"" + class + "\">\n<p class=\"label\">" + words + "</p>\n", "</div>\n"}
	}
	var tags [2]string
	switch node.(*part).name {
	case "said":
		tags = label("said", r.labels.said)
	case "happens":
		tags = label("happens", r.labels.happens)
	case "question":
		tags = [2]string{"<summary>", "</summary>\n"}
	case "answer":
		tags = [2]string{"<div class=\"answer\">\n", "</div>\n"}
	}
	return write(w, tags, entering)
}

func write(w util.BufWriter, tags [2]string, entering bool) (ast.WalkStatus, error) {
	tag := tags[1]
	if entering {
		tag = tags[0]
	}
	_, err := w.WriteString(tag)
	return ast.WalkContinue, err
}
