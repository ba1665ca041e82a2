package ui

import (
	"strconv"
	"strings"

	"portlab/app/player"
)

// A markup is HTML or SVG, as the parts of a player are drawn with. What comes from outside is in it
// only as tag and escaped have written it.
type markup string

// A start is an element whose body is still to come.
type start struct{ name, open string }

// tag begins an element. Attributes are name, value, name, value …; one without a value is left out.
func tag(name string, attrs ...string) start {
	size := 2*len(name) + 5
	for _, a := range attrs {
		size += len(a) + 4
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteByte('<')
	b.WriteString(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		b.WriteByte(' ')
		b.WriteString(attrs[i])
		b.WriteString(`="`)
		b.WriteString(string(escaped(attrs[i+1])))
		b.WriteByte('"')
	}
	b.WriteByte('>')
	return start{name, b.String()}
}

// with ends the element after what stands in it.
func (s start) with(body ...markup) markup {
	size := len(s.open) + len(s.name) + 3
	for _, m := range body {
		size += len(m)
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(s.open)
	for _, m := range body {
		b.WriteString(string(m))
	}
	b.WriteString("</")
	b.WriteString(s.name)
	b.WriteByte('>')
	return markup(b.String())
}

// said is an element of a class that holds a text.
func said(name, class, s string) markup { return tag(name, "class", class).with(escaped(s)) }

// list writes the markup of each value.
func list[T any](values []T, f func(*T) markup) markup {
	var b strings.Builder
	for i := range values {
		b.WriteString(string(f(&values[i])))
	}
	return markup(b.String())
}

// escaped writes a text for the inside of an element or of an attribute. Control characters, which
// patch.js separates pieces with, become the replacement character.
func escaped(s string) markup { return markup(escapes.Replace(s)) }

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;",
	groupSeparator, "\ufffd", recordSeparator, "\ufffd", unitSeparator, "\ufffd")

// svg begins an SVG element of kinds that styles know by data-c.
func svg(name, kinds string, attrs ...string) start {
	return tag(name, append([]string{"data-c", kinds}, attrs...)...)
}

func group(kinds string, body ...markup) markup { return svg("g", kinds).with(body...) }

func rect(r player.Rect, radius int, kinds string) markup {
	return svg("rect", kinds, "x", itoa(r.X), "y", itoa(r.Y), "width", itoa(r.W), "height", itoa(r.H), "rx", itoa(radius)).with()
}

func text(x, y int, s, kinds string) markup {
	return svg("text", kinds, "x", itoa(x), "y", itoa(y)).with(escaped(s))
}

func path(d, kinds string, attrs ...string) markup {
	return svg("path", kinds, append(attrs, "d", d)...).with()
}

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
