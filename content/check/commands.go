package check

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"portlab/content/lesson"
)

// commands checks that each block of shell commands is one for sh.
func (c *checker) commands(texts []*lesson.Lesson) {
	parser := syntax.NewParser(syntax.Variant(syntax.LangPOSIX))
	for _, text := range texts {
		for _, block := range text.Commands {
			_, err := parser.Parse(strings.NewReader(block.Text), "")
			var wrong syntax.ParseError
			switch {
			case errors.As(err, &wrong):
				c.fault(text.File, block.Line+int(wrong.Pos.Line())-1, "this is no shell command: %s", wrong.Text)
			case err != nil:
				c.fault(text.File, block.Line, "this is no shell command: %v", err)
			case strings.TrimSpace(block.Text) == "":
				c.fault(text.File, block.Line, "the block of shell commands is empty")
			}
		}
	}
}
