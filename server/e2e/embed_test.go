package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"portlab/app/permalink"
)

// hosting serves a page of a test's own beside the site, at /host.html of the site's own origin.
func hosting(t *testing.T, page string) *site {
	t.Helper()
	return serveThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if req.URL.Path != "/host.html" {
				h.ServeHTTP(w, req)
				return
			}
			writePage(w, page)
		})
	})
}

// elsewhere serves a page at an origin of its own. SITE in it stands for the site's address.
func elsewhere(t *testing.T, site *site, page string) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writePage(w, strings.ReplaceAll(page, "SITE", site.URL))
	}))
	t.Cleanup(web.Close)
	return web.URL
}

func writePage(w http.ResponseWriter, page string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Host</title>`, page)
}

// listening keeps what frames tell the page in window.told.
const listening = `<script>window.told = []; addEventListener("message", (e) => told.push({ origin: e.origin, ...e.data }));</script>`

const restartFrame = `<iframe id="f" src="SITE/en/embed/scenario/address-already-in-use/restart/?step=5" width="700" height="500" title="t"
	sandbox="allow-scripts allow-same-origin allow-popups"></iframe>`

// inFrame is an expression about the document of a frame of the same origin.
func inFrame(n int, expression string) string {
	return fmt.Sprintf(`((document) => %s)(window.frames[%d].document)`, expression, n)
}

// TestEmbedStandsWithoutEngine looks at an embed page whose WebAssembly never comes.
func TestEmbedStandsWithoutEngine(t *testing.T) {
	t.Parallel()
	p := visit(t, serveThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if strings.HasSuffix(req.URL.Path, ".wasm") {
				http.NotFound(w, req)
				return
			}
			h.ServeHTTP(w, req)
		})
	}).URL)
	p.watch.expect("404")
	for _, size := range []screen{{700, 500}, {360, 640}} {
		p.resize(size)
		p.open("/en/embed/scenario/address-already-in-use/restart/?step=5")
		p.until("the picture shows the step", `document.querySelector(".first-picture svg")?.textContent.includes("127.0.0.1:8080")`)
		if said := p.textOf(".first-sentence"); !strings.Contains(said, "B connects") {
			t.Errorf("%v: the picture's sentence is %q", size, said)
		}
		if over := find[string](p, `[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight].join()`); over != "0,0" {
			t.Errorf("%v: the page is larger than its frame by %s pixels", size, over)
		}
	}
}

// TestEmbedShowsNoAnswer asks for a step behind a question.
func TestEmbedShowsNoAnswer(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/embed/scenario/address-already-in-use/restart/?step=13")
	b := p.player(0)
	b.untilAt(failingStep)
	b.untilResult(failingStep, "?")
	if seen := p.textOf("body"); strings.Contains(seen, "inet_bind_conflict") {
		t.Errorf("the frame tells the answer:\n%s", seen)
	}
	p.open("/zh/embed/scenario/address-already-in-use/restart/?step=11&predict=off&view=why&theme=dark&lang=en")
	b = p.player(0)
	b.untilAt(11)
	b.untilShows(view, "inet_bind_conflict")
	if got := find[string](p, `document.documentElement.dataset.theme + document.documentElement.lang`); got != "darken" {
		t.Errorf("colours and language are %s, want dark and en", got)
	}
}

// TestEmbedNeverAsksForHost presses every key and looks for what leads to the host.
func TestEmbedNeverAsksForHost(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 16)
	p := visit(t, serveThrough(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if strings.Contains(req.URL.Path, "/api/") {
				asked <- req.URL.Path
			}
			h.ServeHTTP(w, req)
		})
	}).URL)
	p.open("/en/embed/scenario/restart/?view=host")
	b := p.player(0)
	if find[bool](p, `!!document.querySelector(".tool.run")?.checkVisibility() || !!document.querySelector("[data-tab=host]")?.checkVisibility()`) {
		t.Error("the frame offers a real host")
	}
	p.do("press what is hidden", chromedp.Evaluate[chromedp.Void](
		`document.querySelectorAll(".tool.run, [data-tab=host]").forEach((e) => e.click())`))
	b.untilShows(view, "no Portlab server")
	select {
	case path := <-asked:
		t.Errorf("the frame asks for %s", path)
	default:
	}
}

// TestFramesShareThreeEngines scrolls through ten frames, uses some, and comes back to the first.
func TestFramesShareThreeEngines(t *testing.T) {
	t.Parallel()
	var page strings.Builder
	page.WriteString(`<body style="margin: 0">`)
	for n := range 10 {
		fmt.Fprintf(&page, `<iframe src="/en/embed/scenario/address-already-in-use/restart/?step=%d" width="700" height="500" title="%d"
			style="display: block; margin-bottom: 900px"></iframe>`, n%6, n)
	}
	p := visit(t, hosting(t, page.String()).URL)
	p.open("/host.html")
	running := `[...Array(10).keys()].filter((n) => window.frames[n].document.documentElement.dataset.engine === "running")`
	first := inFrame(0, `document.documentElement.dataset.engine === "running"`)
	p.until("the first frame runs", first)
	p.do("answer in the first frame", chromedp.Evaluate[chromedp.Void](inFrame(0, `document.querySelector("[data-do=last]").click()`)))
	p.until("it asks", inFrame(0, `!!document.querySelector(".choice[data-label=EADDRINUSE]")`))
	p.do("answer", chromedp.Evaluate[chromedp.Void](inFrame(0, `document.querySelector(".choice[data-label=EADDRINUSE]").click()`)))
	p.until("the answer counts", inFrame(0, `document.querySelector(".score").innerText.includes("1")`))
	for n := 1; n < 10; n++ {
		p.do("scroll", chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`scrollTo(0, %d)`, n*1400)))
		p.until(fmt.Sprintf("frame %d runs", n), inFrame(n, `document.documentElement.dataset.engine === "running"`))
		p.until("at most three run", running+`.length <= 3`)
	}
	p.until("the first is parked, and says how to go on", inFrame(0, `document.documentElement.dataset.engine !== "running"
		&& document.querySelector(".first-picture svg") !== null && document.querySelector(".note").innerText.includes("Click here")`))
	p.do("scroll back", chromedp.Evaluate[chromedp.Void](`scrollTo(0, 0)`))
	p.do("use the first frame", chromedp.MouseClickXY(300, 20))
	p.until("the first runs again", first)
	p.until("it is where it was", inFrame(0, `document.querySelector(".step.current")?.dataset.step === "11" || document.querySelector('[aria-current="step"]')?.dataset.step === "11"`))
	if score := find[string](p, inFrame(0, `document.querySelector(".score").innerText`)); !strings.Contains(score, "1") {
		t.Errorf("the score after parking is %q, want the answer kept", score)
	}
	p.until("at most three run", running+`.length <= 3`)
}

// TestEmbedScriptOnAnotherOrigin pastes the guide's snippet into a bare page of another origin.
func TestEmbedScriptOnAnotherOrigin(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, elsewhere(t, s, listening+`<h1>Notes</h1>
		<script async src="SITE/embed.js"></script>
		<port-lab scenario="address-already-in-use/restart" step="5" title="Portlab: the restart" height="300"><p>readable</p></port-lab>`))
	p.watch.expect("request to another site")
	p.open("/")
	p.until("the frame has the height that suits it", `document.querySelector("port-lab iframe")?.style.height === "540px"`)
	p.until("the player is ready", `told.some((m) => m.subject === "portlab.ready" && m.steps === 13)`)
	p.until("the state is asked for", `told.some((m) => m.subject === "SPLICE.getState" && typeof m.message_id === "string")`)
	if find[bool](p, `document.activeElement.tagName === "IFRAME"`) {
		t.Error("the frame took the focus")
	}
	p.do("listen", chromedp.Evaluate[chromedp.Void](`addEventListener("portlab-step", (e) => { window.stepped = e.detail.step; })`))
	p.do("ask for a step", chromedp.Evaluate[chromedp.Void](
		`document.querySelector("iframe").contentWindow.postMessage({ subject: "portlab.go", step: 3 }, "*")`))
	p.until("the frame goes there, and says so", `window.stepped === 3`)
	p.until("state and score are reported", `told.some((m) => m.subject === "SPLICE.reportScoreAndState" && m.state[0].step === 3 && m.score === 0)`)
	p.until("the event is sent as SPLICE has it", `told.some((m) => m.subject === "SPLICE.sendEvent" && m.name === "step" && m.data.step === 3)`)
}

// TestRestoresReportedState gives a frame the state that an earlier one reported.
func TestRestoresReportedState(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, elsewhere(t, s, listening+`<script>addEventListener("message", (e) => {
		if (e.data.subject === "SPLICE.getState") e.source.postMessage({ subject: "SPLICE.getState.response", message_id: e.data.message_id,
			state: { 0: { step: 12, view: "timeline", predict: "on", answers: "11=EADDRINUSE" } } }, "*");
		});</script>`+restartFrame))
	p.watch.expect("request to another site")
	p.open("/")
	p.until("the player is ready", `told.some((m) => m.subject === "portlab.ready")`)
	p.do("ask for a step", chromedp.Evaluate[chromedp.Void](`f.contentWindow.postMessage({ subject: "portlab.go", step: 13 }, "*")`))
	p.until("the answer is still there, so the last step can be reached",
		`told.some((m) => m.subject === "SPLICE.reportScoreAndState" && m.score === 1 && m.state[0].step === 13 && m.state[0].view === "timeline")`)
}

// TestHostilePageChangesNothing floods a frame with messages of wrong types, wrong senders and scripts.
func TestHostilePageChangesNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, elsewhere(t, s, listening+restartFrame+`<iframe id="other" srcdoc="" title="o"></iframe>`))
	p.watch.expect("request to another site")
	p.open("/")
	p.until("the player is ready", `told.some((m) => m.subject === "portlab.ready")`)
	p.do("flood", chromedp.Evaluate[chromedp.Void](`(() => {
		const bad = [null, 0, "", "portlab.go", [], { subject: 7 }, { subject: "portlab.go" }, { subject: "portlab.go", step: "<script>" },
			{ subject: "portlab.go", step: -1 }, { subject: "portlab.go", step: 1e300 }, { subject: "portlab.go", step: { valueOf: null } },
			{ subject: "SPLICE.getState.response", message_id: "guess", state: { 0: { step: 9 } } },
			{ subject: "SPLICE.getState.response", state: "<img src=x onerror=alert(1)>" }, { subject: "lti.frameResize", height: 1e9 },
			{ subject: "__proto__" }, new ArrayBuffer(8)];
		for (let i = 0; i < 5000; i++) f.contentWindow.postMessage(bad[i % bad.length], "*");
		const sibling = other.contentWindow.eval("(w) => w.postMessage({ subject: 'portlab.go', step: 2 }, '*')");
		sibling(f.contentWindow);
		told.length = 0;
	})()`))
	p.do("ask for a step", chromedp.Evaluate[chromedp.Void](`f.contentWindow.postMessage({ subject: "portlab.go", step: 6 }, "*")`))
	p.until("the frame still obeys what makes sense", `told.some((m) => m.subject === "portlab.step" && m.step === 6)`)
	if n := find[int](p, `told.filter((m) => m.subject === "portlab.step" && m.step !== 6).length`); n != 0 {
		t.Errorf("%d messages of the flood moved the player", n)
	}
	if h := find[string](p, `f.getAttribute("height") + f.style.height`); h != "500" {
		t.Errorf("the frame's height became %s", h)
	}
}

// TestEmbedsLinkAndLesson shows a scenario of one's own, a damaged one, and a whole lesson.
func TestEmbedsLinkAndLesson(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	link := find[string](p, js(`portlabLink.write({ step: 4, view: "why", title: "Mine" }, %s)`, taken))
	p.open("/en/embed/" + link)
	b := p.player(0)
	b.untilShows(`.bar`, "Mine")
	b.untilAt(4)
	p.open("/en/")
	p.open("/en/embed/#s=AQ")
	p.until("the page says that the link is damaged", `document.getElementById("link-note").innerText.includes("damaged")`)
	p.open("/embed/lesson/address-already-in-use/?lang=zh")
	p.until("the lesson is there in Chinese", `location.pathname === "/zh/embed/lesson/address-already-in-use/" && document.readyState === "complete"`)
	p.do("scroll to the first scenario", chromedp.Evaluate[chromedp.Void](`document.querySelector(".player-slot").scrollIntoView()`))
	b = p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
}

// fullPage is where the link of a frame to the whole page leads.
const fullPage = `(() => {
	const link = document.querySelector(".open-full");
	addEventListener("click", (e) => e.preventDefault(), { once: true });
	link.click();
	return link.href;
})()`

// TestOpensWholePageWhereTheFrameIs goes on in the whole page with what was done in a frame: an answer of a
// scenario of the site, and a scenario of one's own.
func TestOpensWholePageWhereTheFrameIs(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/embed/scenario/address-already-in-use/restart/?step=11")
	b := p.player(0)
	b.answer("0")
	b.untilShows(".score", "0 of 1")
	b.tab("timeline")
	p.open(strings.TrimPrefix(find[string](p, fullPage), p.site))
	b = p.player(0)
	b.untilAt(failingStep)
	b.untilShows(".score", "0 of 1")
	b.untilShows(`[role="tab"][aria-selected="true"]`, "Timeline")

	link := find[string](p, js(`portlabLink.write({ step: 2, title: "Mine" }, %s)`, taken))
	p.open("/en/embed/" + link)
	b = p.player(0)
	b.click(b.control("next"))
	p.until("the page knows the step", `portlabStates[0].step === 3`)
	p.open(strings.TrimPrefix(find[string](p, fullPage), p.site))
	b = p.player(0)
	b.untilAt(3)
	if got := b.text(); got != taken {
		t.Errorf("the whole page has %q, want the frame's scenario", got)
	}
	if title := b.seen(".bar .title"); title != "Mine" {
		t.Errorf("the whole page's title is %q", title)
	}
}

// TestEmbedFitsItsFrame uses a player in frames of the smallest sizes, which must need no scrolling.
func TestEmbedFitsItsFrame(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	for _, size := range []screen{{700, 500}, {360, 640}} {
		p.resize(size)
		p.open("/en/embed/scenario/address-already-in-use/restart/?predict=off")
		b := p.player(0)
		b.click(b.control("failnext"))
		b.untilAt(failingStep)
		for _, tab := range []string{"sockets", "timeline", "why"} {
			b.tab(tab)
			if over := find[string](p, `[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight].join()`); over != "0,0" {
				t.Errorf("%v, %s: the page is larger than its frame by %s pixels", size, tab, over)
			}
		}
	}
}

// TestEmbedBeginsInSight opens a small frame at a step: what the step did is in sight.
func TestEmbedBeginsInSight(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.resize(screen{700, 500})
	p.open("/en/embed/scenario/restart/?step=11&predict=off")
	b := p.player(0)
	b.until("the socket in the way is in sight", js(`(() => {
		const card = document.querySelector(%s)?.getBoundingClientRect(), stage = document.querySelector(%s).getBoundingClientRect();
		return !!card && card.top >= stage.top && card.bottom <= stage.bottom;
	})()`, b.in(`[data-c~="drawing"] [data-c~="blocks"]`), b.in(".stage")))
}

// TestEmbedWithoutOrigin shows a frame whose sandbox denies it an origin, and so storage and cookies.
func TestEmbedWithoutOrigin(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, elsewhere(t, s, listening+strings.Replace(restartFrame, "allow-same-origin ", "", 1)))
	p.watch.expect("request to another site")
	p.open("/")
	p.until("the player is ready, and of no origin", `told.some((m) => m.subject === "portlab.ready" && m.origin === "null")`)
	p.do("ask for a step", chromedp.Evaluate[chromedp.Void](`f.contentWindow.postMessage({ subject: "portlab.go", step: 7 }, "*")`))
	p.until("the frame goes there", `told.some((m) => m.subject === "portlab.step" && m.step === 7)`)
}

// TestHostileEmbedAddresses puts a script into each part of a frame's address, and too much of it.
func TestHostileEmbedAddresses(t *testing.T) {
	t.Parallel()
	const script = `"><script>alert(1)</script>`
	named := "/en/embed/scenario/address-already-in-use/restart/"
	own := permalink.Link{Text: taken, Step: 1}.Fragment()
	huge := permalink.Link{Text: strings.Repeat("A close(3)\n", 1<<20)}.Fragment()
	site := serve(t).URL
	for name, c := range map[string]struct {
		address, says string
		step          int // where the player is then: where no step is named, before the question
	}{
		"parameters": {named + "?" + url.Values{"step": {script}, "view": {script}, "theme": {script}, "lang": {script}, "predict": {script}}.Encode(), "", failingStep - 1},
		"hash":       {named + "#" + url.Values{"step": {script}, "view": {script}, "answers": {script}, "title": {script}}.Encode(), "", failingStep - 1},
		"title":      {"/en/embed/#title=" + url.QueryEscape(script) + "&" + own, "", 1},
		"huge":       {"/en/embed/#" + huge, "64 KiB", 0},
		"no text":    {"/en/embed/#s=" + url.QueryEscape(script), "nothing of its scenario", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := visit(t, site)
			p.open(c.address)
			if c.says != "" {
				p.until("the page says "+c.says, js(`document.getElementById("link-note").innerText.includes(%s)`, c.says))
			} else {
				p.player(0).untilAt(c.step)
			}
			if n := find[int](p, `document.querySelectorAll("body script, main img").length`); n != 0 {
				t.Errorf("%d elements of the address are in the page", n)
			}
		})
	}
}
