package player

// A Difference says how a script row differs from the scenario before it was changed.
type Difference string

// The differences.
const (
	Same    Difference = ""
	Added   Difference = "added"
	Altered Difference = "altered"
	Removed Difference = "removed" // the row is shown, but is no step any more
)

// DifferenceText names a difference.
func (w *Words) DifferenceText(d Difference) string {
	switch d {
	case Added:
		return w.Added
	case Altered:
		return w.Altered
	case Removed:
		return w.Removed
	}
	return ""
}

// A scriptDiff is what one script has that another, before it, had not, and the other way round.
// Calls count; claims and comments do not.
type scriptDiff struct {
	now     map[int]int         // by step of the old script, where it is in the new one
	marks   map[int]Difference  // by step of the new script
	removed map[int][]ScriptRow // by the step of the new script before which they stood
}

func newDiff(before, after []scriptLine) *scriptDiff {
	d := &scriptDiff{now: map[int]int{}, marks: map[int]Difference{}, removed: map[int][]ScriptRow{}}
	old, now := calls(before), calls(after)
	i, j := 0, 0
	for _, m := range append(matches(old, now), match{len(old), len(now)}) {
		d.gap(old[i:m.old], now[j:m.now], stepOrEnd(now, m.now))
		if m.old < len(old) {
			d.now[old[m.old].Step] = now[m.now].Step
		}
		i, j = m.old+1, m.now+1
	}
	return d
}

// gap notes what stands between two rows that both scripts have, the second being step next: rows that
// were altered as long as they pair, then what was added and what was removed.
func (d *scriptDiff) gap(old, now []ScriptRow, next int) {
	for len(old) > 0 && len(now) > 0 && alike(&old[0], &now[0]) {
		d.now[old[0].Step], d.marks[now[0].Step] = now[0].Step, Altered
		old, now = old[1:], now[1:]
	}
	for _, r := range now {
		d.marks[r.Step] = Added
	}
	for _, r := range old {
		r.Step, r.Difference = 0, Removed
		d.removed[next] = append(d.removed[next], r)
	}
}

// calls returns the rows of a script that are steps, in order.
func calls(lines []scriptLine) []ScriptRow {
	var rows []ScriptRow
	for i := range lines {
		if r := lines[i].row; r.Step > 0 && !r.Resumed {
			rows = append(rows, r)
		}
	}
	return rows
}

// alike reports whether one row can be the other, altered: the same process makes the same call.
func alike(a, b *ScriptRow) bool { return a.Proc == b.Proc && callName(a.Text) == callName(b.Text) }

// callName returns what stands before the arguments; the first word of host set-up.
func callName(text string) string {
	for i, c := range text {
		if c == '(' || c == ' ' {
			return text[:i]
		}
	}
	return text
}

func stepOrEnd(rows []ScriptRow, i int) int {
	if i < len(rows) {
		return rows[i].Step
	}
	return lastStep
}

// A match is a row that stands in both scripts, by its index in each.
type match struct{ old, now int }

// mostCompared bounds the work on scripts that differ much.
const mostCompared = 1 << 20

// matches returns the longest common subsequence of two scripts. Where it would take too long to find,
// all between the common beginning and the common end counts as different.
func matches(old, now []ScriptRow) []match {
	same := func(i, j int) bool { return old[i].Proc == now[j].Proc && old[i].Text == now[j].Text }
	var list []match
	from, m, n := 0, len(old), len(now)
	for ; from < min(m, n) && same(from, from); from++ {
		list = append(list, match{from, from})
	}
	for ; m > from && n > from && same(m-1, n-1); m, n = m-1, n-1 {
	}
	if (m-from)*(n-from) <= mostCompared {
		list = append(list, common(from, m, n, same)...)
	}
	for ; m < len(old); m, n = m+1, n+1 {
		list = append(list, match{m, n})
	}
	return list
}

// common returns the longest common subsequence of the rows from to m of one script and from to n of
// the other.
func common(from, m, n int, same func(i, j int) bool) []match {
	width := n - from + 1
	longest := make([]int, (m-from+1)*width) // of what follows i and j
	at := func(i, j int) *int { return &longest[(i-from)*width+j-from] }
	for i := m - 1; i >= from; i-- {
		for j := n - 1; j >= from; j-- {
			if same(i, j) {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	var list []match
	for i, j := from, from; i < m && j < n; {
		switch {
		case same(i, j):
			list = append(list, match{i, j})
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
	return list
}
