package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"
)

// TestStackOpens opens the stack of the sockets that have no place on the stage: with the mouse and
// with the keyboard. A socket that is selected in it is selected in the table.
func TestStackOpens(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := p.atTheEndOf(connected(100), "sockets")
	opened := b.in(".stack-rows")
	p.click(b.in(`[data-c~="drawing"] [data-do="stack"]`))
	b.until("the stack is open", js(`document.querySelectorAll(%s).length > 5`, opened+" [data-socket]"))
	if said := b.seen(".opened-head"); !strings.Contains(said, "190 more sockets") {
		t.Errorf("the stack says %q", said)
	}
	if n := find[int](p, js(`document.querySelectorAll(%s).length`, opened+" [data-socket]")); n > 60 {
		t.Errorf("%d rows of the stack are there, want those in sight", n)
	}
	find[int](p, js(`((box) => { box.scrollTop = box.scrollHeight; return 0; })(document.querySelector(%s))`, opened))
	last := opened + ` [data-socket="201"]`
	b.until("the last socket is in sight", js(`!!document.querySelector(%s)`, last))
	p.click(last)
	b.until("it is selected in the table, and its row is in sight", js(`(() => {
		const row = document.querySelector(%s), box = row?.closest("[data-box]");
		return !!row && row.getBoundingClientRect().bottom <= box.getBoundingClientRect().bottom;
	})()`, b.in(`tr.lit[data-socket="201"]`)))
	b.press(kb.Escape)
	b.until("the stack is closed", js(`!document.querySelector(%s)`, opened))

	b.until("the button that opens it has the focus", js(`document.activeElement.matches(%s)`, b.in(".open-stack")))
	b.press(kb.Enter)
	b.until("the stack is open, and has the focus", js(`document.activeElement.matches(%s)`, opened))
}

// TestTableSorts presses a column's head.
func TestTableSorts(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := p.atTheEndOf(connected(50), "sockets")
	head := `th:has(button[data-sort="Local Address:Port"])`
	sorted := func(order, first string) {
		t.Helper()
		b.click(b.in(head + " button"))
		b.until("the table is sorted "+order, js(`document.querySelector(%s).getAttribute("aria-sort") === %s`, b.in(head), order))
		b.until("the first row is "+first, js(`document.querySelector(%s).children[4].textContent.includes(%s)`, b.in(`tr[aria-rowindex="2"]`), first))
	}
	sorted("ascending", ":8080")
	sorted("descending", "127.0.0.1:")
	if port := find[int](p, js(`Number(document.querySelector(%s).children[4].textContent.split(":")[1])`, b.in(`tr[aria-rowindex="2"]`))); port <= 8080 {
		t.Errorf("the greatest port is %d", port)
	}
}

// TestTableScrolls goes through a table of 801 rows: what is in sight is there, and little else.
func TestTableScrolls(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := p.atTheEndOf(connected(400), "sockets")
	if n := find[string](p, js(`document.querySelector(%s).getAttribute("aria-rowcount")`, b.in("table.ss"))); n != "802" {
		t.Errorf("the table has %s rows, want 802", n)
	}
	for _, row := range []int{600, 3, 800, 300} {
		find[int](p, js(`((box) => { box.scrollTop = %s * 28; return 0; })(document.querySelector(%s))`, row, b.in(`[data-box="view"]`)))
		b.until(fmt.Sprintf("row %d is in sight", row), js(`(() => {
			const row = document.querySelector(%s), box = document.querySelector(%s);
			if (!row) return false;
			const a = row.getBoundingClientRect(), b = box.getBoundingClientRect();
			return a.top >= b.top && a.bottom <= b.bottom;
		})()`, b.in(fmt.Sprintf(`tr[aria-rowindex="%d"]`, row+2)), b.in(`[data-box="view"]`)))
		if n := find[int](p, js(`document.querySelectorAll(%s).length`, b.in("tr[data-socket]"))); n > 60 {
			t.Errorf("%d rows are there", n)
		}
	}
	b.click(b.in(`tr[aria-rowindex="305"] .pick`))
	b.press(kb.ArrowDown)
	b.press(kb.End)
	b.until("the last row has the focus", js(`document.activeElement.closest("tr")?.ariaRowIndex === "802"`))
	b.press(kb.Home)
	b.until("the first row has the focus", js(`document.activeElement.closest("tr")?.ariaRowIndex === "2"`))
}

// TestTimelineExplains points at a segment, and comes to another with the keyboard.
func TestTimelineExplains(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	b.tab("timeline")
	b.click(b.in(`button[data-step="5"]`))
	b.untilAt(5)
	b.untilShows(".says", "B connects fd 3")
	find[int](p, js(`((row) => { row.dispatchEvent(new MouseEvent("mouseover", { bubbles: true })); return 0; })([...document.querySelectorAll(%s)].find((row) => row.querySelector("[data-c~=flags]")?.textContent === "SYN"))`, b.in("[data-row]")))
	b.untilShows(".says", "B sends SYN from 127.0.0.1:")
	find[int](p, js(`(document.querySelector(%s).focus(), 0)`, b.in(`[data-row][tabindex="0"]`)))
	b.press(kb.ArrowDown)
	b.press(kb.ArrowDown)
	b.untilShows(".says", "A sends SYN+ACK from 127.0.0.1:8080")
	if at := b.cursor(); at != 5 {
		t.Errorf("the cursor has moved to %d", at)
	}
}

// TestPrintsStoryboard prints a page with players: each step of a scenario is on paper, up to the first
// whose result is asked for.
func TestPrintsStoryboard(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	p.open(lessonPath)
	b := p.player(0)
	command(p, page.PrintToPDF, page.PrintToPDFParams{})
	b.until("the storyboard is there", js(`document.querySelectorAll(%s).length === %s`, b.in(".storyboard > li"), failingStep-1))
	story := find[string](p, js(`document.querySelector(%s).textContent`, b.in(".storyboard")))
	for _, want := range []string{"A binds fd 3 to 127.0.0.1:8080", "TIME-WAIT 60 s"} {
		if !strings.Contains(story, want) {
			t.Errorf("the storyboard lacks %q", want)
		}
	}
}
