package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// el returns an HTML element. Attributes are name, value, name, value …; one without a value is left
// out. Every element is made here and by svg: each of go-app's own types of elements, app.Div and its
// like, would add its hundred methods to the program.
func el(tag string, attrs ...string) app.HTMLElem {
	e := app.Elem(tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			e = e.Attr(attrs[i], attrs[i+1])
		}
	}
	return e
}

// words returns an element of a class that holds a text.
func words(tag, class, s string) app.UI { return el(tag, "class", class).Body(app.Text(s)) }

// div returns a div of a class.
func div(class string, body ...app.UI) app.UI { return el("div", "class", class).Body(body...) }

// button returns a button of a class that does on.
func button(class string, on app.EventHandler, attrs ...string) app.HTMLElem {
	return el("button", append(attrs, "type", "button", "class", class)...).On("click", on)
}

// each makes an element of each value.
func each[T any](list []T, f func(T) app.UI) []app.UI {
	out := make([]app.UI, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

// flag writes a truth value as ARIA's attributes have it.
func flag(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// when returns the word where cond holds, and "" elsewhere.
func when(cond bool, word string) string {
	if cond {
		return word
	}
	return ""
}

// join joins the words that are not empty.
func join(words ...string) string {
	var b strings.Builder
	for _, w := range words {
		if w == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// unseen is text for those who do not see the sign beside it.
func unseen(s string) app.UI { return words("span", "vh", s) }
