package server

import "testing"

func TestPlace(t *testing.T) {
	for text, want := range map[string]Place{
		"/":                           {"", "/"},
		"/ports":                      {"", "/ports/"},
		"/ports/":                     {"", "/ports/"},
		"/a/../b//c":                  {"", "/b/c/"},
		"https://example.org":         {"https://example.org", "/"},
		"http://localhost:8000/ports": {"http://localhost:8000", "/ports/"},
	} {
		var got Place
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "ports/", "//example.org/", "ftp://example.org/", "https://", "/?q", "/#f", "https://a:b@example.org/", "/a b"} {
		var got Place
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is %+v, want an error", text, got)
		}
	}
}
