package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// on returns what a drawing on the stage shows of a socket, counted from 1.
func (b *scenarioPlayer) on(socket int) string {
	b.t.Helper()
	return find[string](b.person, js(`[...document.querySelectorAll(%s)].map((text) => text.textContent).join(" ")`,
		b.in(fmt.Sprintf(`[data-c~="drawing"] [data-socket="%d"][data-c~="sock"] text`, socket))))
}

// count returns how many elements a selector finds on the stage.
func (b *scenarioPlayer) count(selector string) int {
	b.t.Helper()
	return find[int](b.person, js(`document.querySelectorAll(%s).length`, b.in(`[data-c~="drawing"] `+selector)))
}

// opened opens a scenario of the gallery and steps to its end.
func opened(p *person, name string) *scenarioPlayer {
	p.t.Helper()
	p.open("/en/scenarios/" + name + "/")
	b := p.player(0)
	b.click(b.control("last"))
	b.until("it is at its end", js(`document.querySelector(%s).value === document.querySelector(%s).max`, b.in(`input[type="range"]`), b.in(`input[type="range"]`)))
	return b
}

// TestStageShowsSharedSocket forks: two descriptors of two processes lead to one socket.
func TestStageShowsSharedSocket(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := opened(p, "fork")
	b.click(b.in(`[data-step="4"]`)) // fork
	b.untilAt(4)
	if n := b.count(`[data-c~="arrow"]`); n != 2 {
		t.Errorf("%d arrows lead from descriptors, want two to one socket", n)
	}
	if got := b.on(1); !strings.Contains(got, "LISTEN") || !strings.Contains(got, "refs 2") {
		t.Errorf("the listener shows %q, want that two refer to it", got)
	}
	b.click(b.in(`[data-step="6"]`)) // close(3) of the parent
	b.untilAt(6)
	if n, got := b.count(`[data-c~="arrow"]`), b.on(1); n != 1 || !strings.Contains(got, "refs 1") {
		t.Errorf("after the parent's close there are %d arrows, and the listener shows %q", n, got)
	}
	if n := b.count(`[data-c~="card"][data-c~="changed"], [data-c~="card"][data-c~="active"]`); n == 0 {
		t.Error("nothing on the stage is outlined as changed")
	}
}

// TestStageShowsQueueBucketsAndTimers looks at what waits in an accept queue, at who owns a port, and at how
// long a TIME_WAIT still takes.
func TestStageShowsQueueBucketsAndTimers(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := opened(p, "accept-queue")
	b.click(b.in(`[data-step="7"]`)) // the second client has connected
	b.untilAt(7)
	if got := b.on(1); !strings.Contains(got, "accept queue 2, backlog 1") {
		t.Errorf("the listener shows %q, want its accept queue", got)
	}
	if waiting := b.on(3); !strings.Contains(waiting, "in the accept queue of socket 1") {
		t.Errorf("a connection that nobody has accepted shows %q", waiting)
	}
	if chips := find[string](p, js(`[...document.querySelectorAll(%s)].map((e) => e.parentNode.textContent).join()`, b.in(`[data-c~="bucket"]`))); !strings.Contains(chips, "TCP 8080: 1, 3, 5") {
		t.Errorf("the port's owners are %q", chips)
	}

	p.open(lessonPath)
	b = p.player(0)
	b.click(b.control("last"))
	b.answer("EADDRINUSE")
	if got := b.on(4); !strings.Contains(got, "TIME-WAIT 60 s") {
		t.Errorf("the socket that is in the way shows %q", got)
	}
	b.click(b.in(`[data-c~="drawing"] [data-socket="4"]`))
	b.tab("sockets")
	b.until("its row is lit", js(`!!document.querySelector(%s)`, b.in(`tr.lit[data-socket="4"]`)))
}

// TestNothingJumps steps through scenarios: each socket and process keeps its place on the stage.
func TestNothingJumps(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	for _, name := range []string{"fork", "accept-queue", "restart", "reuseport"} {
		p.open("/en/scenarios/" + name + "/")
		b := p.player(0)
		jumps := find[[]string](p, js(`(async () => {
			const player = document.querySelector(%s), places = new Map(), jumps = [];
			const next = player.querySelector("[data-do=next]");
			for (let step = 0; next.ariaDisabled !== "true" && step < 100; step++) {
				next.click();
				await new Promise(requestAnimationFrame);
				for (const thing of player.querySelectorAll('[data-c~="drawing"] > :is([data-c~="sock"], [data-c~="proc"])')) {
					const card = thing.querySelector("rect"), what = thing.dataset.socket ?? thing.querySelector("text").textContent;
					const place = ["x", "y", "width", "height"].map((side) => card.getAttribute(side)).join();
					if (places.has(what) && places.get(what) !== place) jumps.push(step + ": " + what + " from " + places.get(what) + " to " + place);
					places.set(what, place);
				}
			}
			return places.size > 2 ? jumps : ["only " + places.size + " things were seen"];
		})()`, b.root))
		for _, jump := range jumps {
			t.Errorf("%s: %s", name, jump)
		}
	}
}

// TestStageShowsWholeRestart steps through the course's first restart, answers its question, and wants all of the
// stage in sight, at one size, at every step.
func TestStageShowsWholeRestart(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	look := js(`(() => {
		const stage = document.querySelector(%s), drawing = document.querySelector(%s);
		const { a, d } = drawing.getScreenCTM();
		return { hidden: stage.scrollHeight - stage.clientHeight, scale: Math.round(1000 * a), upright: Math.round(1000 * d) };
	})()`, b.in(".stage"), b.in(`[data-c~="drawing"]`))
	type sight struct{ Hidden, Scale, Upright int }
	first := find[sight](p, look)
	check := func(step int) {
		t.Helper()
		if now := find[sight](p, look); now.Hidden > 0 || now.Scale != first.Scale || now.Upright != now.Scale {
			t.Errorf("step %d: %d pixels are out of sight, the size is %d and at first %d", step, now.Hidden, now.Scale, first.Scale)
		}
	}
	for step := 1; step <= failingStep+2; step++ {
		b.click(b.control("next"))
		b.untilAt(step)
		check(step)
		if step == failingStep {
			b.answer("EADDRINUSE")
			b.untilShows(".feedback", "Right")
			check(step)
		}
	}
}

// eight has eight processes with a listener each, one of which a client reaches.
func eight() string {
	var s strings.Builder
	for i := 1; i <= 8; i++ {
		fmt.Fprintf(&s, "P%d socket(AF_INET, SOCK_STREAM, 0) = 3\nP%d bind(3, 127.0.0.1:%d) = 0\nP%d listen(3, 8) = 0\n", i, i, 8080+i, i)
	}
	return s.String() + "P8 socket(AF_INET, SOCK_STREAM, 0) = 4\nP8 connect(4, 127.0.0.1:8081) = 0\n"
}

// TestStageReadsWithEightProcesses wants letters of a readable size, and nothing over anything else.
func TestStageReadsWithEightProcesses(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := p.atTheEndOf(eight(), "sockets")
	for _, size := range []screen{desktop, {1100, 800}, {700, 500}} {
		p.resize(size)
		for _, fault := range find[[]string](p, js(`(() => {
			const cards = [...document.querySelectorAll(%s)].map((card) => card.getBoundingClientRect());
			const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
			const faults = cards.length === 18 ? [] : [cards.length + " cards, want 8 processes and 10 sockets"];
			cards.forEach((a, i) => { if (cards.slice(i + 1).some((b) => over(a, b))) faults.push("card " + i + " lies over another"); });
			const scale = document.querySelector(%s).getBoundingClientRect().width / document.querySelector(%s).viewBox.baseVal.width;
			return 11 * scale >= 9 ? faults : [...faults, "the smallest letters are " + 11 * scale + " high"];
		})()`, b.in(`[data-c~="drawing"] rect[data-c~="card"]`), b.in(`[data-c~="drawing"]`), b.in(`[data-c~="drawing"]`))) {
			t.Errorf("%s: %s", size, fault)
		}
	}
}

// TestSelectionLightsBothWays selects a row, which lights the arrows to its socket, and a socket on the stage,
// which lights its row.
func TestSelectionLightsBothWays(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := p.atTheEndOf(eight(), "sockets")
	b.click(b.in(`tr[data-socket="2"] .pick`))
	b.until("the row, its arrow and its descriptor are lit", js(`!!document.querySelector(%s) && document.querySelectorAll(%s).length === 1 && !!document.querySelector(%s)`,
		b.in(`tr.lit[data-socket="2"]`), b.in(`[data-c~="arrow"][data-c~="lit"]`), b.in(`[data-c~="fd"][data-c~="lit"][data-socket="2"]`)))
	b.click(b.in(`[data-c~="drawing"] [data-c~="sock"][data-socket="9"]`))
	b.until("the other row is lit instead, and in sight", js(`(() => {
		const rows = document.querySelectorAll(%s), row = rows[0]?.getBoundingClientRect(), box = document.querySelector(%s).getBoundingClientRect();
		return rows.length === 1 && rows[0].dataset.socket === "9" && row.top >= box.top && row.bottom <= box.bottom;
	})()`, b.in("tr.lit"), b.in(`[data-box="view"]`)))
	b.click(b.in(`tr[data-socket="9"] .pick`))
	b.until("nothing is lit", js(`!document.querySelector(%s)`, b.in(`tr.lit, [data-c~="lit"]`)))
}

// TestScriptShowsWhatReturns goes to the last call of a script, with which another returns: both are in sight.
func TestScriptShowsWhatReturns(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open("/en/lessons/one-port-many-processes/")
	b := p.player(1)
	b.click(b.control("last"))
	b.until("all that happens with the last call is in sight", js(`(() => {
		const rows = [...document.querySelectorAll(%s)].map((row) => row.getBoundingClientRect());
		const box = document.querySelector(%s).getBoundingClientRect();
		return rows.length === 2 && rows.every((row) => row.top >= box.top && row.bottom <= box.bottom);
	})()`, b.in(".step.current"), b.in(".script")))
}

// TestScriptFollowsCursor lets the cursor jump about in a long script: the current line is always in sight,
// and a line that is clicked is gone to. What the text claims and did not happen is marked.
func TestScriptFollowsCursor(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := p.atTheEndOf(connected(100)+"A close(99) = 0\n", "sockets")
	inSight := js(`(() => {
		const row = document.querySelector(%s)?.getBoundingClientRect(), box = document.querySelector(%s).getBoundingClientRect();
		return !!row && row.top >= box.top && row.bottom <= box.bottom;
	})()`, b.in(`[aria-current="step"]`), b.in(".script"))
	b.until("the last line is in sight", inSight)
	b.until("the claim that does not hold is marked", js(`document.querySelector(%s)?.innerText.includes("the text claims")`, b.in(`.current .claimed`)))
	if got := b.seen(".current .result"); !strings.Contains(got, "EBADF") {
		t.Errorf("the failing call's result is %q", got)
	}
	b.click(b.control("first"))
	b.click(b.control("next"))
	b.untilAt(1)
	b.until("the first line is in sight", inSight)
	b.click(b.in(`[data-step="5"]`))
	b.untilAt(5)
	b.until("the clicked line is in sight", inSight)
}
