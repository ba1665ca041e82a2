package e2e

import (
	"testing"
)

// TestCourseFits resizes the window on the pages of the course that have no player.
func TestCourseFits(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	for _, lang := range []string{"en", "zh"} {
		for _, path := range []string{"course/", "glossary/", "questions/", "course/print/"} {
			p.open("/" + lang + "/" + path)
			p.fits(lang + " " + path)
		}
	}
}

// TestWalksThroughLessons goes from each lesson to the next, from the first to the last.
func TestWalksThroughLessons(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/course/")
	titles := find[[]string](p, `[...document.querySelectorAll(".cards h3")].map((h) => h.textContent)`)
	if len(titles) != 15 {
		t.Fatalf("the course has %d lessons, want 15", len(titles))
	}
	p.follow(".cards a")
	for i, title := range titles {
		if got := p.textOf("h1"); got != title {
			t.Errorf("lesson %d is %q, want %q", i+1, got, title)
		}
		if i+1 < len(titles) {
			p.follow(`.around [rel="next"]`)
		}
	}
	if find[bool](p, `!!document.querySelector('.around [rel="next"]')`) {
		t.Error("something follows the last lesson")
	}
}
