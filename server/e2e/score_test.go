package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
)

// lessonScore is where a lesson says how well it was answered: at its head, and below each player.
const lessonScore = `.kicker .lesson-score`

// untilScore waits until a lesson says its score, at each of the places.
func (p *person) untilScore(head, below string) {
	p.t.Helper()
	p.until(fmt.Sprintf("the lesson's head says %q, and each player %q", head, below), js(
		`document.querySelector(%s).textContent === %s && [...document.querySelectorAll(".slot-links .lesson-score")].every((e) => e.textContent === %s)`,
		lessonScore, head, below))
}

// TestKeepsScoreOfLesson answers in two players and in the quiz, rightly and wrongly. The score lasts when
// a change is tried and undone, when prediction is off for a while, when the page is loaded again, and in
// the other language.
func TestKeepsScoreOfLesson(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	p.untilScore("8 questions", "")
	b.click(b.control("last"))
	b.answer("EADDRINUSE")
	b.untilShows(".score", "1 of 1 right")
	p.untilScore("1 of 8 right", "Lesson: 1 of 8 right")
	second := p.player(1)
	second.click(second.control("last"))
	second.answer("EINVAL")
	p.choose(0, true)
	p.untilScore("2 of 8 right", "Lesson: 2 of 8 right")

	b.click(b.in(remedy))
	b.untilAt(failingStep + 2)
	p.untilScore("2 of 8 right", "Lesson: 2 of 8 right")
	b.click(b.control("undo"))
	b.untilAt(failingStep)
	b.press("p")
	b.press("p")
	b.untilResult(failingStep, "EADDRINUSE")
	p.untilScore("2 of 8 right", "Lesson: 2 of 8 right")

	p.reload()
	b = p.player(0)
	b.untilShows(".score", "1 of 1 right")
	b.untilResult(failingStep, "EADDRINUSE")
	if got := p.player(2).result(12); !strings.HasSuffix(got, "?") {
		t.Errorf("a scenario that was not answered shows the result %q, want ?", got)
	}
	p.untilScore("2 of 8 right", "Lesson: 2 of 8 right")
	p.follow("#language")
	b = p.player(0)
	b.untilShows(".score", "1 题答对 1 题")
	p.untilScore("答对 2/8", "本课答对 2/8")
	p.open("/en/")
	if got := find[string](p, progress); got != "2 of 8 right" {
		t.Errorf("the list of lessons says %q, want 2 of 8 right", got)
	}
}

// progress is what the list of lessons says of the lesson.
const progress = `document.querySelector('[data-slug="address-already-in-use"] .progress').textContent`

// TestCompletesLesson answers everything, some of it by being shown, and starts anew.
func TestCompletesLesson(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	find[bool](p, `(document.addEventListener("portlab:score", (e) => { window.told = e.detail; }), true)`)
	for slot := range 5 {
		b := p.player(slot)
		b.click(b.control("last"))
		b.click(b.in(`[data-do="show"]`))
	}
	for quiz := range 3 {
		p.choose(quiz, quiz > 0)
	}
	p.untilScore("2 of 8 right ✓", "Lesson: 2 of 8 right ✓")
	const score = "2 of 8 right; 8 questions in all."
	if got := p.textOf("#score output"); got != score {
		t.Errorf("below the quiz the score is %q, want %q", got, score)
	}
	told := find[map[string]any](p, `window.told`)
	want := map[string]any{"lesson": "address-already-in-use", "right": 2.0, "answered": 8.0, "total": 8.0, "completed": true}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("the page tells %v, want %v", told, want)
	}
	p.open("/en/course/")
	if got := find[string](p, progress); got != "2 of 8 right ✓ done" {
		t.Errorf("the list of lessons says %q, want 2 of 8 right ✓ done", got)
	}

	p.open(lessonPath)
	p.player(4)
	p.click("#score button")
	p.until("nothing is marked", `!document.querySelector(".choice.chosen, details.choice[open]") && document.getElementById("score").hidden`)
	p.untilScore("8 questions", "")
	b := p.player(0)
	b.untilResult(failingStep, "?")
	p.reload()
	p.player(0).untilResult(failingStep, "?")
	p.untilScore("8 questions", "")
	p.open("/en/course/")
	if got := find[string](p, progress); got != "" {
		t.Errorf("the list of lessons says %q of a score that was given back", got)
	}
}

// TestScoreWithoutStorage answers where the browser keeps nothing: the score lasts as long as the page.
func TestScoreWithoutStorage(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	command(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: deniedStorage})
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("last"))
	b.answer("EADDRINUSE")
	p.choose(2, true)
	p.untilScore("2 of 8 right", "Lesson: 2 of 8 right")
	p.reload()
	p.player(0)
	p.untilScore("8 questions", "")
}

// TestFramedLessonReportsScore answers in a player and in the quiz of a lesson in another site's frame.
func TestFramedLessonReportsScore(t *testing.T) {
	t.Parallel()
	p := visit(t, hosting(t, listening+`<iframe src="/en/embed/lesson/address-already-in-use/" width="1200" height="800" title="t"></iframe>`).URL)
	p.open("/host.html")
	reported := func(score float64) {
		t.Helper()
		p.until(fmt.Sprintf("the score %v is reported", score), fmt.Sprintf(`told.findLast((m) => m.subject === "SPLICE.reportScoreAndState")?.score === %v`, score))
	}
	in := func(what, expression string) {
		t.Helper()
		p.until(what, inFrame(0, expression))
	}
	in("the frame is there", `(document.querySelector(".player-slot").scrollIntoView(), true)`)
	in("the player runs", `(document.querySelector(".player [data-do=last]").click(), true)`)
	in("it asks", `(document.querySelector(".player .choice[data-label=EADDRINUSE]").click(), true)`)
	reported(1.0 / 8)
	in("the quiz is there", `(document.querySelector(".quiz .choice[data-right] summary").click(), true)`)
	reported(2.0 / 8)
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
