package server

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

// A sitemap is what sitemaps.org describes, with the languages of each page.
type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Links   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc       string          `xml:"loc"`
	Languages []alternateLink `xml:"xhtml:link"`
}

type alternateLink struct {
	Rel      string `xml:"rel,attr"`
	HrefLang string `xml:"hreflang,attr"`
	Href     string `xml:"href,attr"`
}

// addSitemap adds sitemap.xml and robots.txt, once all pages are there. Search engines want whole
// addresses, so robots.txt names the sitemap only where those are known.
func (b *builder) addSitemap() error {
	m := sitemap{Links: "http://www.w3.org/1999/xhtml"}
	for _, path := range b.site.indexed() {
		m.URLs = append(m.URLs, b.site.sitemapURL(path))
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", " ")
	if err := encoder.Encode(m); err != nil {
		return err
	}
	if err := b.resource("sitemap.xml", out.Bytes()); err != nil {
		return err
	}
	robots := "User-agent: *\nAllow: /\n"
	if b.site.Place.Origin != "" {
		robots += "Sitemap: " + b.site.Place.Address("sitemap.xml") + "\n"
	}
	return b.resource("robots.txt", []byte(robots))
}

// indexed returns the pages that a search should find, by their addresses.
func (s *Site) indexed() []string {
	var paths []string
	for _, r := range s.Resources {
		if r.route() == pageRoute && strings.HasSuffix(r.Path, "/") && !strings.HasSuffix(r.Path, "/"+offlinePath) {
			paths = append(paths, r.Path)
		}
	}
	slices.Sort(paths)
	return paths
}

func (s *Site) sitemapURL(path string) sitemapURL {
	_, rest, _ := strings.Cut(path, "/")
	u := sitemapURL{Loc: s.Place.Address(path)}
	for _, w := range languages {
		u.Languages = append(u.Languages, alternateLink{"alternate", w.HTMLLang, s.Place.Address(w.Lang + "/" + rest)})
	}
	return u
}
