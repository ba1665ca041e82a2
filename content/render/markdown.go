package render

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// markdown returns the goldmark that this package renders with. A trace's name is added to playground
// to make its link.
func markdown(lang, playground string) goldmark.Markdown {
	words := languageLabels[lang]
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			typography[lang],
		),
		goldmark.WithParserOptions(
			parser.WithHeadingAttribute(),
			parser.WithBlockParsers(util.Prioritized(partParser{}, 750)),
		),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(
			util.Prioritized(boxRenderer{words, lang}, 500),
			util.Prioritized(traceRenderer{words.try, playground}, 500),
			util.Prioritized(drawingRenderer{}, 500),
		)),
	)
}

// typography is what each language's text needs: in English curly quotes; in Chinese no space where
// the source's line ends between two characters.
var typography = map[string]goldmark.Extender{
	"en": extension.Typographer,
	"zh": extension.NewCJK(extension.WithEastAsianLineBreaks()),
}
