package e2e

import "testing"

// TestLargeTable opens a table of 3,001 sockets, scrolls it to its end, sorts it, selects a row, and steps
// back: few rows are in the page at a time, and always those in sight.
func TestLargeTable(t *testing.T) {
	t.Parallel()
	p := visit(t, serve(t).URL)
	b := p.atTheEndOf(connected(1_500), "sockets")
	row := func(index, in string) string { return b.in(`tr[aria-rowindex="` + index + `"]` + in) }
	scroll := func(to string) {
		t.Helper()
		find[int](p, js(`((box) => { box.scrollTop = `+to+`; return 0; })(document.querySelector(%s))`, b.in("[data-box=view]")))
	}
	b.untilShows(`[role="tab"][aria-selected="true"]`, "3001")

	scroll(`box.scrollHeight`)
	b.until("the last row is in sight", js(`!!document.querySelector(%s)`, row("3002", `[data-socket="3001"]`)))
	if n := find[int](p, js(`document.querySelectorAll(%s).length`, b.in("tr[data-socket]"))); n > 60 {
		t.Errorf("%d rows are in the page, want those in sight", n)
	}

	scroll(`0`)
	b.until("the first row is in sight", js(`!!document.querySelector(%s)`, row("2", "")))
	b.click(b.in(`button[data-sort="Peer Address:Port"]`))
	b.until("the listener, which has no peer, is first", js(`!!document.querySelector(%s)`, row("2", `[data-socket="1"]`)))
	p.click(row("3", " .pick"))
	b.until("the row is selected", js(`!!document.querySelector(%s)`, row("3", ".lit")))

	p.click(b.control("back"))
	b.untilShows(`[role="tab"][aria-selected="true"]`, "3000")
	p.click(b.control("next"))
	b.untilShows(`[role="tab"][aria-selected="true"]`, "3001")
}
