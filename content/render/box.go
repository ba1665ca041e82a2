package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A box is what parts that belong together make: what is said and what happens, a question and its
// answer, a quiz with its choices, a table of facts.
type box struct {
	ast.BaseBlock
	kind   string // the first part's name
	choice int    // of a quiz's choice: its number, from 0
	right  bool   // of a quiz's choice
}

var kindBox = ast.NewNodeKind("Box")

func (n *box) Kind() ast.NodeKind { return kindBox }
func (n *box) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Box": n.kind}, nil)
}

// boxes joins the parts of the document into boxes. It refuses parts that do not belong together.
func boxes(doc ast.Node, src []byte) error {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		first, ok := n.(*part)
		if !ok {
			continue
		}
		b := &box{kind: first.name}
		b.SetPos(first.Pos())
		doc.InsertBefore(doc, first, b)
		if err := b.take(first, src); err != nil {
			return err
		}
		n = b
	}
	return nil
}

// take moves the first part and those that belong to it into the box.
func (n *box) take(first *part, src []byte) error {
	switch first.name {
	case "said":
		return n.pair(first, "happens", src)
	case "question":
		asPhrase(first)
		return n.pair(first, "answer", src)
	case "quiz":
		return n.quiz(first, src)
	case "facts":
		n.AppendChild(n, first)
		return nil
	}
	return lineError(lineAt(src, first.Pos()),
		"found %s%s, expected %[1]ssaid with %[1]shappens, %[1]squestion with %[1]sanswer, %[1]squiz with its choices, or %[1]sfacts",
		fence, first.name)
}

func (n *box) pair(first *part, second string, src []byte) error {
	next := after(first)
	if next == nil || next.name != second {
		return expected(first, second, src)
	}
	n.AppendChild(n, first)
	n.AppendChild(n, next)
	return nil
}

// quiz takes the question and its choices, each with its reason; one of them is right.
func (n *box) quiz(asked *part, src []byte) error {
	n.AppendChild(n, asked)
	choices, right := 0, 0
	for c := after(n); c != nil && (c.name == "choice" || c.name == "right"); c = after(n) {
		reason := after(c)
		if reason == nil || reason.name != "reason" {
			return expected(c, "reason", src)
		}
		b := &box{kind: "choice", choice: choices, right: c.name == "right"}
		asPhrase(c)
		b.AppendChild(b, c)
		b.AppendChild(b, reason)
		n.AppendChild(n, b)
		choices++
		if b.right {
			right++
		}
	}
	if choices < 2 || right != 1 {
		return lineError(lineAt(src, asked.Pos()),
			"the quiz has %d choices of which %d are right, expected two or more with %schoice, and one of them with %[3]sright",
			choices, right, fence)
	}
	return nil
}

// after returns the part that follows a node, nil where something else does.
func after(n ast.Node) *part {
	p, _ := n.NextSibling().(*part)
	return p
}

func expected(p *part, next string, src []byte) error {
	return lineError(lineAt(src, p.Pos()), "found %s%s alone, expected %[1]s%[3]s after it", fence, p.name, next)
}

// asPhrase makes the paragraphs of a part plain lines, as HTML's summary takes no p.
func asPhrase(n ast.Node) {
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

// lineAt returns the number of the line that holds the byte at the offset, from 1.
func lineAt(src []byte, offset int) int {
	return 1 + strings.Count(string(src[:offset]), "\n")
}
