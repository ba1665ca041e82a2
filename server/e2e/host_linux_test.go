package e2e

import (
	"strings"
	"testing"
	"time"

	"portlab/server/probe"
)

// timeWait is how long the restart takes on the host, with room to spare: its TIME_WAIT is real.
const timeWait = 2 * time.Minute

// TestRunsRestartOnHost answers the lesson's first question, runs the restart on the host, and sees
// it wait for the TIME_WAIT to end, as the simulator says.
func TestRunsRestartOnHost(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.click(b.control("failnext"))
	b.untilAt(failingStep)
	b.answer("EADDRINUSE")
	b.runOnHost()
	b.untilShows(view, "s left")
	if n := b.compared(); n.agree != failingStep || n.differ != 0 {
		t.Errorf("while the host waits, %d results agree and %d differ, want %d and 0\n%s", n.agree, n.differ, failingStep, b.seen(view))
	}
	b.untilAllAgree(timeWait, restartSteps)
}

// TestRunsOnHost runs scenarios that take no time: a further one of the lesson, and those of the
// playground, with completions among them, time that passes, and ports that the kernel picks.
func TestRunsOnHost(t *testing.T) {
	t.Parallel()
	t.Run("lesson", func(t *testing.T) {
		t.Parallel()
		p := visit(t, serve(t).URL)
		p.open(lessonPath)
		b := p.player(2)
		b.click(b.control("failnext"))
		b.untilAt(12)
		b.answer("0")
		b.runOnHost()
		b.untilAllAgree(patience, 12)
	})
	for example, results := range map[string]int{"fork": 11, "accept-queue": 12, "ephemeral": 17, "udp": 10} {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			p := visit(t, serve(t).URL)
			p.open(playgroundPath + "#example=" + example)
			b := p.player(0)
			b.runOnHost()
			b.untilAllAgree(patience, results)
		})
	}
}

// TestHostNeverTellsBeforeTheAnswer runs a scenario on the host while its question is open.
func TestHostNeverTellsBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, s.URL)
	p.open(lessonPath)
	b := p.player(2)
	b.click(b.control("failnext"))
	b.untilAt(12)
	b.runOnHost()
	b.untilRunEnds(patience)
	if err := <-s.runs.ended; err != nil {
		t.Fatal(err)
	}
	if seen := b.seen(view); strings.Contains(seen, "EADDRINUSE") {
		t.Errorf("before the answer the host's result is shown:\n%s", seen)
	}
	b.answer("0")
	b.untilShows(view, "EADDRINUSE")
	b.tab("host")
	b.untilAllAgree(patience, 12)
}

// TestCancelsRunOnHost cancels the restart while it waits, and runs another scenario at once.
func TestCancelsRunOnHost(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, s.URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.runOnHost()
	b.untilShows(view, "s left")
	b.click(b.in(view + " button"))
	b.untilRunEnds(patience)
	if err := <-s.runs.ended; err == nil {
		t.Error("the run went on to its end on the server although the person cancelled it")
	}
	b.replaceText(b.in(editor), "A socket(AF_INET, SOCK_STREAM, 0) = 3\n")
	b.untilSteps(1)
	b.runOnHost()
	b.untilAllAgree(patience, 1)
}

// TestLeavesDuringRun goes to another page while the host runs a scenario; the run must end.
func TestLeavesDuringRun(t *testing.T) {
	t.Parallel()
	s := serve(t)
	p := visit(t, s.URL)
	p.open(playgroundPath)
	b := p.player(0)
	b.runOnHost()
	b.untilShows(view, "s left")
	p.follow(`nav a`)
	if err := <-s.runs.ended; err == nil {
		t.Error("the run went on to its end on the server although nobody was there any more")
	}
	p.toOtherPage("the person is back", p.back)
	p.player(0)
	b.tab("host")
	if seen := b.seen(view); strings.Contains(seen, "s left") || strings.Contains(seen, "broke off") {
		t.Errorf("the run was ended as the person left, but the page says:\n%s", seen)
	}
}

// runOnHost presses "Run on this host".
func (b *scenarioPlayer) runOnHost() {
	b.t.Helper()
	b.click(b.in(`button.run`))
	b.untilShows(`[role="tab"][aria-selected="true"]`, "This host")
}

// A comparison counts the results of the host beside those of the simulator.
type comparison struct{ agree, differ, pending int }

// compared counts the rows by what their last column says to those who do not see its sign.
func (b *scenarioPlayer) compared() comparison {
	b.t.Helper()
	var n comparison
	for _, said := range find[[]string](b.person, js(`[...document.querySelectorAll(%s)].map((row) => row.lastElementChild.textContent)`,
		b.in(view+" tbody tr"))) {
		switch said {
		case "same":
			n.agree++
		case "differs":
			n.differ++
		default:
			n.pending++
		}
	}
	return n
}

// untilAllAgree waits for the run to end and makes sure that every result has its ✓, and that the
// kernel's release stands below.
func (b *scenarioPlayer) untilAllAgree(limit time.Duration, results int) {
	b.t.Helper()
	b.untilRunEnds(limit)
	b.until("there is a row for each result", js(`document.querySelectorAll(%s).length === %s`, b.in(view+" tbody tr"), results))
	if got, want := b.compared(), (comparison{agree: results}); got != want {
		b.t.Errorf("the comparison shows %+v, want %+v\n%s", got, want, b.seen(view))
	}
	if seen := b.seen(view); !strings.Contains(seen, "Linux "+probe.Release()) {
		b.t.Errorf("the comparison does not say that the host is Linux %s:\n%s", probe.Release(), seen)
	}
}

// untilRunEnds waits until results stand there and no progress any more.
func (b *scenarioPlayer) untilRunEnds(limit time.Duration) {
	b.t.Helper()
	b.untilWithin(limit, "the run on the host has ended",
		js(`!document.querySelector(%s) && !!document.querySelector(%s)`, b.in("progress"), b.in(view+" tbody tr")))
}
