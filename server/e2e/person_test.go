package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// patience is how long a person waits for what should come at once. It says only when a test that
// fails does so.
const patience = 45 * time.Second

// A person has a browser window open at the site. What they cannot do ends the test.
type person struct {
	t     testing.TB
	ctx   context.Context
	site  string // its address, without a slash at the end
	watch *watch
	leave func() // closes the window; it may be called twice
}

// A screen is the size of a window in CSS pixels.
type screen struct{ width, height int }

var desktop = screen{1440, 900}

func (s screen) String() string { return fmt.Sprintf("%dx%d", s.width, s.height) }

// visit gives a person a window of their own, with an empty storage. The test fails where a page
// in it complains on its console, or asks another site for something.
func visit(t testing.TB, address string) *person {
	t.Helper()
	w := &watch{site: address}
	ctx, closeWindow := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(w.notice))
	p := &person{t: t, ctx: ctx, site: address, watch: w}
	p.leave = sync.OnceFunc(func() {
		w.report(p)
		closeWindow()
	})
	t.Cleanup(p.leave)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("cannot open a window: %v", err)
	}
	p.resize(desktop)
	command(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	p.prefer("prefers-reduced-motion", "reduce")
	return p
}

// do carries out what a person does.
func (p *person) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("cannot %s: %v\n%s", what, err, p.situation())
	}
}

// command sends the browser a command that no person can give.
func command[P, R any](p *person, c cdp.Command[P, R], params P) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, c, params); err != nil {
		p.t.Fatalf("%s: %v", c.Method, err)
	}
}

// prefer sets what the person told the system, as media queries name it.
func (p *person) prefer(feature, value string) {
	p.t.Helper()
	command(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
	})
}

// open goes to a page of the site.
func (p *person) open(path string) {
	p.t.Helper()
	response, err := chromedp.Run(p.ctx, chromedp.NavigateResponse(p.site+path))
	if err != nil {
		p.t.Fatalf("cannot open %s: %v", path, err)
	}
	if response == nil || response.Status != http.StatusOK {
		p.t.Fatalf("cannot open %s: the server answers %+v", path, response)
	}
}

func (p *person) reload() {
	p.t.Helper()
	p.toOtherPage("the page is there again", func() { p.do("reload the page", chromedp.Reload()) })
}

// back goes back to where the person was before, on another page or on this one.
func (p *person) back() {
	p.t.Helper()
	p.do("go back", chromedp.Evaluate[chromedp.Void](`history.back()`))
}

func (p *person) resize(s screen) {
	p.t.Helper()
	p.do("resize the window", chromedp.EmulateViewport(int64(s.width), int64(s.height)))
}

// click clicks in the middle of what the selector finds first, once it can be seen there.
func (p *person) click(selector string) {
	p.t.Helper()
	p.until("there is "+selector, js(`!!document.querySelector(%s)?.checkVisibility({ visibilityProperty: true })`, selector))
	target := find[struct {
		X, Y  float64
		Cover string
	}](p, js(`(() => {
		const e = document.querySelector(%s);
		const look = () => {
			const box = e.getClientRects()[0], x = box.x + box.width / 2, y = box.y + box.height / 2;
			const top = document.elementFromPoint(x, y);
			return { x, y, cover: e.contains(top) ? "" : top?.outerHTML.slice(0, 200) ?? "the edge of the window" };
		};
		if (look().cover) e.scrollIntoView({ block: "center" });
		return look();
	})()`, selector))
	if target.Cover != "" {
		p.t.Fatalf("cannot click %s: over it is %s\n%s", selector, target.Cover, p.situation())
	}
	p.do("click "+selector, chromedp.MouseClickXY(target.X, target.Y))
}

// follow clicks a link and waits for the page that it leads to.
func (p *person) follow(selector string) {
	p.t.Helper()
	p.toOtherPage("the link "+selector+" leads to a page", func() { p.click(selector) })
}

// toOtherPage waits until another page than before is there.
func (p *person) toOtherPage(what string, act func()) {
	p.t.Helper()
	before := find[float64](p, `performance.timeOrigin`)
	act()
	p.until(what, js(`performance.timeOrigin !== %s && document.readyState === "complete"`, before))
}

// press presses keys one after the other, with the modifiers held down.
func (p *person) press(keys string, held ...chromedp.Modifier) {
	p.t.Helper()
	p.do(fmt.Sprintf("press %q", keys), chromedp.KeyEvent(keys, chromedp.KeyModifiers(held...)))
}

// replaceText writes a text in place of all that is in a field.
func (p *person) replaceText(field, text string) {
	p.t.Helper()
	p.click(field)
	p.do("select all", chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	command(p, input.InsertText, input.InsertTextParams{Text: text})
}

// until waits until a JavaScript expression, or what it promises, is true.
func (p *person) until(what, condition string) {
	p.t.Helper()
	p.untilWithin(patience, what, condition)
}

// untilWithin is until for what takes its time. That the expression cannot be evaluated yet, or that
// its page is just being left, counts as false.
func (p *person) untilWithin(limit time.Duration, what, condition string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, limit)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		met, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition, chromedp.EvalAwaitPromise))
		if met && err == nil {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			p.t.Fatalf("waited in vain until %s: %v\n%s", what, err, p.situation())
		}
	}
}

// find returns the value of a JavaScript expression.
func find[T any](p *person, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("cannot find out %s: %v", expression, err)
	}
	return v
}

// textOf returns the text that is seen in what a selector finds first.
func (p *person) textOf(selector string) string {
	p.t.Helper()
	return find[string](p, js(`document.querySelector(%s)?.innerText ?? ""`, selector))
}

// path returns the address of the page, below the site's.
func (p *person) path() string {
	p.t.Helper()
	return find[string](p, `location.pathname + location.search + location.hash`)
}

// situation tells, for a test that fails, what the person sees.
func (p *person) situation() string {
	seen, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](
		`location.href + "\n" + document.body.innerText.replace(/\s*\n\s*/g, "\n").slice(0, 4000)`))
	if err != nil {
		return "(the page does not answer: " + err.Error() + ")"
	}
	return seen
}

// js writes a JavaScript expression with values in it.
func js(format string, values ...any) string {
	written := make([]any, len(values))
	for i, v := range values {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		written[i] = string(b)
	}
	return fmt.Sprintf(format, written...)
}
