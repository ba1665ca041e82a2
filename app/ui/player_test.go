package ui

import (
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

const scenarioText = `# A port that is taken.
A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
A listen(3, 1) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:8080) = ?
`

// show mounts a player and returns it with what drives it.
func show(t *testing.T, c player.Config) (*Player, app.ClientDispatcher) {
	t.Helper()
	p := &Player{Config: c}
	d := app.NewClientTester(p)
	t.Cleanup(d.Close)
	return p, d
}

// tell sends messages to a player and draws what comes of them.
func tell(p *Player, d app.ClientDispatcher, msgs ...player.Msg) string {
	d.Dispatch(app.Dispatch{Mode: app.Update, Source: p, Function: func(app.Context) {
		for _, msg := range msgs {
			p.send(msg)
		}
	}})
	d.Consume()
	return page(p)
}

// page returns what go-app draws of a player, and after it what patch.js is told to draw.
func page(p *Player) string {
	html := app.HTMLString(p)
	for _, part := range p.parts() {
		for _, piece := range part.pieces {
			html += string(piece.show())
		}
	}
	return html
}

func lesson(lang player.Lang) player.Config {
	return player.Config{Slot: 2, Name: "taken", Title: "A port", Text: scenarioText, Lang: lang}
}

func TestPlayerIsMovedBySlot(t *testing.T) {
	p, _ := show(t, lesson(player.English))
	html := app.HTMLString(p)
	if tag := html[:strings.IndexByte(html, '>')]; !strings.Contains(tag, `data-slot="2"`) || !strings.Contains(tag, `class="player lesson-player"`) {
		t.Errorf("the player begins %s", tag)
	}
}

// TestAnswerIsNowhere wants the result of a question nowhere in the page before the answer, on
// whatever tab, except among the choices.
func TestAnswerIsNowhere(t *testing.T) {
	p, d := show(t, lesson(player.English))
	for _, tab := range player.Tabs {
		html := tell(p, d, player.Go{Step: 5}, player.PickTab{Tab: tab})
		if n := strings.Count(strings.ReplaceAll(html, `data-label="EADDRINUSE"`, ""), "EADDRINUSE"); n != 1 {
			t.Errorf("%s: EADDRINUSE stands %d times in the page, want once, as a choice", tab, n)
		}
	}
	html := tell(p, d, player.Reply{Label: "EADDRINUSE"})
	for _, want := range []string{"Right: EADDRINUSE.", "Blocked by", "inet_bind_conflict", `data-c="conflict"`} {
		if !strings.Contains(html, want) {
			t.Errorf("after the answer the page lacks %q", want)
		}
	}
}

func TestEveryTabInBothLanguages(t *testing.T) {
	for _, lang := range []player.Lang{player.English, player.Chinese} {
		w := player.WordsIn(lang)
		p, d := show(t, lesson(lang))
		for tab, want := range map[player.Tab]string{
			player.TabSockets: w.TableCaption, player.TabTimeline: w.TimelineLabel,
			player.TabWhy: w.WhyRules, player.TabHost: w.HostNone,
		} {
			html := tell(p, d, player.Go{Step: 3}, player.PickTab{Tab: tab}, player.HostKnown{})
			if !strings.Contains(html, want) {
				t.Errorf("%s, %s: the page lacks %q", lang, tab, want)
			}
		}
	}
}

// TestNoStyleAttributes keeps the page free of what its content security policy refuses.
func TestNoStyleAttributes(t *testing.T) {
	p, d := show(t, player.Config{Mode: player.Playground, Text: scenarioText + "B bnd(3)\n", Lang: player.English})
	for _, tab := range player.Tabs {
		html := tell(p, d, player.ToggleHelp{}, player.Go{Step: 5}, player.PickTab{Tab: tab})
		if strings.Contains(html, " style=") || regexp.MustCompile(` on\w+=`).MatchString(html) {
			t.Errorf("%s: an attribute that the policy refuses: %s", tab, html)
		}
	}
}

// TestSVGHasNoClass keeps classes off SVG elements, where go-app cannot set them.
func TestSVGHasNoClass(t *testing.T) {
	p, d := show(t, lesson(player.English))
	html := tell(p, d, player.TogglePredict{}, player.Go{Step: 5}, player.PickTab{Tab: player.TabTimeline})
	for _, drawing := range regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAllString(html, -1) {
		if strings.Contains(drawing, "class=") {
			t.Errorf("a class in %s", drawing)
		}
	}
}

func TestEditorShowsTheFault(t *testing.T) {
	p, d := show(t, player.Config{Mode: player.Playground, Text: scenarioText, Lang: player.English})
	html := tell(p, d, player.Edit{Text: scenarioText + "B lisen(3, 1) = 0\n"}, player.Settle{Edit: 1})
	for _, want := range []string{"<mark>lisen</mark>", "line 7, column 3", "did you mean listen?", `aria-invalid`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	html = tell(p, d, player.Edit{Text: scenarioText}, player.Settle{Edit: 2})
	if strings.Contains(html, "<mark>") || !strings.Contains(html, player.WordsIn(player.English).EditorHelp) {
		t.Error("the fault stays after it was mended")
	}
}

func TestControls(t *testing.T) {
	p, d := show(t, lesson(player.English))
	html := tell(p, d, player.Go{Step: 2})
	for _, want := range []string{
		`<button type="button" class="ctl first" data-do="first" aria-label="First step (Home)" aria-disabled="false"`,
		`<button type="button" class="ctl failback" data-do="failback" aria-label="Previous failure (Shift+←)" aria-disabled="true"`,
		`<input type="range" min="0" max="5" step="1" value="2" aria-label="Step" aria-valuetext="step 2 of 5">`,
		`<span class="step-of">step 2 of 5</span>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, name := range []string{"first", "back", "play", "next", "last", "failback", "failnext", "speed"} {
		if controlMsg(name, 5) == nil {
			t.Errorf("the button %s does nothing", name)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		line          string
		col, end      int
		before, wrong string
	}{
		{"A bnd(3)", 3, 6, "A ", "bnd"},
		{"A bnd(3)", 3, 0, "A ", "bnd(3)"},
		{"甲 bnd(3)", 3, 6, "甲 ", "bnd"},
		{"A", 9, 12, "A", ""},
	} {
		before, wrong := split(c.line, player.Fault{Col: c.col, End: c.end})
		if before != c.before || wrong != c.wrong {
			t.Errorf("split(%q, %d-%d) = %q, %q; want %q, %q", c.line, c.col, c.end, before, wrong, c.before, c.wrong)
		}
	}
}

// TestIcons wants a drawing for each sign that a model can ask for.
func TestIcons(t *testing.T) {
	for _, kind := range []player.StateKind{player.KindIdle, player.KindListen, player.KindOpening, player.KindEstab,
		player.KindHalf, player.KindWait, player.KindGone} {
		if icons[string(kind)] == "" {
			t.Errorf("no icon for %s", kind)
		}
	}
}
