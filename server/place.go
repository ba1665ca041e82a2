package server

import (
	"fmt"
	"net/url"
	"path"
	"strings"
)

// A Place is where visitors find the site. Its zero value is the root of a host that is not known.
type Place struct {
	Origin string // "https://ports.example.org"; "" where it is not known
	Path   string // "/ports/", a slash at both ends; "" is "/"
}

// UnmarshalText reads a path such as /ports/, or a whole address such as https://example.org/ports/.
func (p *Place) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	if err != nil || !isPlace(u) {
		return fmt.Errorf("found %q, expected a path such as /ports/, or an address such as https://example.org/ports/", text)
	}
	*p = Place{Path: path.Clean("/" + u.Path)}
	if p.Path != "/" {
		p.Path += "/"
	}
	if u.Host != "" {
		p.Origin = u.Scheme + "://" + u.Host
	}
	return nil
}

func isPlace(u *url.URL) bool {
	whole := (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
	below := u.Scheme == "" && u.Host == "" && strings.HasPrefix(u.Path, "/")
	return (whole || below) && u.User == nil && u.RawQuery == "" && u.Fragment == "" && u.EscapedPath() == u.Path
}

// Address returns the address of a path below the site's, whole where the origin is known.
func (p Place) Address(path string) string { return p.Origin + p.path() + path }

// path returns the place's path, "/" where none is set.
func (p Place) path() string {
	if p.Path == "" {
		return "/"
	}
	return p.Path
}
