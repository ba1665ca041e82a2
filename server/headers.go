package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// contentSecurityPolicy lets the page load and run what the site itself serves and nothing else.
// WebAssembly needs 'wasm-unsafe-eval'. Who may show it in a frame comes after.
const contentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-src 'self'; frame-ancestors "

// permissionsPolicy gives up what no page needs. Copying to the clipboard stays with our own pages.
const permissionsPolicy = "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), " +
	"magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), " +
	"xr-spatial-tracking=(), clipboard-write=(self)"

// headers are what answers carry whatever they hold. Their values are made once, not for each answer.
type headers struct {
	pagePolicy, embedPolicy []string // Content-Security-Policy
}

var (
	noSniff     = []string{"nosniff"}
	permissions = []string{permissionsPolicy}
	sameOrigin  = []string{"same-origin"}
	crossOrigin = []string{"cross-origin"}
	anyOrigin   = []string{"*"}
)

// newHeaders returns the headers of a server that the sites of the list may show in frames. Without a
// list any site may show embed pages, and no other site the rest.
func newHeaders(ancestors []FrameAncestor) headers {
	if len(ancestors) == 0 {
		return headers{[]string{contentSecurityPolicy + "'self'"}, []string{contentSecurityPolicy + "*"}}
	}
	policy := contentSecurityPolicy + "'self'"
	for _, a := range ancestors {
		policy += " " + string(a)
	}
	return headers{[]string{policy}, []string{policy}}
}

// set sets the headers of a page, or of what is no page.
func (s headers) set(h http.Header) {
	h["Content-Security-Policy"] = s.pagePolicy
	h["X-Content-Type-Options"] = noSniff
	h["Referrer-Policy"] = sameOrigin
	h["Permissions-Policy"] = permissions
	h["Cross-Origin-Opener-Policy"] = sameOrigin
	h["Cross-Origin-Resource-Policy"] = sameOrigin
}

// setEmbed changes the headers to those of an embed page, which lives in other sites' frames.
func (s headers) setEmbed(h http.Header) {
	h["Content-Security-Policy"] = s.embedPolicy
	h["Cross-Origin-Resource-Policy"] = crossOrigin
}

// setPublic changes the headers to those of what pages of any origin may load: assets, which a frame
// whose sandbox gives it an origin of its own loads too.
func setPublic(h http.Header) {
	h["Cross-Origin-Resource-Policy"] = crossOrigin
	h["Access-Control-Allow-Origin"] = anyOrigin
}

// A FrameAncestor is a site that may show pages in frames: * or an origin, whose host may begin with *.
type FrameAncestor string

// UnmarshalText reads one.
func (a *FrameAncestor) UnmarshalText(text []byte) error {
	site := string(text)
	u, err := url.Parse(site)
	origin := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && site == u.Scheme+"://"+u.Host
	if site != "*" && (!origin || strings.ContainsAny(site, " ;,'\"")) {
		return fmt.Errorf("found %q, expected * or an origin such as https://learn.example.org", site)
	}
	*a = FrameAncestor(site)
	return nil
}
