package server

import (
	"encoding/json"
	"html"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"portlab/server/preview"
)

const embeddedLesson = "en/lessons/address-already-in-use/"

// ask returns the answer to a GET of a whole address.
func ask(h http.Handler, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	return w
}

// withFrames returns a site's handler, and makes sure that the site has the frames that it offers.
func withFrames(t *testing.T, place Place) http.Handler {
	t.Helper()
	site := testSiteAt(t, place)
	for page, e := range site.embeddable {
		if frame := resourceAt(t, site, e.frame); frame.route() != embedRoute {
			t.Errorf("the frame of %s is at %s, which no other site may show", page, e.frame)
		}
	}
	return New(site, Options{})
}

func TestOEmbed(t *testing.T) {
	h := withFrames(t, Place{Path: "/ports/"})
	for _, address := range []string{"http://here.example/ports/" + embeddedLesson, "/ports/" + embeddedLesson} {
		w := ask(h, "http://here.example/ports/oembed?maxwidth=600&maxheight=9999&url="+url.QueryEscape(address))
		var got oembed
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v in %s", address, err, w.Body)
		}
		if got.Version != "1.0" || got.Type != "rich" || got.Width != 600 || got.Height != frameHeight || !strings.Contains(got.Title, "Address already in use") {
			t.Errorf("%s: %+v", address, got)
		}
		src := regexp.MustCompile(`^<iframe src="([^"]+)"`).FindStringSubmatch(got.HTML)
		if src == nil || ask(h, html.UnescapeString(src[1])).Code != http.StatusOK {
			t.Errorf("%s: the frame leads nowhere: %s", address, got.HTML)
		}
		if img, err := png.Decode(ask(h, got.ThumbnailURL).Body); err != nil || img.Bounds().Dx() != got.ThumbnailWidth {
			t.Errorf("%s: the thumbnail %s: %v", address, got.ThumbnailURL, err)
		}
	}
}

func TestOEmbedOfNothing(t *testing.T) {
	h := withFrames(t, Place{})
	for query, want := range map[string]int{
		"":                                       http.StatusNotFound,
		"url=http://here.example/en/playground/": http.StatusNotFound,
		"url=http://elsewhere.example/" + embeddedLesson:       http.StatusNotFound,
		"url=http://here.example/%zz":                          http.StatusNotFound,
		"url=javascript:alert(1)":                              http.StatusNotFound,
		"format=xml&url=http://here.example/" + embeddedLesson: http.StatusNotImplemented,
	} {
		if w := ask(h, "http://here.example/oembed?"+query); w.Code != want {
			t.Errorf("%s: status %d, want %d\n%s", query, w.Code, want, w.Body)
		}
	}
}

// TestPreviewOfPage checks what other sites read in the pages of lessons and scenarios.
func TestPreviewOfPage(t *testing.T) {
	place := Place{Origin: "https://example.org", Path: "/ports/"}
	h := withFrames(t, place)
	for path, want := range map[string]struct{ title, description, locale string }{
		embeddedLesson:                              {"Address already in use", "EADDRINUSE", "en_GB"},
		"zh/lessons/address-already-in-use/":        {"Address already in use", "EADDRINUSE", "zh_CN"},
		"en/scenarios/restart/":                     {"The restart", "keeps the port", "en_GB"},
		"zh/scenarios/restart/":                     {"重启", "端口", "zh_CN"},
		"en/scenarios/address-already-in-use/both/": {"SO_REUSEADDR in both servers", "Address already in use", "en_GB"},
	} {
		t.Run(path, func(t *testing.T) {
			address := place.Address(path)
			page := ask(h, address).Body.String()
			for property, part := range map[string]string{
				"og:title": want.title, "og:description": want.description, "og:locale": want.locale,
				"og:url": address, "og:site_name": "Portlab", "og:image:width": "1200", "og:image:height": "630",
			} {
				if got := attribute(t, page, `property="`+property+`" content="([^"]+)"`); !strings.Contains(got, part) {
					t.Errorf("%s is %q, want %q in it", property, got, part)
				}
			}
			checkPicture(t, ask(h, attribute(t, page, `property="og:image" content="([^"]+)"`)))
			discovery, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			if discovery, err = discovery.Parse(attribute(t, page, `type="application/json\+oembed" href="([^"]+)"`)); err != nil {
				t.Fatal(err)
			}
			var got oembed
			if err := json.Unmarshal(ask(h, discovery.String()).Body.Bytes(), &got); err != nil || got.Type != "rich" || !strings.Contains(got.Title, want.title) {
				t.Errorf("%s says %+v of how to embed the page: %v", discovery, got, err)
			}
		})
	}
}

// attribute returns what a pattern finds in a page.
func attribute(t *testing.T, page, pattern string) string {
	t.Helper()
	match := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if match == nil {
		t.Fatalf("the page has no %s", pattern)
	}
	return html.UnescapeString(match[1])
}

// checkPicture wants a drawing of the size that pages say: something is on its paper.
func checkPicture(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	picture, err := png.Decode(w.Body)
	if err != nil || w.Header().Get("Content-Type") != "image/png" {
		t.Fatalf("the picture: status %d, %v, %v", w.Code, err, w.Header())
	}
	if size := picture.Bounds(); size.Dx() != preview.Width || size.Dy() != preview.Height {
		t.Errorf("the picture is of the size %v", size)
	}
	colours := map[color.Color]bool{}
	for x := range preview.Width {
		for y := 0; y < preview.Height; y += 5 {
			colours[picture.At(x, y)] = true
		}
	}
	if len(colours) < 10 {
		t.Errorf("the picture has %d colours, want a drawing", len(colours))
	}
}
