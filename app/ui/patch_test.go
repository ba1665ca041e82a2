package ui

import (
	"strings"
	"testing"
)

// readable writes what patch.js is told with visible separators.
func readable(s string) string {
	return strings.NewReplacer(groupSeparator, " || ", recordSeparator, " | ", unitSeparator, "=").Replace(s)
}

func TestOnlyChangesAreSent(t *testing.T) {
	var p patcher
	for _, c := range []struct {
		name  string
		parts []part
		want  string
	}{
		{"first", []part{{"a", []piece{{"x", "1"}, {"y", "2"}}}, {"b", nil}}, "a | x=1 | y=2"},
		{"nothing", []part{{"a", []piece{{"x", "1"}, {"y", "2"}}}, {"b", nil}}, ""},
		{"one changes", []part{{"a", []piece{{"x", "1"}, {"y", "3"}}}, {"b", nil}}, "a | x | y=3"},
		{"another order", []part{{"a", []piece{{"y", "3"}, {"x", "1"}}}, {"b", nil}}, "a | y | x"},
		{"one goes, one comes", []part{{"a", []piece{{"x", "1"}}}, {"b", []piece{{"z", "4"}}}}, "a | x || b | z=4"},
		{"all go", []part{{"a", nil}, {"b", []piece{{"z", "4"}}}}, "a"},
		{"a part goes", []part{{"b", []piece{{"z", "4"}}}}, ""},
		{"it comes back", []part{{"a", []piece{{"x", "1"}}}, {"b", []piece{{"z", "4"}}}}, "a | x=1"},
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
