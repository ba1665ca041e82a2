package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
)

// TestReadsLessonWithoutWebAssembly opens the lesson where WebAssembly cannot be had.
func TestReadsLessonWithoutWebAssembly(t *testing.T) {
	t.Parallel()
	for lang, says := range map[string]struct{ title, note string }{
		"en": {"Why does a restarted server say", "The simulator could not start"},
		"zh": {"为什么服务器一重启就报", "模拟器未能启动"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			p := visit(t, serve(t).URL)
			p.watch.expect(".wasm")
			command(p, network.SetBlockedURLs, network.SetBlockedURLsParams{
				URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*.wasm", Block: true}},
			})
			p.open("/" + lang + "/lessons/address-already-in-use/")
			p.until("the page says that the simulator did not start", `document.documentElement.dataset.engine === "failed"`)
			p.readsLesson(says.title)
			if note := p.textOf(".player-slot .note"); !strings.Contains(note, says.note) {
				t.Errorf("below the scenario stands %q, want it to say %q", note, says.note)
			}
		})
	}
}

// TestReadsLessonBeforeWebAssembly opens the lesson while WebAssembly is still on its way.
func TestReadsLessonBeforeWebAssembly(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	p := visit(t, serveThrough(t, holdingWebAssembly(release)).URL)
	p.open(lessonPath)
	p.until("the page says that the simulator starts", `document.documentElement.dataset.engine === "loading"`)
	p.readsLesson("Why does a restarted server say")
	close(release)
	p.player(0)
}

// TestReadsLessonWithoutScripts opens the lesson where scripts are off.
func TestReadsLessonWithoutScripts(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	command(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.open(lessonPath)
	p.readsLesson("Why does a restarted server say")
	if note := p.textOf(".player-slot .note"); !strings.Contains(note, "allow JavaScript") {
		t.Errorf("below the scenario stands %q, want it to say that scripts are needed", note)
	}
}

// readsLesson makes sure that the lesson's text and its first scenario can be seen, with nothing
// over them.
func (p *person) readsLesson(title string) {
	p.t.Helper()
	if h1 := p.textOf("h1"); !strings.Contains(h1, title) {
		p.t.Errorf("the lesson's title is %q, want it to contain %q", h1, title)
	}
	if script := p.textOf("pre.scenario"); !strings.Contains(script, "A2 bind(3, 127.0.0.1:8080)") {
		p.t.Errorf("the scenario reads %q, want all of its lines", script)
	}
	for _, part := range []string{"h1", ".section .text p:not(.kicker)", "pre.scenario"} {
		if over := p.whatCovers(part); over != "" {
			p.t.Errorf("%s cannot be seen: %s", part, over)
		}
	}
}

// whatCovers says what keeps an element from being seen: "" where nothing does.
func (p *person) whatCovers(selector string) string {
	p.t.Helper()
	return find[string](p, js(`(() => {
		const e = document.querySelector(%s);
		if (!e) return "it is not there";
		e.scrollIntoView({ block: "center" });
		if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return "it is hidden";
		const box = e.getBoundingClientRect();
		const top = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 10));
		return e.contains(top) ? "" : "over it is " + (top?.outerHTML.slice(0, 200) ?? "nothing");
	})()`, selector))
}
