package server

import (
	"encoding/json"
	"html"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
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

// TestPreviewOfPage checks what other sites read in a lesson's page.
func TestPreviewOfPage(t *testing.T) {
	place := Place{Origin: "https://example.org", Path: "/ports/"}
	h := withFrames(t, place)
	page := ask(h, "https://example.org/ports/"+embeddedLesson).Body.String()
	property := func(pattern string) string {
		match := regexp.MustCompile(pattern).FindStringSubmatch(page)
		if match == nil {
			t.Fatalf("the page has no %s", pattern)
		}
		return html.UnescapeString(match[1])
	}
	if got := property(`property="og:title" content="([^"]+)"`); !strings.Contains(got, "Address already in use") {
		t.Errorf("the title is %q", got)
	}
	if got := property(`property="og:description" content="([^"]+)"`); !strings.Contains(got, "EADDRINUSE") {
		t.Errorf("the description is %q", got)
	}
	if got, want := property(`property="og:url" content="([^"]+)"`), place.Address(embeddedLesson); got != want {
		t.Errorf("the address is %q, want %q", got, want)
	}
	picture := ask(h, property(`property="og:image" content="([^"]+)"`))
	if _, err := png.Decode(picture.Body); err != nil || picture.Header().Get("Content-Type") != "image/png" {
		t.Errorf("the picture: status %d, %v, %v", picture.Code, err, picture.Header())
	}
	discovery := property(`type="application/json\+oembed" href="([^"]+)"`)
	u, err := url.Parse("https://example.org/ports/" + embeddedLesson)
	if err != nil {
		t.Fatal(err)
	}
	if u, err = u.Parse(discovery); err != nil || ask(h, u.String()).Code != http.StatusOK {
		t.Errorf("%s says nothing of how to embed the page: %v", discovery, err)
	}
}
