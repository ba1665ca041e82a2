package server

import (
	"encoding/json"
	"encoding/xml"
	"path"
	"slices"
	"strings"
	"testing"
)

func testStaticSite(t *testing.T, place Place) *Site {
	t.Helper()
	return testSiteFor(t, place, static)
}

// resourceAt returns what a site has at an address.
func resourceAt(t *testing.T, site *Site, path string) *Resource {
	t.Helper()
	i := slices.IndexFunc(site.Resources, func(r *Resource) bool { return r.Path == path })
	if i < 0 {
		t.Fatalf("the site has no %s", path)
	}
	return site.Resources[i]
}

// whatIsKept returns what the worker of a site is told.
func whatIsKept(t *testing.T, site *Site) (k kept) {
	t.Helper()
	script := string(resourceAt(t, site, "sw.js").Body)
	list, imports, _ := strings.Cut(strings.TrimPrefix(script, "self.portlabSite = "), ";\n")
	if err := json.Unmarshal([]byte(list), &k); err != nil {
		t.Fatalf("%v in %s", err, script)
	}
	if want := `importScripts("` + strings.TrimPrefix(assetOf("worker.js"), "/") + `");`; strings.TrimSpace(imports) != want {
		t.Errorf("the worker imports %s, want %s", imports, want)
	}
	return k
}

func TestWorkerKeepsTheCourse(t *testing.T) {
	site := testStaticSite(t, Place{Path: "/ports/"})
	k := whatIsKept(t, site)
	for _, page := range []string{"", "en/", "zh/lessons/address-already-in-use/", "en/playground/", "zh/offline/"} {
		if !slices.Contains(k.Pages, page) {
			t.Errorf("%q is not kept", page)
		}
	}
	for _, name := range needed {
		if !slices.Contains(k.Assets, strings.TrimPrefix(assetOf(name), "/")) {
			t.Errorf("%s is not kept", name)
		}
	}
	for _, p := range k.Pages {
		if strings.Contains(p, "/scenarios/") || path.Ext(p) != "" {
			t.Errorf("%s is kept before it is visited", p)
		}
	}
	if k.Missing["zh"] != "zh/offline/" {
		t.Errorf("what stands in for a missing page is %v", k.Missing)
	}
}

func TestWorkerHasAnotherVersionForAnotherSite(t *testing.T) {
	first, same := whatIsKept(t, testStaticSite(t, Place{})), whatIsKept(t, testStaticSite(t, Place{}))
	other := whatIsKept(t, testStaticSite(t, Place{Origin: "https://example.org"}))
	if first.Version != same.Version || first.Version == other.Version {
		t.Errorf("the versions are %s, the same again %s, and of another site %s", first.Version, same.Version, other.Version)
	}
}

func TestOnlyTheStaticSiteHasAWorker(t *testing.T) {
	for _, r := range testSite(t).Resources {
		if r.Path == "sw.js" || strings.Contains(string(r.Body), assetOf("offline.js")) {
			t.Errorf("%s keeps the site of a server", r.Path)
		}
	}
	if page := resourceAt(t, testStaticSite(t, Place{}), "en/"); !strings.Contains(string(page.Body), assetOf("offline.js")) {
		t.Error("the start page of the static site does not keep it")
	}
}

func TestSitemap(t *testing.T) {
	site := testStaticSite(t, Place{Origin: "https://example.org", Path: "/ports/"})
	var m struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(resourceAt(t, site, "sitemap.xml").Body, &m); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, u := range m.URLs {
		below, ok := strings.CutPrefix(u.Loc, "https://example.org/ports/")
		if resourceAt(t, site, below); !ok || len(u.Links) != len(languages) || strings.Contains(u.Loc, "offline") {
			t.Errorf("it lists %+v", u)
		}
		found = found || below == "zh/lessons/address-already-in-use/"
	}
	if !found {
		t.Errorf("the lesson is not among the %d addresses", len(m.URLs))
	}
	robots := string(resourceAt(t, site, "robots.txt").Body)
	if !strings.HasSuffix(robots, "Sitemap: https://example.org/ports/sitemap.xml\n") {
		t.Errorf("robots.txt is %s", robots)
	}
	if robots := string(resourceAt(t, testSite(t), "robots.txt").Body); strings.Contains(robots, "Sitemap") {
		t.Errorf("where the site's address is not known, robots.txt is %s", robots)
	}
}

func TestNotFoundPageKnowsItsBasePath(t *testing.T) {
	site := testStaticSite(t, Place{Origin: "https://example.org", Path: "/ports/"})
	page := string(site.NotFound["en"].Body)
	for _, match := range reference.FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(match[1], "/ports/") && !strings.HasPrefix(match[1], "#") {
			t.Errorf("it leads to %s, which depends on where it stands", match[1])
		}
	}
}
