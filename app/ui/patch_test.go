package ui

import (
	"strings"
	"testing"
)

// readable writes what patch.js is told with visible separators.
func readable(s string) string {
	return strings.NewReplacer(groupSeparator, " || ", recordSeparator, " | ", unitSeparator, "=").Replace(s)
}

// made returns a part with pieces: key, markup, key, markup …
func made(name string, pieces ...string) part {
	p := part{name: name}
	for i := 0; i < len(pieces); i += 2 {
		p.add(pieces[i], markup(pieces[i+1]))
	}
	return p
}

func TestOnlyChangesAreSent(t *testing.T) {
	var p patcher
	for _, c := range []struct {
		name  string
		parts []part
		want  string
	}{
		{"first", []part{made("a", "x", "1", "y", "2"), made("b")}, "a | x=1 | y=2"},
		{"nothing", []part{made("a", "x", "1", "y", "2"), made("b")}, ""},
		{"one changes", []part{made("a", "x", "1", "y", "3"), made("b")}, "a | x | y=3"},
		{"another order", []part{made("a", "y", "3", "x", "1"), made("b")}, "a | y | x"},
		{"one goes, one comes", []part{made("a", "x", "1"), made("b", "z", "4")}, "a | x || b | z=4"},
		{"all go", []part{made("a"), made("b", "z", "4")}, "a"},
		{"a part goes", []part{made("b", "z", "4")}, ""},
		{"it comes back", []part{made("a", "x", "1"), made("b", "z", "4")}, "a | x=1"},
	} {
		p.keep(c.parts)
		if got := readable(p.changes(c.parts)); got != c.want {
			t.Errorf("%s: sent %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMarkup(t *testing.T) {
	got := tag("b", "title", `a "b" <c>`, "class", "").with(escaped("x & y\x1e"), "<i></i>")
	if want := markup(`<b title="a &#34;b&#34; &lt;c&gt;">x &amp; y` + "\ufffd" + `<i></i></b>`); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
