package e2e

import (
	"bytes"
	"encoding/xml"
	"html"
	"image/png"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	downloads "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shares opens the dialog of a player.
func (b *scenarioPlayer) shares() {
	b.t.Helper()
	b.click("button.share")
	b.until("the dialog is open and filled", `document.getElementById("share").open && document.querySelector("[name=link]").value !== ""`)
}

// offered returns what a field of the dialog holds.
func (p *person) offered(field string) string {
	p.t.Helper()
	return find[string](p, js(`document.querySelector("#share [name=" + %s + "]").value`, field))
}

// wishes sets a field of the dialog, and waits until the snippet says so.
func (p *person) wishes(field, value, says string) {
	p.t.Helper()
	p.do("choose "+value, chromedp.Evaluate[chromedp.Void](js(`((field) => {
		field.value = %s;
		field.dispatchEvent(new InputEvent("input", { bubbles: true }));
	})(document.querySelector("#share [name=" + %s + "]"))`, value, field)))
	p.until("the snippet has "+says, js(`document.querySelector("#share [name=snippet]").value.includes(%s)`, says))
}

// TestShares opens the dialog at a step, reads what it offers, and closes it by key.
func TestShares(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/scenarios/restart/")
	b := p.player(0)
	b.click(b.control("next"))
	b.untilAt(1)
	b.shares()
	for name, want := range map[string]string{
		"link": "/en/playground/?scenario=restart#step=1", "markdown": "[The restart](", "snippet": "/en/embed/scenario/restart/",
	} {
		if got := p.offered(name); !strings.Contains(got, want) {
			t.Errorf("%s is %s, want %s in it", name, got, want)
		}
	}
	p.press(kb.Escape)
	p.until("the focus is on the button again", `document.activeElement.className === "share"`)
}

// TestSharedFrameShowsWhatWasChosen makes every choice of the dialog, pastes the snippet into a page, and
// looks at the frame.
func TestSharedFrameShowsWhatWasChosen(t *testing.T) {
	t.Parallel()
	p := visit(t, hosting(t, `<body><script>document.body.innerHTML = decodeURIComponent(location.hash.slice(1))</script>`).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.shares()
	p.wishes("step", "11", "step=11")
	p.wishes("view", "why", "view=why")
	p.wishes("predict", "off", "predict=off")
	p.wishes("theme", "dark", "theme=dark")
	p.wishes("lang", "zh", "/zh/embed/")
	p.wishes("height", "-3", `height="540"`) // no number that the field takes
	p.wishes("step", "9999", "step=0")
	p.wishes("step", "11", "step=11")
	p.wishes("height", "620", `height="620"`)
	snippet := p.offered("snippet")
	if preview := find[string](p, `document.querySelector("#share .preview").href`); !strings.Contains(snippet, html.EscapeString(preview)) {
		t.Errorf("the preview shows %s, which the snippet does not: %s", preview, snippet)
	}

	p.watch.expect("can escape its sandboxing") // as frame and page are of one site here, to look into the frame
	p.open("/host.html#" + url.PathEscape(snippet))
	p.until("the frame runs", inFrame(0, `document.documentElement.dataset.engine === "running"`))
	p.until("it shows the reason of the step", inFrame(0, `document.querySelector('[aria-current="step"]').dataset.step === "11"
		&& document.querySelector('[data-tab="why"]').ariaSelected === "true" && document.querySelector(".why").innerText.includes("inet_bind_conflict")`))
	for what, shown := range map[string]string{
		"the language":   inFrame(0, `document.documentElement.lang === "zh-CN"`),
		"the colours":    inFrame(0, `document.documentElement.dataset.theme === "dark"`),
		"no prediction":  inFrame(0, `document.querySelector(".predict").ariaPressed === "false"`),
		"the height":     `document.querySelector("iframe").offsetHeight === 620`,
		"a frame's name": `document.querySelector("iframe").title === "Portlab: The restart"`,
	} {
		if !find[bool](p, shown) {
			t.Errorf("the frame does not show %s that was chosen:\n%s", what, snippet)
		}
	}
}

// TestSharedMarkdownLeadsToTheStep follows the link in the Markdown of a changed scenario whose title
// has what Markdown gives a meaning to.
func TestSharedMarkdownLeadsToTheStep(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(playgroundPath)
	link := find[string](p, js(`portlabLink.write({ step: 2, title: "Mine [draft]" }, %s)`, taken))
	p.open("/en/") // the hash alone would not load the page anew
	p.open(playgroundPath + link)
	b := p.player(0)
	b.untilAt(2)
	b.shares()
	p.wishes("step", "4", "step=4")
	before, rest, _ := strings.Cut(p.offered("markdown"), "](")
	if want := `[Mine \[draft\]`; before != want {
		t.Errorf("the title in Markdown is %s, want %s", before, want)
	}
	shared := strings.TrimSuffix(rest, ")")
	if shared != p.offered("link") {
		t.Errorf("Markdown leads to %s, and the link to %s", shared, p.offered("link"))
	}
	other := visit(t, p.site)
	other.open(strings.TrimPrefix(shared, p.site))
	b = other.player(0)
	b.untilAt(4)
	if got := b.text(); got != taken {
		t.Errorf("the link opens %q, want %q", got, taken)
	}
}

// TestSharesFiles saves the scenario and the picture of its step, in dark colours, and looks into the files.
func TestSharesFiles(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.prefer("prefers-color-scheme", "dark")
	p.open("/en/scenarios/fork/")
	b := p.player(0)
	b.click(b.in(`[data-step="4"]`))
	b.untilAt(4)
	b.shares()

	scenario := p.saves("file", "fork.strace")
	if text := find[string](p, `document.querySelector("pre.scenario").textContent`); string(scenario) != text {
		t.Errorf("the file holds %q, want the scenario", scenario)
	}
	picture := p.saves("svg", "fork-4.svg")
	if fault := drawingFault(picture); fault != nil {
		t.Errorf("the picture cannot be read: %v\n%s", fault, picture)
	}
	for _, want := range []string{"refs 2", "LISTEN", `fill="rgb(20, 23, 27)"`} { // the dark paper
		if !bytes.Contains(picture, []byte(want)) {
			t.Errorf("the picture of the step has no %s", want)
		}
	}
	pixels, err := png.Decode(bytes.NewReader(p.saves("png", "fork-4.png")))
	if err != nil {
		t.Fatal(err)
	}
	size := find[int](p, js(`document.querySelector(%s).viewBox.baseVal.width`, b.in(`[data-c~="drawing"]`)))
	if got := pixels.Bounds().Dx(); got != 2*size {
		t.Errorf("the picture is %d pixels wide, want twice %d", got, size)
	}
	if r, g, b, _ := pixels.At(0, 0).RGBA(); r>>8 != 20 || g>>8 != 23 || b>>8 != 27 {
		t.Errorf("its paper is %d, %d, %d, want the dark one", r>>8, g>>8, b>>8)
	}
}

// drawingFault says why a text is no drawing that stands alone.
func drawingFault(text []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// saves presses a button of the dialog and returns what is in the file that comes of it.
func (p *person) saves(button, name string) []byte {
	p.t.Helper()
	dir, events := p.t.TempDir(), true
	command(p, downloads.SetDownloadBehavior, downloads.SetDownloadBehaviorParams{
		Behavior: downloads.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir, EventsEnabled: &events,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	})
	progress := chromedp.Events(p.ctx, downloads.DownloadProgress)
	p.click(`#share [data-do="` + button + `"]`)
	for event, err := range progress {
		if err != nil {
			p.t.Fatalf("waited in vain for the file %s: %v", name, err)
		}
		if event.State == downloads.DownloadProgressStateCompleted {
			break
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}
