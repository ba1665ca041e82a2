package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A part is the text from one ":::NAME" line to the next ":::" line. Boxes are made of parts, by
// boxes.
type part struct {
	ast.BaseBlock
	name string
	args []string // the words after the name
}

var kindPart = ast.NewNodeKind("Part")

func (n *part) Kind() ast.NodeKind { return kindPart }
func (n *part) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name, "Args": strings.Join(n.args, " ")}, nil)
}

const fence = ":::"

// partParser reads parts. A part is closed by a bare fence, which it takes, or by the next part's
// fence, which it leaves.
type partParser struct{}

func (partParser) Trigger() []byte { return []byte{':'} }

func (partParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	rest, found := strings.CutPrefix(strings.TrimSpace(string(line)), fence)
	words := strings.Fields(rest)
	if !found || len(words) == 0 {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	n := &part{name: words[0], args: words[1:]}
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
