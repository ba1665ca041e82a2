package e2e

import (
	"fmt"
	"testing"
)

// TestAnswersQuiz answers two of the three quizzes, and finds the score again in the lesson and in
// the list of lessons. The lesson's players ask five questions more.
func TestAnswersQuiz(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	find[bool](p, `(document.addEventListener("portlab:score", (e) => { window.told = e.detail; }), true)`)
	p.choose(0, false)
	p.choose(1, true)
	told := find[map[string]any](p, `window.told`)
	want := map[string]any{"lesson": "address-already-in-use", "right": 1.0, "answered": 2.0, "total": 8.0, "completed": false}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("the page tells %v, want %v", told, want)
	}
	const score = "1 of 2 right; 8 questions in all."
	if got := p.textOf("#score output"); got != score {
		t.Errorf("the score is %q, want %q", got, score)
	}
	p.reload()
	if got := p.textOf("#score output"); got != score {
		t.Errorf("after the page is loaded again the score is %q, want %q", got, score)
	}
	p.open("/en/course/")
	if got := find[string](p, `document.querySelector('[data-slug="address-already-in-use"] .progress').textContent`); got != "1 of 8 right" {
		t.Errorf("the list of lessons says %q, want 1 of 8 right", got)
	}
}

// choose opens a right or a wrong choice of a quiz, counted from 0, and waits until it is marked.
func (p *person) choose(quiz int, right bool) {
	p.t.Helper()
	which := `.choice:not([data-right])`
	if right {
		which = `.choice[data-right]`
	}
	choice := fmt.Sprintf(`document.querySelectorAll(".quiz")[%d].querySelector(%q)`, quiz, which)
	find[bool](p, `(`+choice+`.querySelector("summary").click(), true)`)
	p.until("the choice is marked", choice+`.classList.contains("chosen")`)
}

// TestAsksAgain completes a quiz and starts it anew.
func TestAsksAgain(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	for quiz := range 3 {
		p.choose(quiz, true)
	}
	p.click("#score button")
	p.until("nothing is marked", `!document.querySelector(".choice.chosen, .choice[open]") && document.getElementById("score").hidden`)
	p.open("/en/course/")
	if find[bool](p, `document.querySelector('[data-slug="address-already-in-use"] .progress').checkVisibility()`) {
		t.Error("the list of lessons shows a score that was given back")
	}
}

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
