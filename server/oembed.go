package server

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"portlab/server/preview"
)

// oembedPath is where the server says how to embed a page, as oembed.com describes.
const oembedPath = "oembed"

// The size of a frame in CSS pixels, unless the asker wants it smaller.
const (
	frameWidth  = 800
	frameHeight = 500
)

// An embeddable page has a page for frames of other sites.
type embeddable struct{ title, frame, picture string }

// An oembed is the answer of the type rich.
type oembed struct {
	Version         string `json:"version"`
	Type            string `json:"type"`
	ProviderName    string `json:"provider_name"`
	ProviderURL     string `json:"provider_url"`
	Title           string `json:"title"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
	HTML            string `json:"html"`
	ThumbnailURL    string `json:"thumbnail_url"`
	ThumbnailWidth  int    `json:"thumbnail_width"`
	ThumbnailHeight int    `json:"thumbnail_height"`
}

// serveOEmbed answers for the page whose address stands in the query.
func (h *Handler) serveOEmbed(w http.ResponseWriter, req *http.Request) {
	query := req.URL.Query()
	if format := query.Get("format"); format != "" && format != "json" {
		http.Error(w, "This server describes pages as JSON: ask with format=json.", http.StatusNotImplemented)
		return
	}
	place := h.site.Place
	if place.Origin == "" {
		place.Origin = originOf(req)
	}
	page, found := h.embeddable(place, query.Get("url"))
	if !found {
		http.Error(w, "Expected url=ADDRESS of a lesson or a scenario of this server.", http.StatusNotFound)
		return
	}
	setPublic(w.Header())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	// A client that does not read its answer is gone.
	_ = json.NewEncoder(w).Encode(page.describe(place, atMost(query.Get("maxwidth"), frameWidth), atMost(query.Get("maxheight"), frameHeight)))
}

// embeddable returns the page at an address, which is whole, or a path.
func (h *Handler) embeddable(place Place, address string) (embeddable, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" && u.Scheme+"://"+u.Host != place.Origin {
		return embeddable{}, false
	}
	path, below := strings.CutPrefix(u.Path, h.base)
	page, found := h.site.embeddable[path]
	return page, below && found && h.byPath[page.frame] != nil
}

// atMost reads a number of pixels that is less than most, or else returns that.
func atMost(text string, most int) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n < most {
		return n
	}
	return most
}

func (e embeddable) describe(place Place, width, height int) oembed {
	frame := fmt.Sprintf(`<iframe src="%s" title="%s" width="%d" height="%d" loading="lazy" `+
		`sandbox="allow-scripts allow-same-origin allow-popups"></iframe>`,
		html.EscapeString(place.Address(e.frame)), html.EscapeString(e.title), width, height)
	return oembed{
		Version: "1.0", Type: "rich", ProviderName: "Portlab", ProviderURL: place.Address(""), Title: e.title,
		Width: width, Height: height, HTML: frame,
		ThumbnailURL: place.Address(e.picture), ThumbnailWidth: preview.Width, ThumbnailHeight: preview.Height,
	}
}
