package server

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"portlab/server/asset"
)

// A Resource is one page or asset of the site, as it is and compressed.
type Resource struct {
	Path      string // its address below the site's root: "en/", "assets/site.3f9ab2c4d1.css"
	Type      string // media type
	Immutable bool   // the address changes when the content does
	ETag      string
	Body      []byte
	Gzip      []byte
	Brotli    []byte
}

// newResource returns what is made whenever the program starts, and so compressed quickly.
func newResource(path, mediaType string, body []byte) (*Resource, error) {
	br, err := asset.Brotli(body, 5)
	if err != nil {
		return nil, err
	}
	gz, err := asset.Gzip(body)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	return &Resource{
		Path: path, Type: mediaType, ETag: `W/"` + hex.EncodeToString(sum[:8]) + `"`,
		Body: body, Gzip: gz, Brotli: br,
	}, nil
}

// route returns the kind of the resource's address.
func (r *Resource) route() string {
	switch {
	case strings.HasPrefix(r.Path, "assets/") || r.Path == embedScript:
		return assetRoute
	case slices.Contains(strings.Split(r.Path, "/"), "embed"):
		return embedRoute
	}
	return pageRoute
}

// serve answers a GET or HEAD with the status, in the smallest encoding that the request accepts.
func (r *Resource) serve(w http.ResponseWriter, req *http.Request, status int) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", r.cacheControl())
	if r.ETag != "" {
		h.Set("ETag", r.ETag)
	}
	if status == http.StatusOK && r.unchanged(req.Header.Get("If-None-Match")) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, encoding := r.encoded(req.Header.Get("Accept-Encoding"))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Type", r.Type)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if req.Method != http.MethodHead {
		w.Write(body) // an error means that the client has gone
	}
}

func (r *Resource) cacheControl() string {
	if r.Immutable {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// unchanged reports whether the If-None-Match header names the ETag, which is compared weakly
// (RFC 9110 section 13.1.2).
func (r *Resource) unchanged(header string) bool {
	if r.ETag == "" {
		return false
	}
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(r.ETag, "W/") {
			return true
		}
	}
	return false
}

// encoded returns the body in the smallest encoding that the Accept-Encoding header allows, with
// the encoding's name, "" for none.
func (r *Resource) encoded(header string) ([]byte, string) {
	switch {
	case r.Brotli == nil: // it is compressed already
	case accepts(header, "br"):
		return r.Brotli, "br"
	case accepts(header, "gzip"):
		return r.Gzip, "gzip"
	}
	return r.Body, ""
}

// accepts reports whether an Accept-Encoding header allows the coding (RFC 9110 section 12.5.3).
// Only a coding that is named counts: with no header, or *, the plain body is always right.
func accepts(header, coding string) bool {
	for item := range strings.SplitSeq(header, ",") {
		name, q := preference(item)
		if strings.EqualFold(name, coding) {
			return q > 0
		}
	}
	return false
}

// preference splits "gzip;q=0.5" into the name and its weight, which is 1 where none is given.
func preference(item string) (name string, q float64) {
	name, params, _ := strings.Cut(item, ";")
	q = 1
	if value, found := strings.CutPrefix(strings.TrimSpace(params), "q="); found {
		q, _ = strconv.ParseFloat(value, 64) // what is no number counts as 0
	}
	return strings.TrimSpace(name), q
}
