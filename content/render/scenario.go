package render

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"portlab/content/lesson"
)

// info is the words after the fence of a scenario: scenario name=restart title="The restart".
var info = regexp.MustCompile(`^scenario\s+name=([a-z0-9-]+)\s+title="([^"]+)"$`)

// asScenario returns the scenario that the node is, nil where it is something else.
func asScenario(node ast.Node, src []byte) (*lesson.Scenario, *Error) {
	block, ok := node.(*ast.FencedCodeBlock)
	if !ok || string(block.Language(src)) != "scenario" {
		return nil, nil
	}
	line := lineAt(src, block.Info.Segment.Start)
	words := string(block.Info.Segment.Value(src))
	match := info.FindStringSubmatch(strings.TrimSpace(words))
	if match == nil {
		return nil, lineError(line, "found %q, expected scenario name=NAME title=\"TITLE\"", words)
	}
	text := block.Lines().Value(src)
	return &lesson.Scenario{Name: match[1], Title: match[2], Text: string(text), Line: line + 1}, nil
}

// lineAt returns the number of the line that holds the byte at the offset, from 1.
func lineAt(src []byte, offset int) int {
	return 1 + strings.Count(string(src[:offset]), "\n")
}
