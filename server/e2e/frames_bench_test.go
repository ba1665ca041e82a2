package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// BenchmarkFrames measures how long a frame takes in which the cursor moves: from the click to the end
// of painting, in milliseconds, with the processor as it is and made four times slower. 16.7 is what a
// frame may take at 60 a second. Where the slider is scrubbed it is the time between two frames. Beside
// them stands what the page's thread has spent on an action in all, which other programs on the machine
// do not lengthen: cpu-ms.
func BenchmarkFrames(b *testing.B) {
	for _, c := range []struct {
		name, text, tab string
		measure         string // returns the times of some frames
	}{
		{"step/200-sockets", connected(100) + sent(60), "sockets", `manyTimes(() => press(turn++ % 2 ? "back" : "next"))`},
		{"step/200-sockets-timeline", connected(100) + sent(60), "timeline", `manyTimes(() => press(turn++ % 2 ? "back" : "next"))`},
		{"jump/10000-steps", connected(20) + sent(10_000), "sockets", `manyTimes(() => slide(turn++ * 7919 % last()))`},
		{"jump/10000-steps-timeline", connected(20) + sent(10_000), "timeline", `manyTimes(() => slide(turn++ * 7919 % last()))`},
		{"scrub/10000-steps", connected(20) + sent(10_000), "sockets", `scrub(() => slide(turn++ * 331 % last()))`},
		{"step/30000-sockets", connected(15_000) + sent(60), "sockets", `manyTimes(() => press(turn++ % 2 ? "back" : "next"))`},
		{"step/30000-sockets-sorted", connected(15_000) + sent(60), "sockets", `sortedBy("Peer Address:Port"), manyTimes(() => press(turn++ % 2 ? "back" : "next"))`},
		{"scroll/30000-sockets", connected(15_000), "sockets", `manyTimes(() => { box().scrollTop = turn++ * 99_991 % 800_000; })`},
		{"sort/30000-sockets", connected(15_000), "sockets", `manyTimes(() => { sort(turn++ % 2 ? "State" : "Peer Address:Port"); })`},
	} {
		for _, slower := range []float64{1, 4} {
			b.Run(fmt.Sprintf("%s/cpu-1:%g", c.name, slower), func(b *testing.B) {
				p := visit(b, serve(b).URL)
				player := p.atTheEndOf(c.text, c.tab)
				command(p, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slower})
				command(p, performance.Enable, performance.EnableParams{TimeDomain: "threadTicks"})
				var frames []float64
				before := p.threadTime()
				for b.Loop() {
					frames = append(frames, find[[]float64](p, fmt.Sprintf(`(async () => { %s; return %s; })()`, js(frameTools, player.root), c.measure))...)
				}
				b.ReportMetric((p.threadTime()-before)/float64(len(frames)), "cpu-ms")
				slices.Sort(frames)
				b.ReportMetric(frames[len(frames)/2], "median-ms")
				b.ReportMetric(frames[len(frames)*95/100], "p95-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// threadTime returns the milliseconds that the page's thread has worked.
func (p *person) threadTime() float64 {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, m := range result.Metrics {
		if m.Name == "TaskDuration" {
			return m.Value * 1000
		}
	}
	p.t.Fatal("the browser does not tell how long it has worked")
	return 0
}

// connected is a scenario of n connections, so with 2n+1 sockets.
func connected(n int) string {
	var text strings.Builder
	text.WriteString("sysctl net.core.somaxconn=65535\nS socket(AF_INET, SOCK_STREAM, 0)\nS bind(3, 127.0.0.1:8080)\nS listen(3, 65535)\n")
	const most = 1000 // descriptors of a process
	for i := range n {
		fmt.Fprintf(&text, "C%d socket(AF_INET, SOCK_STREAM, 0)\nC%d connect(%d, 127.0.0.1:8080)\n", i/most, i/most, i%most+3)
	}
	return text.String()
}

// sent is n calls on the first connection of connected, of which one in ten fails.
func sent(n int) string {
	var text strings.Builder
	for i := range n {
		if i%10 == 9 {
			text.WriteString("C0 bind(3, 127.0.0.1:8080)\n")
		} else {
			text.WriteString("C0 send(3, \"x\")\n")
		}
	}
	return text.String()
}

// longLoading is how long a person waits for some ten thousand steps on a machine that is busy.
const longLoading = 5 * time.Minute

// atTheEndOf opens a scenario in the playground, at its last step and with a view.
func (p *person) atTheEndOf(text, tab string) *scenarioPlayer {
	p.t.Helper()
	p.open(playgroundPath)
	b := p.player(0)
	find[int](p, js(`((field) => { field.value = %s; field.dispatchEvent(new InputEvent("input", { bubbles: true })); return 0; })(document.querySelector(%s))`,
		text, b.in(field)))
	steps := strings.Count(text, "\n")
	b.untilWithin(longLoading, "the scenario is shown", js(`document.querySelector(%s).max === %s`, b.in(`input[type="range"]`), fmt.Sprint(steps)))
	b.tab(tab)
	b.click(b.control("last"))
	b.until("the last step is shown", js(`document.querySelector(%s).value === %s`, b.in(`input[type="range"]`), fmt.Sprint(steps)))
	return b
}

// frameTools measures frames. What is done at the beginning of a frame is painted at its end; a message
// that is posted meanwhile arrives after that.
const frameTools = `
	var turn = globalThis.turn ?? 0;
	const player = document.querySelector(%s), slider = player.querySelector("input[type=range]");
	const press = (name) => player.querySelector("[data-do=" + name + "]").click();
	const last = () => Number(slider.max);
	const slide = (k) => { slider.value = k; slider.dispatchEvent(new InputEvent("input", { bubbles: true })); };
	const head = (column) => player.querySelector("[data-sort='" + column + "']");
	const sort = (column) => head(column).click();
	const sortedBy = (column) => { if (!head(column).closest("[aria-sort]")) sort(column); };
	const box = () => player.querySelector("[data-box=view]");
	const nextFrame = () => new Promise(requestAnimationFrame);
	const painted = () => new Promise((done) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = done;
		port2.postMessage(0);
	});
	const idle = () => new Promise((done) => requestIdleCallback(done));
	async function frame(act) {
		await nextFrame();
		const began = performance.now();
		act();
		await painted();
		return performance.now() - began;
	}
	// Between the actions of a scrub there is no rest: what an action leaves to do later, the next waits for.
	async function scrub(act) {
		const gaps = [];
		for (let i = 0, before = await nextFrame(); i < 24; i++) {
			act();
			const now = await nextFrame();
			gaps.push(now - before);
			before = now;
		}
		globalThis.turn = turn;
		return gaps;
	}
	async function manyTimes(act) {
		const times = [];
		for (let i = 0; i < 12; i++) {
			times.push(await frame(act));
			await idle();
		}
		globalThis.turn = turn;
		return times;
	}
`
