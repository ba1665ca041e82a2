package server

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"portlab/content"
	"portlab/server/asset"
)

// fakeDist is a folder of packed assets whose bodies say what they are.
func fakeDist() fstest.MapFS {
	dir := fstest.MapFS{}
	var list []string
	for _, name := range needed {
		path := asset.HashedName(name, []byte(name))
		dir[path] = &fstest.MapFile{Data: []byte("body of " + name)}
		dir[path+asset.BrotliSuffix] = &fstest.MapFile{Data: []byte("brotli of " + name)}
		dir[path+asset.GzipSuffix] = &fstest.MapFile{Data: []byte("gzip of " + name)}
		list = append(list, fmt.Sprintf(`{"name": %q, "path": %q}`, name, path))
	}
	dir[asset.ManifestName] = &fstest.MapFile{Data: []byte("[" + strings.Join(list, ",") + "]")}
	return dir
}

// plainSite is the site that most tests need, rendered once.
var plainSite = sync.OnceValues(func() (*Site, error) { return newBuilder(Place{}, served).build(fakeDist(), content.Files) })

// testSite returns a site that the test may add resources to.
func testSite(t *testing.T) *Site {
	t.Helper()
	site, err := plainSite()
	if err != nil {
		t.Fatal(err)
	}
	own := *site
	own.Resources = slices.Clone(site.Resources)
	return &own
}

func testSiteAt(t *testing.T, place Place) *Site { return testSiteFor(t, place, served) }

func testSiteFor(t *testing.T, place Place, u use) *Site {
	t.Helper()
	site, err := newBuilder(place, u).build(fakeDist(), content.Files)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func TestHandler(t *testing.T) {
	handler := New(testSite(t), Options{})
	for _, c := range readRequests(t, "testdata/site.txt") {
		t.Run(c.name, func(t *testing.T) { c.run(t, handler) })
	}
}

func TestHandlerBelowBasePath(t *testing.T) {
	handler := New(testSiteAt(t, Place{Path: "/ports/"}), Options{
		API:            http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { fmt.Fprint(w, "API ", req.URL) }),
		FrameAncestors: []FrameAncestor{"https://learn.example.org", "https://*.example.com"},
	})
	for _, c := range readRequests(t, "testdata/base.txt") {
		t.Run(c.name, func(t *testing.T) { c.run(t, handler) })
	}
}

// TestKindOfAddress checks what is left for logs and metrics: never what a visitor made up.
func TestKindOfAddress(t *testing.T) {
	api := http.NewServeMux()
	api.HandleFunc("POST /api/probe", func(http.ResponseWriter, *http.Request) {})
	handler := New(testSiteAt(t, Place{Path: "/ports/"}), Options{API: api})
	for request, want := range map[string]string{
		"GET /ports/":                      "/",
		"GET /ports/en/":                   "/{page}/",
		"GET /ports/en/playground":         "/{page}/",
		"GET /ports" + assetOf("site.css"): "/assets/",
		"POST /ports/api/probe?s=secret":   "POST /api/probe",
		"GET /ports/secret":                "",
		"GET /secret":                      "",
	} {
		method, target, _ := strings.Cut(request, " ")
		req := httptest.NewRequest(method, target, nil)
		handler.ServeHTTP(httptest.NewRecorder(), req)
		if req.Pattern != want {
			t.Errorf("%s leaves %q, want %q", request, req.Pattern, want)
		}
	}
}

func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	handler := New(testSite(t), Options{})
	first := httptest.NewRecorder()
	handler.ServeHTTP(first, httptest.NewRequest("GET", "/en/", nil))
	tag := first.Header().Get("ETag")
	for _, header := range []string{tag, `"other", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
		again := httptest.NewRecorder()
		req := httptest.NewRequest("GET", "/en/", nil)
		req.Header.Set("If-None-Match", header)
		handler.ServeHTTP(again, req)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match: %s: code %d, %d bytes, ETag %s", header, again.Code, again.Body.Len(), again.Header().Get("ETag"))
		}
	}
}

func TestAPIAnswersForItself(t *testing.T) {
	api := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { fmt.Fprint(w, req.Method, " ", req.URL.Path) })
	w := httptest.NewRecorder()
	New(testSite(t), Options{API: api}).ServeHTTP(w, httptest.NewRequest("POST", "/api/probe", nil))
	if w.Body.String() != "POST /api/probe" {
		t.Errorf("got %q", w.Body)
	}
}

func TestSiteWithoutAssetsSaysWhatToDo(t *testing.T) {
	if _, err := newBuilder(Place{}, served).build(fstest.MapFS{}, content.Files); !errors.Is(err, asset.ErrNotPacked) {
		t.Errorf("no assets: %v, want ErrNotPacked", err)
	}
	dist := fakeDist()
	delete(dist, asset.HashedName("boot.js", []byte("boot.js"))+asset.GzipSuffix)
	if _, err := newBuilder(Place{}, served).build(dist, content.Files); err == nil || !strings.HasSuffix(err.Error(), "run make") {
		t.Errorf("a missing copy: %v, want an error that says what to do", err)
	}
}

// reference is an address in a page or style.
var reference = regexp.MustCompile(`(?:href|src|data-(?:wasm|worker|exec|vocabulary))="([^"]+)"`)

// TestEveryAddressLeadsSomewhere follows the relative addresses of every page of the written site,
// from a folder below the root, as under a base path.
func TestEveryAddressLeadsSomewhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "base")
	site := testStaticSite(t, Place{})
	if err := site.Write(dir); err != nil {
		t.Fatal(err)
	}
	for _, r := range append(site.Resources, site.Root) {
		if r.Type != asset.Type(".html") {
			continue
		}
		for _, match := range reference.FindAllStringSubmatch(string(r.Body), -1) {
			if problem := follow(dir, r.Path, match[1]); problem != "" {
				t.Errorf("%s: %s: %s", r.Path, match[1], problem)
			}
		}
	}
}

// follow says what is wrong with an address that stands in a page, "" for nothing.
func follow(dir, page, address string) string {
	u, err := url.Parse(strings.ReplaceAll(address, "&amp;", "&"))
	if err != nil {
		return err.Error()
	}
	if u.IsAbs() {
		return ""
	}
	target := page
	if u.Path != "" {
		target = strings.TrimPrefix((&url.URL{Path: "/" + page}).ResolveReference(u).Path, "/")
		if strings.HasPrefix(u.Path, "/") {
			return "is not relative"
		}
	}
	if target == "" || strings.HasSuffix(target, "/") {
		target += "index.html"
	}
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(target)))
	if err != nil {
		return err.Error()
	}
	if u.Fragment != "" && !strings.Contains(string(text), `id="`+u.Fragment+`"`) {
		return "no such place there"
	}
	return ""
}

func TestWriteWritesEveryResource(t *testing.T) {
	dir := t.TempDir()
	site := testStaticSite(t, Place{})
	if err := site.Write(dir); err != nil {
		t.Fatal(err)
	}
	files := 0
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if want := 3*(len(site.Resources)+2) + len(site.drawings); err != nil || files != want {
		t.Errorf("%d files, %v; want %d: each resource, the root and 404.html, plain and compressed twice, and the pictures", files, err, want)
	}
}
