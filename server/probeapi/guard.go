package probeapi

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// refusal says why a request may not reach the probe: "" where it may.
func refusal(req *http.Request) string {
	switch {
	case !isLoopback(req.Host):
		return "Scenarios run on this host only for pages opened under a loopback address, such as http://localhost or http://127.0.0.1."
	case !sameOrigin(req):
		return "Scenarios run on this host only for pages of this server, not for those of another site."
	case isForwarded(req):
		return "Scenarios do not run on this host for requests that come through a proxy."
	case isEmbedded(req):
		return "Scenarios do not run on this host from an embedded player; open the page itself."
	}
	return ""
}

// isLoopback reports whether a Host header names this machine without asking a name server: the
// owner of any other name can point it here.
func isLoopback(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"))
	return err == nil && addr.Unmap().IsLoopback()
}

// sameOrigin reports whether no browser says that the request comes from elsewhere. What is no
// browser sends neither header, and needs no page to do harm.
func sameOrigin(req *http.Request) bool {
	switch req.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	origins := req.Header.Values("Origin")
	if len(origins) == 0 {
		return true
	}
	origin, err := url.Parse(origins[0])
	return len(origins) == 1 && err == nil && origin.Host != "" && strings.EqualFold(origin.Host, req.Host)
}

// isForwarded reports whether a proxy says that it passes on a request: it may come from any machine,
// under a Host of the proxy's own.
func isForwarded(req *http.Request) bool {
	for _, name := range []string{"Forwarded", "Via", "X-Forwarded-For", "X-Real-Ip"} {
		if req.Header.Get(name) != "" {
			return true
		}
	}
	return false
}

// isEmbedded reports whether the request comes from an embedded player, which another site shows,
// or is itself made to show something rather than by a script.
func isEmbedded(req *http.Request) bool {
	if dest := req.Header.Get("Sec-Fetch-Dest"); dest != "" && dest != "empty" && req.Method == http.MethodPost {
		return true
	}
	referer, err := url.Parse(req.Referer())
	return err != nil || slices.Contains(strings.Split(referer.Path, "/"), "embed")
}
