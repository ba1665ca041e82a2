package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// svgNS is the namespace of SVG; an element made without it is an unknown HTML element.
const svgNS = "http://www.w3.org/2000/svg"

// svg returns an SVG element of kinds that styles know by data-c, with attributes as el takes them.
func svg(tag, kinds string, attrs ...string) app.HTMLElem {
	e := el(tag, attrs...).XMLNS(svgNS)
	if kinds != "" {
		e = e.Attr("data-c", kinds)
	}
	return e
}

// group returns an SVG group.
func group(kinds string, body ...app.UI) app.UI { return svg("g", kinds).Body(body...) }

func rect(r player.Rect, radius int, kinds string) app.UI {
	return svg("rect", kinds, "x", itoa(r.X), "y", itoa(r.Y), "width", itoa(r.W), "height", itoa(r.H), "rx", itoa(radius))
}

func text(x, y int, s, kinds string) app.UI {
	return svg("text", kinds, "x", itoa(x), "y", itoa(y)).Body(app.Text(s))
}

func path(d, kinds string, attrs ...string) app.HTMLElem {
	return svg("path", kinds, append(attrs, "d", d)...)
}

// title is what a pointer that rests on the element around it is told.
func title(s string) app.UI { return svg("title", "").Body(app.Text(s)) }

func box(w, h int) string { return "0 0 " + itoa(w) + " " + itoa(h) }

// bezier writes a curve from a point by two others to a fourth.
func bezier(points ...int) string {
	var b strings.Builder
	for i, n := range points {
		switch i {
		case 0:
			b.WriteByte('M')
		case 2:
			b.WriteByte('C')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(itoa(n))
	}
	return b.String()
}

func itoa(n int) string { return strconv.Itoa(n) }
