package server

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"sync"

	"portlab/server/asset"
	"portlab/server/preview"
)

// A drawing makes a picture when it is first asked for: there are many, and few are.
type drawing func() (*Resource, error)

// draws returns the drawing of a scenario, to stand at an address.
func draws(path, scenario string) drawing {
	return sync.OnceValues(func() (*Resource, error) {
		body, err := preview.Draw(scenario)
		sum := sha256.Sum256(body)
		return &Resource{Path: path, Type: asset.Type(".png"), ETag: `"` + hex.EncodeToString(sum[:8]) + `"`, Body: body}, err
	})
}

// addPreview gives the page what other sites show beside a link to it, and what they show of it in a frame.
func (b *builder) addPreview(p *page) {
	place, here := b.site.Place, p.Words.Lang+"/"+p.path
	if place.Origin != "" {
		p.Canonical = place.Address(here)
	}
	path, scenario := p.pictured()
	if scenario != "" {
		p.Picture = b.picture(p.root, path, scenario)
	}
	frame := p.frame()
	if frame == "" || b.use != served {
		return
	}
	b.site.embeddable[here] = embeddable{p.Heading, p.Words.Lang + "/" + frame, path}
	p.OEmbed = p.root + oembedPath + "?format=json&url=" + url.QueryEscape(place.Address(here))
}

// picture adds the picture of a scenario, and returns its address: whole where that can be said, or else
// from the page whose way to the root is root.
func (b *builder) picture(root, path, scenario string) string {
	if b.site.drawings[path] == nil {
		b.site.drawings[path] = draws(path, scenario)
	}
	if b.site.Place.Origin == "" {
		return root + path
	}
	return b.site.Place.Address(path)
}

// pictured returns the address below the site's of the page's picture, and the scenario in it: its first.
// Both are "" where it has none.
func (p *page) pictured() (path, scenario string) {
	switch {
	case p.Kind == "scenario":
		return "previews/scenarios/" + p.Player.Name + ".png", p.Player.Text
	case p.Kind == "lesson":
		for _, s := range p.Sections {
			if s.Player != nil {
				return "previews/lessons/" + p.Slug + ".png", s.Player.Text
			}
		}
	case len(p.Examples) > 0:
		return "previews/scenarios/" + p.Examples[0].Name + ".png", p.Examples[0].Text
	}
	return "", ""
}

// frame returns the address, below the language's, of what other sites show of the page in a frame: ""
// for nothing.
func (p *page) frame() string {
	switch p.Kind {
	case "scenario":
		return "embed/scenario/" + p.Player.Name + "/"
	case "lesson":
		return "embed/lesson/" + p.Slug + "/"
	}
	return ""
}
