package render

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/util"

	"portlab/content/facts"
)

// writeTable writes a table of facts as HTML, what stands between backticks as code.
func writeTable(w util.BufWriter, t facts.Table) error {
	var b strings.Builder
	b.WriteString("<div class=\"facts\">\n<table>\n<thead>\n")
	writeRow(&b, "th", t.Head)
	b.WriteString("</thead>\n<tbody>\n")
	for _, row := range t.Rows {
		writeRow(&b, "td", row)
	}
	b.WriteString("</tbody>\n</table>\n</div>\n")
	_, err := w.WriteString(b.String())
	return err
}

func writeRow(b *strings.Builder, tag string, cells []string) {
	b.WriteString("<tr>\n")
	for _, cell := range cells {
		b.WriteString("<" + tag + ">" + withCode(cell) + "</" + tag + ">\n")
	}
	b.WriteString("</tr>\n")
}

func withCode(text string) string {
	pieces := strings.Split(html.EscapeString(text), "`")
	for i := 1; i < len(pieces); i += 2 {
		pieces[i] = "<code>" + pieces[i] + "</code>"
	}
	return strings.Join(pieces, "")
}
