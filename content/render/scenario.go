package render

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"portlab/content/lesson"
)

// The words after a fence that make its block a scenario: with a player, or as text only.
const (
	playerFence = "scenario"
	traceFence  = "trace"
)

// info is the words after the fence of a scenario: scenario name=restart title="The restart".
var info = regexp.MustCompile(`^(?:scenario|trace)\s+name=([a-z0-9-]+)\s+title="([^"]+)"$`)

// asScenario returns the scenario that a block of the given fence holds, nil where the node is
// something else.
func asScenario(node ast.Node, src []byte, fence string) (*lesson.Scenario, error) {
	block, ok := node.(*ast.FencedCodeBlock)
	if !ok || string(block.Language(src)) != fence {
		return nil, nil
	}
	line := lineAt(src, block.Info.Segment.Start)
	words := string(block.Info.Segment.Value(src))
	match := info.FindStringSubmatch(strings.TrimSpace(words))
	if match == nil {
		return nil, lineError(line, "found %q, expected %s name=NAME title=\"TITLE\"", words, fence)
	}
	text := block.Lines().Value(src)
	return &lesson.Scenario{Name: match[1], Title: match[2], Text: string(text), Line: line + 1}, nil
}

// A trace is a scenario without a player: its script, and a link to the playground.
type trace struct {
	ast.BaseBlock
	scenario *lesson.Scenario
}

var kindTrace = ast.NewNodeKind("Trace")

func (n *trace) Kind() ast.NodeKind { return kindTrace }
func (n *trace) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.scenario.Name}, nil)
}

// traceRenderer writes traces as HTML.
type traceRenderer struct {
	try        string // the words of the link
	playground string // the address that a trace's name is added to
}

func (r traceRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindTrace, r.trace)
}

func (r traceRenderer) trace(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	s := node.(*trace).scenario
	_, err := w.WriteString("<figure class=\"trace\">\n<figcaption>" + html.EscapeString(s.Title) +
		" <a href=\"" + r.playground + s.Name + "\">" + r.try + "</a></figcaption>\n" +
		"<pre tabindex=\"0\"><code>" + html.EscapeString(s.Text) + "</code></pre>\n</figure>\n")
	return ast.WalkSkipChildren, err
}
