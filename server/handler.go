package server

import (
	"net/http"
	"net/url"
	"strings"
)

// Options say what the server offers beside the site, and how it is reached.
type Options struct {
	// API answers the addresses below /api/: the probe. Nil answers that there is none.
	API http.Handler
	// FrameAncestors are the sites that may show pages in frames. Without any, every site may show
	// embed pages, and no other site the rest.
	FrameAncestors []FrameAncestor
	// Proxies are believed what they say of the address that the visitor used.
	Proxies []Proxy
}

// Kinds of addresses, as handlers leave them in Request.Pattern.
const (
	rootRoute  = "/"
	pageRoute  = "/{page}/"
	embedRoute = "/embed/"
	assetRoute = "/assets/"

	previewRoute = "/previews/"
	oembedRoute  = "/oembed"
)

// New returns the handler of the whole server.
func New(site *Site, o Options) *Handler {
	h := &Handler{
		site: site, api: o.API, base: site.Place.path(), headers: newHeaders(o.FrameAncestors),
		proxies: o.Proxies, byPath: map[string]*Resource{},
	}
	for _, r := range site.Resources {
		h.byPath[r.Path] = r
	}
	return h
}

// A Handler answers for a site and its API.
type Handler struct {
	site    *Site
	api     http.Handler
	base    string
	headers headers
	proxies []Proxy
	byPath  map[string]*Resource // by the address below base
}

// Holds reports whether there is a page or an asset at the path, which is ready to be sent.
func (h *Handler) Holds(path string) bool {
	path, below := strings.CutPrefix(path, h.base)
	return below && h.byPath[path] != nil
}

// ServeHTTP answers a request. It leaves in its Pattern which kind of address was asked for, "" where
// nothing is there.
func (h *Handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	doubt(req, h.proxies)
	h.headers.set(w.Header())
	path, below := strings.CutPrefix(req.URL.Path, h.base)
	switch {
	case !below && req.URL.Path+"/" == h.base:
		redirect(w, req, h.base, http.StatusMovedPermanently)
	case !below:
		http.Error(w, "There is nothing here; the site begins at "+h.base, http.StatusNotFound)
	case strings.HasPrefix(path, "api/") && h.api != nil:
		h.serveAPI(w, req, path)
	case req.Method != http.MethodGet && req.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This address answers GET and HEAD.", http.StatusMethodNotAllowed)
	default:
		h.serveSite(w, req, path)
	}
}

// serveSite answers for a page or asset, whose address below the base is path.
func (h *Handler) serveSite(w http.ResponseWriter, req *http.Request, path string) {
	switch {
	case path == "":
		req.Pattern = rootRoute
		h.toLanguage(w, req)
	case h.byPath[path] != nil:
		h.serveResource(w, req, h.byPath[path])
	case h.site.drawings[path] != nil:
		h.servePreview(w, req, h.site.drawings[path])
	case path == oembedPath:
		req.Pattern = oembedRoute
		h.serveOEmbed(w, req)
	case h.byPath[path+"/"] != nil:
		req.Pattern = pageRoute
		redirect(w, req, h.base+path+"/", http.StatusMovedPermanently)
	default:
		h.site.NotFound[h.language(req, path)].serve(w, req, http.StatusNotFound)
	}
}

func (h *Handler) serveResource(w http.ResponseWriter, req *http.Request, r *Resource) {
	req.Pattern = r.route()
	switch req.Pattern {
	case assetRoute:
		setPublic(w.Header())
	case embedRoute:
		h.headers.setEmbed(w.Header())
	}
	r.serve(w, req, http.StatusOK)
}

// servePreview answers with a picture, which it may have to draw first.
func (h *Handler) servePreview(w http.ResponseWriter, req *http.Request, draw drawing) {
	req.Pattern = previewRoute
	r, err := draw()
	if err != nil {
		panic(err) // the fonts are built into the program
	}
	setPublic(w.Header())
	r.serve(w, req, http.StatusOK)
}

// serveAPI lets the API answer, which knows nothing of the base.
func (h *Handler) serveAPI(w http.ResponseWriter, req *http.Request, path string) {
	below := new(http.Request)
	*below = *req
	below.URL = &url.URL{Path: "/" + path, RawQuery: req.URL.RawQuery}
	h.api.ServeHTTP(w, below)
	req.Pattern = below.Pattern
}

// toLanguage sends the visitor of the bare address to the start page in the right language.
func (h *Handler) toLanguage(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Vary", "Accept-Language, Cookie")
	redirect(w, req, h.base+preferredLanguage(req)+"/", http.StatusFound)
}

// redirect sends the visitor to another address of this server.
func redirect(w http.ResponseWriter, req *http.Request, path string, status int) {
	w.Header().Set("Location", (&url.URL{Path: path, RawQuery: req.URL.RawQuery}).String())
	w.WriteHeader(status)
}
