package scenario

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"bind", "listen", "accept", "accept4", "SO_REUSEADDR", "SO_REUSEPORT"}
	for _, tt := range []struct{ name, want string }{
		{"bind", "bind"},
		{"bnid", "bind"},
		{"bnd", "bind"},
		{"Bind", "bind"},
		{"lisen", "listen"},
		{"acept", "accept"},
		{"acept4", "accept4"},
		{"so_reuseaddr", "SO_REUSEADDR"},
		{"SO_REUSEPOT", "SO_REUSEPORT"},
		{"poll", ""},
		{"x", ""},
		{"", ""},
	} {
		if got := nearest(tt.name, known); got != tt.want {
			t.Errorf("nearest(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}
