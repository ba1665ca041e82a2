package ui

import (
	"strings"

	"portlab/app/player"
)

// Picture returns the stage of a player as an SVG element, for a page that shows it without the player.
func Picture(m *player.Model) string {
	c := m.Scene()
	var body []markup
	for _, p := range drawing(c, m.Words()).pieces {
		body = append(body, p.show())
	}
	image := svg("svg", "drawing", "xmlns", "http://www.w3.org/2000/svg", "viewBox", box(c.W, c.H), "width", itoa(c.W),
		"height", itoa(c.H), "role", "img", "aria-label", strings.TrimSpace(m.Sentence()))
	return string(image.with(body...))
}
