package e2e

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"portlab/app/permalink"
)

// untilAddressHas waits until the page has written something into its address.
func (p *person) untilAddressHas(part string) {
	p.t.Helper()
	p.until("the address has "+part, js(`location.href.includes(%s)`, part))
}

// TestSharesOwnScenario writes a scenario, goes to a step and a view of it, and opens the address
// elsewhere.
func TestSharesOwnScenario(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	b := p.player(0)
	text := taken + "# “quotes” & <script>alert(1)</script> 端口\n"
	b.write(text)
	b.untilResult(4, "EADDRINUSE")
	b.click(b.control("failnext"))
	b.untilAt(4)
	b.tab("why")
	p.untilAddressHas("#step=4&view=why&")
	p.untilAddressHas("&s=")
	link := p.path()

	other := visit(t, p.site)
	other.open(link)
	b = other.player(0)
	b.untilAt(4)
	b.untilShows(view, "inet_bind_conflict")
	if got := b.text(); got != text {
		t.Errorf("the link opens %q, want %q", got, text)
	}
	if find[bool](other, `document.getElementById("link-note").checkVisibility()`) {
		t.Error("a link that is right is called wrong")
	}
}

// TestKeptLinksOpenInThePage opens every link that package permalink keeps, and wants the page to read
// it as the package does.
func TestKeptLinksOpenInThePage(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../app/permalink/testdata/links.json")
	if err != nil {
		t.Fatal(err)
	}
	var kept []struct {
		Fragment, Error string
		Link            permalink.Link
	}
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	p.player(0)
	for _, k := range kept {
		got := find[struct{ Text, Title, Step, View, Fault string }](p, js(`portlabLink.read(%s)`, "#"+k.Fragment))
		want := k.Link
		if got.Text != want.Text || got.Title != want.Title || got.View != want.View || (got.Fault == "") != (k.Error == "") {
			t.Errorf("%s: the page reads %+v, want %+v, %q", k.Fragment, got, want, k.Error)
		}
		fragment := want.Fragment()
		again := find[string](p, js(`portlabLink.write(%s, %s || undefined)`,
			map[string]any{"step": want.Step, "view": want.View, "title": want.Title}, want.Text))
		back, err := permalink.Parse(strings.TrimPrefix(again, "#"))
		if back != want || err != nil {
			t.Errorf("the page writes %s, which reads %+v, %v; want %s", again, back, err, fragment)
		}
	}
}

// TestStepsAreNoHistory goes through a scenario and to another one, and back.
func TestStepsAreNoHistory(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath + "?scenario=address-already-in-use/restart")
	b := p.player(0)
	b.click(b.control("next"))
	b.click(b.control("next"))
	b.untilAt(2)
	p.untilAddressHas("?scenario=address-already-in-use/restart#step=2")
	b.click(`a[href="?scenario=udp"]`)
	b.untilShows(`.bar`, "UDP")
	b.click(b.control("next"))
	p.untilAddressHas("?scenario=udp#step=1")
	p.back()
	b.until("the first scenario is there again", js(`document.querySelector(%s).value.includes("SOCK_STREAM")`, b.in(field)))
	b.untilAt(2)
	p.do("go forward", chromedp.Evaluate[chromedp.Void](`history.forward()`))
	b.untilShows(`.bar`, "UDP")
	b.untilAt(1)
}

// TestFollowsLessonIntoPlayground takes a lesson's scenario along, with the step and the view.
func TestFollowsLessonIntoPlayground(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
	b.tab("timeline")
	p.follow(`.player-slot[data-slot="0"] a.to-playground`)
	b = p.player(0)
	b.untilAt(1)
	b.until("the view is the same", js(`document.querySelector(%s).ariaSelected === "true"`, b.in(`[data-tab="timeline"]`)))
	if !strings.Contains(b.text(), "A2 bind(3, 127.0.0.1:8080)") {
		t.Errorf("the scenario is %q, want the lesson's", b.text())
	}
}

// TestTakesChangedScenarioIntoPlayground applies a remedy in a lesson and goes on with it in the playground.
func TestTakesChangedScenarioIntoPlayground(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("last"))
	b.answer("EADDRINUSE")
	b.click(b.in(remedy))
	b.untilAt(failingStep + 2)
	p.follow(`.player-slot[data-slot="0"] a.to-playground`)
	b = p.player(0)
	b.untilAt(failingStep + 2)
	if got := b.text(); !strings.Contains(got, "A2 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1)") {
		t.Errorf("the scenario is %q, want the changed one", got)
	}
}

// TestSaysWhatIsWrongWithALink opens links that are damaged or hostile.
func TestSaysWhatIsWrongWithALink(t *testing.T) {
	t.Parallel()
	whole := "#" + permalink.Link{Text: taken, Step: 4, View: "why"}.Fragment()
	huge := "#" + permalink.Link{Text: strings.Repeat("A close(3)\n", 1<<20)}.Fragment()
	site := serve(t).URL
	for name, c := range map[string]struct{ link, says, has string }{
		"cut off":         {whole[:len(whole)-20], "damaged: below", "A socket("},
		"nothing left":    {whole[:strings.Index(whole, "&s=")+12], "nothing of its scenario", "A2 sleep(65)"},
		"newer":           {"#s=AgAAAAAAAA", "newer version", "A2 sleep(65)"},
		"bomb":            {huge, "64 KiB", "A2 sleep(65)"},
		"unknown name":    {"?scenario=../../..", "there is not", "A2 sleep(65)"},
		"script as name":  {"?scenario=%3Cscript%3Ealert(1)%3C/script%3E", "there is not", "A2 sleep(65)"},
		"step behind":     {strings.Replace(whole, "step=4", "step=400", 1), "behind the scenario", "B bind("},
		"script as step":  {strings.Replace(whole, "step=4", "step=<script>alert(1)</script>", 1), "", "B bind("},
		"script as view":  {strings.Replace(whole, "view=why", "view=\"><script>alert(1)</script>", 1), "", "B bind("},
		"script as title": {whole + "&title=<img src=x onerror=alert(1)>", "", "B bind("},
		"other system":    {whole + "&profile=plan9", "not known here", "B bind("},
		"answers":         {whole + "&predict=on&answers=<script>=alert(1),4=EADDRINUSE", "", "B bind("},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := visit(t, site)
			if name == "unknown name" || name == "script as name" {
				p.watch.expect("404")
			}
			p.open(playgroundPath + c.link)
			b := p.player(0)
			b.until("the scenario is open", js(`document.querySelector(%s).value.includes(%s)`, b.in(field), c.has))
			if c.says != "" {
				b.until("the page says "+c.says, js(`document.getElementById("link-note").innerText.includes(%s)`, c.says))
			}
			if said := p.textOf("#link-note"); (said == "") != (c.says == "") {
				t.Errorf("the page says %q", said)
			}
			if n := find[int](p, `document.querySelectorAll("main script, main img").length`); n != 0 {
				t.Errorf("%d elements of the link are in the page", n)
			}
			b.click(b.control("next"))
		})
	}
}
