package e2e

import (
	"strings"
	"testing"
)

// TestFindsScenario types words into the gallery's field and opens what is left.
func TestFindsScenario(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/scenarios/")
	shown := `[...document.querySelectorAll(".card")].filter((card) => card.checkVisibility()).length`
	if n := find[int](p, shown); n < 30 {
		t.Errorf("the gallery shows %d scenarios, want all examples and those of the lessons", n)
	}
	p.replaceText("#filter", "leaked-listener")
	p.until("one scenario is left", shown+` === 1`)
	if said := p.textOf("#found"); !strings.Contains(said, "1 ") {
		t.Errorf("who does not see the page is told %q", said)
	}
	p.replaceText("#filter", "no such words")
	p.until("nothing is left", shown+` === 0`)
	p.replaceText("#filter", "dual-stack ipv4 port too")
	p.until("the name is found", shown+` === 1`)
	p.follow(`.card:not([hidden]) a`)
	b := p.player(0)
	b.untilShows(`.bar`, "IPv4 port too")
	p.follow("a.to-playground")
	b = p.player(0)
	b.untilShows(`.bar`, "IPv4 port too")
}

// TestMeetsChallenge answers a challenge, goes to the next, and back.
func TestMeetsChallenge(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/challenge/?level=easy&seed=1")
	b := p.player(0)
	b.untilShows(`.bar`, "Challenge 1, easy")
	b.click(b.control("last"))
	b.untilAt(4)
	b.asksWithoutTelling(4)
	b.answer("EADDRINUSE")
	b.untilShows(view, "inet_bind_conflict")
	p.until("the answer is counted", `document.getElementById("score").innerText.includes("1 of 1")`)
	p.click("#next-challenge")
	p.until("another challenge is there", `location.search.startsWith("?level=easy&seed=") && location.search !== "?level=easy&seed=1"`)
	b.untilAt(0)
	p.back()
	b.untilShows(`.bar`, "Challenge 1, easy")
	p.click(`a[data-level="hard"]`)
	b.untilShows(`.bar`, "hard")
	p.open("/zh/challenge/?level=<script>&seed=-5")
	p.player(0)
	p.until("a challenge is drawn", `/^\?level=easy&seed=\d+$/.test(location.search)`)
}
