package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"portlab/server/asset"
)

func TestAnySiteMayFrameEmbedPages(t *testing.T) {
	site := testSite(t)
	embed, err := newResource("embed/scenario/restart/", asset.Type(".html"), []byte("<!doctype html>"))
	if err != nil {
		t.Fatal(err)
	}
	site.Resources = append(site.Resources, embed)
	for _, c := range []struct {
		ancestors []FrameAncestor
		path      string
		ends      string
		resource  string
	}{
		{nil, "/en/", "frame-ancestors 'self'", "same-origin"},
		{nil, "/embed/scenario/restart/", "frame-ancestors *", "cross-origin"},
		{[]FrameAncestor{"https://a.example"}, "/en/", "frame-ancestors 'self' https://a.example", "same-origin"},
		{[]FrameAncestor{"https://a.example"}, "/embed/scenario/restart/", "frame-ancestors 'self' https://a.example", "cross-origin"},
	} {
		w := httptest.NewRecorder()
		New(site, Options{FrameAncestors: c.ancestors}).ServeHTTP(w, httptest.NewRequest("GET", c.path, nil))
		if got := w.Header().Get("Content-Security-Policy"); w.Code != http.StatusOK || !strings.HasSuffix(got, c.ends) {
			t.Errorf("%s with %q: status %d, %s; want it to end with %s", c.path, c.ancestors, w.Code, got, c.ends)
		}
		if got := w.Header().Get("Cross-Origin-Resource-Policy"); got != c.resource {
			t.Errorf("%s: Cross-Origin-Resource-Policy: %s, want %s", c.path, got, c.resource)
		}
	}
}

func TestFrameAncestor(t *testing.T) {
	for _, text := range []string{"*", "https://a.example", "http://localhost:8080", "https://*.a.example"} {
		var a FrameAncestor
		if err := a.UnmarshalText([]byte(text)); err != nil || string(a) != text {
			t.Errorf("%q is %q, %v", text, a, err)
		}
	}
	for _, text := range []string{"", "a.example", "https://a.example/", "https://a.example; script-src *", "'none'", "javascript:x", "https://"} {
		var a FrameAncestor
		if err := a.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestOnlyProxiesAreBelieved(t *testing.T) {
	var p Proxy
	if err := p.UnmarshalText([]byte("10.1.0.0/16")); err != nil {
		t.Fatal(err)
	}
	for remote, want := range map[string]string{
		"10.1.2.3:99":          "https://ports.example.org",
		"[::ffff:10.1.2.3]:99": "https://ports.example.org",
		"10.2.2.3:99":          "http://inner:8000",
		"@":                    "http://inner:8000", // no network
	} {
		req := httptest.NewRequest("GET", "http://inner:8000/en/", nil)
		req.RemoteAddr = remote
		req.Header.Set("X-Forwarded-Host", "ports.example.org")
		req.Header.Set("X-Forwarded-Proto", "https")
		doubt(req, []Proxy{p})
		if got := originOf(req); got != want {
			t.Errorf("from %s: %s, want %s", remote, got, want)
		}
	}
	if err := p.UnmarshalText([]byte("10.1.0.0/33")); err == nil {
		t.Error("10.1.0.0/33 is taken")
	}
	if err := p.UnmarshalText([]byte("10.1.2.3")); err != nil || p.Bits() != 32 {
		t.Errorf("10.1.2.3: %v, %v", p, err)
	}
}
