package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestFindsLanguage opens the bare address with the languages that a browser asks for.
func TestFindsLanguage(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{"en-GB,en": "/en/", "zh-CN,zh;q=0.9,en;q=0.8": "/zh/", "fr": "/en/"} {
		p := visit(t, serve(t).URL)
		command(p, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
			Headers: network.Headers{"Accept-Language": asked},
		})
		p.open("/")
		if got := p.path(); got != want {
			t.Errorf("a browser that asks for %s gets %s, want %s", asked, got, want)
		}
	}
}

// TestSwitchesLanguage switches on every page, there and back, and stays on the same page.
func TestSwitchesLanguage(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	for _, path := range []string{"", "lessons/address-already-in-use/", "playground/?scenario=udp#step=2"} {
		p.open("/en/" + path)
		english := p.textOf("h1")
		p.follow("#language")
		if got, want := p.path(), "/zh/"+path; got != want {
			t.Errorf("from /en/%s the switch leads to %s, want %s", path, got, want)
		}
		if lang := find[string](p, `document.documentElement.lang`); lang != "zh-CN" {
			t.Errorf("the page's language is %s, want zh-CN", lang)
		}
		if h1 := p.textOf("h1"); h1 == english || h1 == "" {
			t.Errorf("the Chinese page's title is %q, want it in Chinese", h1)
		}
		p.open("/")
		if got := p.path(); got != "/zh/" {
			t.Errorf("having chosen Chinese, the bare address leads to %s, want /zh/", got)
		}
		p.open("/zh/" + path)
		p.follow("#language")
		if got, want := p.path(), "/en/"+path; got != want {
			t.Errorf("from /zh/%s the switch leads to %s, want %s", path, got, want)
		}
	}
}

// TestFollowsLinkWhileSimulatorStarts clicks a link at the worst moment: go-app runs, and would take
// the click for its own navigation, which changes the address and leaves the page as it is.
func TestFollowsLinkWhileSimulatorStarts(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	command(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		let mounted;
		Object.defineProperty(window, "portlabMounted", {
			get: () => () => { document.querySelector('nav a[href$="playground/"]').click(); mounted(); },
			set: (f) => { mounted = f; },
		});`})
	p.toOtherPage("the link leads to the playground", func() { p.open(lessonPath) })
	p.until("the playground is there", `location.pathname === "/en/playground/" && document.querySelector("main").className === "playground"`)
}

// TestPlayerSpeaksChinese steps to the failure in Chinese.
func TestPlayerSpeaksChinese(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/zh/lessons/address-already-in-use/")
	b := p.player(0)
	b.click(b.control("failnext"))
	b.untilAt(failingStep)
	b.answer("EADDRINUSE")
	b.untilShows(view, "地址已在使用")
	b.untilShows(view, "inet_bind_conflict")
	if said := b.seen(live); !strings.Contains(said, "步") {
		t.Errorf("who does not see the page is told %q, want it in Chinese", said)
	}
}

// TestChoosesColours presses the button for the colours through all of them; the choice lasts.
func TestChoosesColours(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	p.player(0)
	paper := func() string {
		return find[string](p, `getComputedStyle(document.body).backgroundColor + getComputedStyle(document.querySelector(".player")).backgroundColor`)
	}
	system := paper()
	p.click("#theme")
	p.until("the colours are light", `document.documentElement.dataset.theme === "light"`)
	light := paper()
	p.click("#theme")
	p.until("the colours are dark", `document.documentElement.dataset.theme === "dark"`)
	dark := paper()
	if light != system || dark == light {
		t.Errorf("page and player are %s as the system has it, light %s, dark %s; want the first two alike and the last not", system, light, dark)
	}
	p.reload()
	p.player(0)
	if got := paper(); got != dark {
		t.Errorf("after a reload page and player are %s, want them dark: %s", got, dark)
	}
	p.click("#theme")
	p.until("the colours are the system's", `document.documentElement.dataset.theme === undefined`)
	p.prefer("prefers-color-scheme", "dark")
	if got := paper(); got != dark {
		t.Errorf("where the system is dark page and player are %s, want %s", got, dark)
	}
}

// TestOpensEverythingFromHome follows every card of the home page, and comes back.
func TestOpensEverythingFromHome(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/")
	cards := find[[]string](p, `[...document.querySelectorAll("main .card a")].map((a) => a.getAttribute("href"))`)
	if len(cards) < 10 {
		t.Errorf("the home page has %d cards, want a lesson, the gallery and the empty playground: %q", len(cards), cards)
	}
	for _, href := range cards {
		link, want := js(`main .card a[href=%s]`, href), find[string](p, js(`new URL(%s, location).pathname`, href))
		title := p.textOf(link)
		p.follow(link)
		if got := find[string](p, `location.pathname`); got != want {
			t.Errorf("the card %q leads to %s, want %s", title, got, want)
		}
		if example, ok := strings.CutPrefix(want, "/en/scenarios/"); ok && example != "" {
			b := p.player(0)
			b.untilShows(`.bar`, title)
			b.until("the scenario runs", js(`!!document.querySelector(%s)`, b.in("button[data-step]")))
		}
		p.toOtherPage("the person is back", p.back)
	}
}

// TestFollowsAllLinks asks for every address of the site that a page links to.
func TestFollowsAllLinks(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	for _, path := range []string{"/en/", lessonPath, playgroundPath, "/zh/lessons/address-already-in-use/"} {
		p.open(path)
		for _, broken := range find[[]string](p, `(async () => {
			const own = [...document.links].filter((a) => a.origin === location.origin);
			const lost = own.filter((a) => a.pathname === location.pathname && a.hash
				&& !document.getElementById(decodeURIComponent(a.hash.slice(1))));
			const answers = await Promise.all([...new Set(own.map((a) => a.pathname))].map(async (to) => [to, (await fetch(to)).status]));
			return [...lost.map((a) => a.href), ...answers.filter(([, status]) => status !== 200).map(String)];
		})()`) {
			t.Errorf("%s links to %s", path, broken)
		}
	}
}

// TestContinues leaves a lesson in the middle, and finds the way back to the place on the home page.
func TestContinues(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/")
	if find[bool](p, `document.getElementById("resume").checkVisibility()`) {
		t.Error("who has read nothing yet is offered to continue")
	}
	p.open(lessonPath)
	p.do("scroll", chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".section")[3].scrollIntoView()`))
	p.follow("header nav a")
	p.follow("#resume")
	if got, want := p.path(), lessonPath+"#"; !strings.HasPrefix(got, want) || len(got) == len(want) {
		t.Errorf("to continue leads to %s, want a section of the lesson", got)
	}
}

// TestLosesTheWay asks for a page that is not there.
func TestLosesTheWay(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.watch.expect("404")
	for path, want := range map[string]string{"/en/nowhere/": "/en/", "/zh/lessons/nowhere/": "/zh/"} {
		p.do("open a page that is not there", chromedp.Navigate(p.site+path))
		p.follow("main a")
		if got := p.path(); got != want {
			t.Errorf("from %s the way leads to %s, want %s", path, got, want)
		}
	}
}
