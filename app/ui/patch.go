package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// What changes with every step is not left to go-app, which draws at a tick of its own and compares
// everything: it is drawn at once, by one call of patch.js with all that differs.

// A part is an element of the player, known by its data-part, with all that it shows.
type part struct {
	name   string
	pieces []piece
}

// A piece is one child of a part. Its key stays the same for as long as it is the same thing; what it
// looks like depends on nothing but of, which is comparable.
type piece struct {
	key  string
	of   any
	show func() markup
}

// add adds a piece to the part.
func (p *part) add(key string, show markup) {
	p.addOf(key, show, func() markup { return show })
}

// addOf adds a piece that is written only where it is drawn: not if it was drawn of the same before.
func (p *part) addOf(key string, of any, show func() markup) {
	p.pieces = append(p.pieces, piece{key, of, show})
}

// An indexed is a row and the number that it is drawn with.
type indexed[Row comparable] struct {
	row   Row
	index int
}

// The separators of what patch.js reads. No text holds them: see markup's escaping.
const (
	groupSeparator  = "\x1d"
	recordSeparator = "\x1e"
	unitSeparator   = "\x1f"
)

// A patcher knows what the parts of one player show.
type patcher struct {
	shown map[string][]piece
}

// draw makes the player whose element is root show these parts and no others.
func (p *patcher) draw(root app.Value, parts []part) {
	p.keep(parts)
	p.redraw(root, parts)
}

// redraw makes some parts show this; the others stay as they are.
func (p *patcher) redraw(root app.Value, parts []part) {
	if changes := p.changes(parts); changes != "" {
		app.Window().Call("portlabPatch", root, changes)
	}
}

// keep forgets all parts but these: the others are in the page no longer.
func (p *patcher) keep(parts []part) {
	kept := make(map[string][]piece, len(parts))
	for _, part := range parts {
		kept[part.name] = p.shown[part.name]
	}
	p.shown = kept
}

// changes returns what patch.js has to be told so that the parts show this, "" where they do already.
func (p *patcher) changes(parts []part) string {
	var b strings.Builder
	for _, part := range parts {
		appendPart(&b, part, p.shown[part.name])
		p.shown[part.name] = part.pieces
	}
	return b.String()
}

func appendPart(b *strings.Builder, p part, before []piece) {
	if samePieces(p.pieces, before) {
		return
	}
	if b.Len() > 0 {
		b.WriteString(groupSeparator)
	}
	b.WriteString(p.name)
	shown := make(map[string]any, len(before))
	for _, old := range before {
		shown[old.key] = old.of
	}
	for _, piece := range p.pieces {
		b.WriteString(recordSeparator)
		b.WriteString(piece.key)
		if old, there := shown[piece.key]; !there || old != piece.of {
			b.WriteString(unitSeparator)
			b.WriteString(string(piece.show()))
		}
	}
}

func samePieces(a, b []piece) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].key != b[i].key || a[i].of != b[i].of {
			return false
		}
	}
	return true
}
