package player

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"portlab/sim/kernel"
)

// manySockets returns a player of a scenario at whose end there are n sockets.
func manySockets(n int) *Model {
	m := &maker{}
	for id := 1; id <= n; id++ {
		m.open("A", 2+id, id, kernel.SocketView{State: []string{"ESTAB", "LISTEN", "UNCONN"}[id%3], Bound: true, Local: server, RecvQ: id % 7})
	}
	m.keep()
	p := &play{trace: &m.trace, survey: newSurvey(&m.trace)}
	p.layout = newLayout(p.survey)
	return &Model{words: &english, play: p, answers: map[int]Answer{}, Tab: TabSockets}
}

func ids(t *Table) []int {
	var list []int
	for _, r := range t.Rows {
		list = append(list, r.ID)
	}
	return list
}

func TestTableHoldsWhatIsInSight(t *testing.T) {
	m := manySockets(1000)
	sendAll(m, Scrolled{BoxView, Window{Top: 500 * RowH, Height: 280}})
	table := m.Table()
	if table.Total != 1000 || table.First > 500 || table.First+len(table.Rows) < 511 || len(table.Rows) > 60 {
		t.Errorf("rows %d to %d of %d are there, in sight are 500 to 510", table.First, table.First+len(table.Rows), table.Total)
	}
	if got := table.Rows[0].ID; got != table.First+1 {
		t.Errorf("row %d is socket %d", table.First, got)
	}
}

// TestTableIsSorted presses each head three times: upwards, downwards, as it was.
func TestTableIsSorted(t *testing.T) {
	m := manySockets(20)
	made := ids(m.Table())
	for _, c := range Columns {
		sendAll(m, SortBy{c})
		if got := m.Table(); got.Order != (Order{By: c}) {
			t.Errorf("sorted by %+v, want %s upwards", got.Order, c)
		}
		sendAll(m, SortBy{c})
		if got := m.Table(); got.Order != (Order{c, true}) {
			t.Errorf("sorted by %+v, want %s downwards", got.Order, c)
		}
		sendAll(m, SortBy{c})
		if got := ids(m.Table()); !slices.Equal(got, made) {
			t.Errorf("after sorting by %s the rows are %v", c, got)
		}
	}
	sendAll(m, SortBy{ColumnRecvQ}, SortBy{ColumnRecvQ})
	if got, want := ids(m.Table())[:4], []int{6, 13, 20, 5}; !slices.Equal(got, want) {
		t.Errorf("sorted by Recv-Q downwards the table begins %v, want %v", got, want)
	}
	sendAll(m, SortBy{ColumnProcess}, SortBy{ColumnProcess})
	if got := ids(m.Table())[0]; got != 20 {
		t.Errorf("the greatest descriptor is that of socket %d, want 20", got)
	}
}

// TestRowsAreReachedByKey moves through the table and wants the row in sight.
func TestRowsAreReachedByKey(t *testing.T) {
	m := manySockets(1000)
	for _, c := range []struct {
		key   string
		entry int
	}{{"ArrowDown", 1}, {"PageDown", 8}, {"End", 999}, {"ArrowDown", 999}, {"PageUp", 992}, {"ArrowUp", 991}, {"Home", 0}} {
		sendAll(m, RowKey{c.key})
		table := m.Table()
		at := slices.IndexFunc(table.Rows, func(r TableRow) bool { return r.Entry })
		if at < 0 || table.First+at != c.entry {
			t.Errorf("%s leads to row %d, want %d", c.key, table.First+at, c.entry)
		}
	}
}

// TestSelectedRowComesIntoSight selects a socket that is far down in the table.
func TestSelectedRowComesIntoSight(t *testing.T) {
	m := manySockets(1000)
	cmds := m.Update(Select{900})
	if !slices.Contains(cmds, Cmd(ScrollTo{BoxView, 0, 900*RowH + HeadH + 8 - usualHeight})) {
		t.Errorf("commands %+v", cmds)
	}
	if !slices.ContainsFunc(m.Table().Rows, func(r TableRow) bool { return r.ID == 900 && r.Lit }) {
		t.Error("the row of socket 900 is not there")
	}
}

func TestStackOpens(t *testing.T) {
	m := manySockets(1000)
	if m.StackList() != nil {
		t.Error("the stack is open at first")
	}
	sendAll(m, ToggleStack{}, Select{500})
	l := m.StackList()
	if l == nil || l.Total != 1000-(maxSockets-1) || l.Rows[0].ID == 0 {
		t.Fatalf("the stack is %+v", l)
	}
	sendAll(m, Scrolled{BoxStack, Window{Top: 480 * StackRowH, Height: 280}})
	if !slices.ContainsFunc(m.StackList().Rows, func(r StackRow) bool { return r.ID == 500 && r.Lit }) {
		t.Error("socket 500 is not in sight, or not lit")
	}
	sendAll(m, ToggleStack{})
	if m.StackList() != nil {
		t.Error("the stack does not close")
	}
}

// longModel returns a player of a scenario of n steps, each of which a process makes.
func longModel(t *testing.T, n int) *Model {
	t.Helper()
	return modelOf(t, "A socket(AF_INET, SOCK_STREAM, 0)\n"+strings.Repeat("A getsockname(3)\n", n-1))
}

// modelOf returns a player of a scenario that is run in the simulator.
func modelOf(t *testing.T, text string) *Model {
	t.Helper()
	m := New(Config{Mode: Playground, Lang: English, Text: text})
	if len(m.Faults) > 0 {
		t.Fatalf("line %d: %s", m.Faults[0].Line, m.Faults[0].Text)
	}
	return m
}

// TestSortingFollowsTheCursor wants the same order after steps here and there as of a player that comes
// straight to the place.
func TestSortingFollowsTheCursor(t *testing.T) {
	var text strings.Builder
	text.WriteString("S socket(AF_INET, SOCK_STREAM, 0)\nS bind(3, 127.0.0.1:8080)\nS listen(3, 128)\n")
	for i := range 30 {
		fmt.Fprintf(&text, "C socket(AF_INET, SOCK_STREAM, 0)\nC connect(%d, 127.0.0.1:8080)\nC send(%d, \"%s\")\n", i+3, i+3, strings.Repeat("x", i*7%5+1))
	}
	text.WriteString("C close(7)\nS accept(3)\nS close(4)\nC exit(0)\nS sleep(70)\n")
	for _, column := range Columns {
		m := New(Config{Text: text.String(), Mode: Playground})
		m.Update(SortBy{column})
		for _, k := range []int{40, 41, 42, 41, 40, 10, 94, 93, 95, 96, 97, 98, 97, 60} {
			m.Update(Go{k})
			fresh := New(Config{Text: text.String(), Mode: Playground, Start: Start{Step: k}})
			fresh.Update(SortBy{column})
			if got, want := m.Table(), fresh.Table(); !reflect.DeepEqual(got, want) {
				t.Fatalf("by %s at step %d: %+v\nwant %+v", column, k, got, want)
			}
		}
	}
}
