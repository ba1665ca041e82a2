// Package permalink writes and reads the links that hold a scenario: the fragment of an address, after
// its "#". It is written as a query is, the scenario last, so that a link that was cut off still says
// the rest:
//
//	step=11&view=why&title=Mine&s=AXx0…
//
// s is the scenario in base64url (RFC 4648 section 5, no padding): the version as one byte, the CRC-32
// (IEEE) of the text as four, the most significant first, and the text as a DEFLATE stream (RFC 1951).
//
// In the browser web/js/permalink.js does the same, with the browser's own DEFLATE, which spares the
// WebAssembly its bytes. The links in testdata are read by both, and must be for ever.
package permalink

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
)

// A Link is what a fragment says.
type Link struct {
	Text  string // the scenario; "" where the address names it elsewhere
	Title string
	Step  int    // 0 is before the first
	View  string // the player's tab; "" for its first
}

// Errors of links. The Link that comes with one holds what could be read.
var (
	ErrDamaged = errors.New("the link is damaged: its scenario is not whole")
	ErrNewer   = errors.New("the link was made by a newer version of Portlab")
	ErrHuge    = errors.New("the link holds a scenario of more than 64 KiB")
)

// Fragment writes the link.
func (l Link) Fragment() string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+url.QueryEscape(value))
		}
	}
	if l.Step > 0 {
		add("step", strconv.Itoa(l.Step))
	}
	add("view", l.View)
	add("title", l.Title)
	if l.Text != "" {
		add("s", pack(l.Text))
	}
	return strings.Join(parts, "&")
}

// Parse reads a link's fragment. A step that is none counts as 0; what is not known is ignored. Its
// error is one of the above.
func Parse(fragment string) (Link, error) {
	get := func(name string) string { return field(fragment, name) }
	l := Link{Title: get("title"), View: get("view")}
	if n, err := strconv.ParseUint(get("step"), 10, 31); err == nil {
		l.Step = int(n)
	}
	packed := get("s")
	if packed == "" {
		return l, nil
	}
	var err error
	l.Text, err = unpack(packed)
	return l, err
}

// field returns the value of the first field of a name. Fields that cannot be read do not spoil others.
func field(fragment, name string) string {
	for part := range strings.SplitSeq(fragment, "&") {
		key, value, _ := strings.Cut(part, "=")
		if key != name {
			continue
		}
		if plain, err := url.QueryUnescape(value); err == nil {
			return plain
		}
		return ""
	}
	return ""
}
