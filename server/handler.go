package server

import (
	"net/http"
	"strings"
)

// Options say what the server offers beside the site.
type Options struct {
	// API answers the addresses below /api/: the probe. Nil answers that there is none.
	API http.Handler
}

// New returns the handler of the whole server.
func New(site *Site, o Options) http.Handler {
	h := &handler{site: site, api: o.API, byPath: map[string]*Resource{}}
	for _, r := range site.Resources {
		h.byPath["/"+r.Path] = r
	}
	return secured(h)
}

type handler struct {
	site   *Site
	api    http.Handler
	byPath map[string]*Resource
}

func (h *handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	path := req.URL.Path
	if strings.HasPrefix(path, "/api/") && h.api != nil {
		h.api.ServeHTTP(w, req)
		return
	}
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This address answers GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	switch {
	case path == "/":
		toLanguage(w, req)
	case h.byPath[path] != nil:
		h.byPath[path].serve(w, req, http.StatusOK)
	case h.byPath[path+"/"] != nil:
		http.Redirect(w, req, path+"/", http.StatusMovedPermanently)
	default:
		h.site.NotFound[pathLanguage(req)].serve(w, req, http.StatusNotFound)
	}
}

// toLanguage sends the visitor of the bare address to the start page in the right language.
func toLanguage(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Vary", "Accept-Language, Cookie")
	http.Redirect(w, req, "/"+preferredLanguage(req)+"/", http.StatusFound)
}

// contentSecurityPolicy lets the page load and run what the site itself serves and nothing else.
// WebAssembly needs 'wasm-unsafe-eval'.
const contentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// secured sets the headers that every answer carries.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, req)
	})
}
