package player

import (
	"sort"
	"strconv"
	"unicode/utf8"

	"portlab/sim/trace"
)

// The sequence diagram, in units that are pixels where it is not scaled.
const (
	LaneW    = 200
	CallW    = 170 // of a call in its lane; right of it is room for the bars of timers
	SeqHeadH = 30  // with the lanes' names, which stay in sight
	SeqRowH  = 26
	SaysH    = 44 // of the explanation, which lies over the diagram's last rows
	laneLeft = 54 // room for the clock
	barFirst = CallW/2 + 6
	barPitch = 8
)

// A Sequence is the part of the timeline that is in sight: a lane for each process, time downwards,
// calls in the lanes and segments as arrows between them.
type Sequence struct {
	W, H  int // of the whole diagram, without its head
	Total int // rows, of which only some are here
	Lanes []Lane
	Rows  []SeqRow
	Bars  []TimerBar
	Says  string // explains the row that is pointed at, or else the one that the tab key leads to
}

// A Lane is one process.
type Lane struct {
	X    int
	Name string
}

// A SeqRow is a call in a lane, a segment between two, or a socket's new state. Rows are comparable.
type SeqRow struct {
	Index   int // among all rows, from 0
	Step    int
	Y       int // of its middle
	Kind    RowKind
	Clock   string // where it differs from the row above
	X1, X2  int    // of a segment from and to, equal within one process; of others the lane
	Text    string // "bind(3) = 0", "SYN"
	Edge1   Edge   // of a segment: what it made of the socket that sent it
	Edge2   Edge   // and of the one that it came to; of a state, the state
	Mark    Mark
	Dropped bool
	Current bool
	Entry   bool   // the tab key leads here
	Says    string // the row as a sentence
}

// RowKind is what a row of the timeline shows.
type RowKind uint8

// The kinds of rows.
const (
	RowCall RowKind = iota
	RowSegment
	RowSetup // of the host
	RowState // a socket's new state that no segment brought
)

// An Edge is a socket's new state at the edge of its lane.
type Edge struct {
	Kind StateKind
	Text string // "TIME-WAIT 60 s"; "" for none
}

// A TimerBar is a timer from the step that set it to the one after which it runs no more.
type TimerBar struct {
	Key       string
	X, Y1, Y2 int
	Name      string // "timewait"
}

// sequence draws the rows in sight, of those up to the step known.
func (f *frame) sequence(m *Model) *Sequence {
	shown := min(f.pos, f.known)
	p := f.play
	q := &Sequence{}
	x := map[string]int{}
	for i, proc := range p.survey.procs {
		x[proc] = laneX(i)
		q.Lanes = append(q.Lanes, Lane{x[proc], proc})
	}
	total := p.rows[shown]
	q.Total = total
	q.W, q.H = laneLeft+max(1, len(q.Lanes))*LaneW, total*SeqRowH+10
	from, to := m.view.rows(total, SeqRowH)
	entry := m.seqEntry(shown)
	for k := p.stepOfRow(from); k <= shown && p.rows[k-1] < to; k++ {
		for i, r := range p.seqRows(m.words, k, x) {
			r.Index = p.rows[k-1] + i
			if r.Index < from || r.Index >= to {
				continue
			}
			r.Y = r.Index*SeqRowH + SeqRowH/2
			r.Current = k == f.pos
			r.Entry = r.Index == max(from, min(entry, to-1))
			q.Rows = append(q.Rows, r)
		}
	}
	clearRepeatedClocks(q.Rows)
	q.Bars = p.bars(x, shown, from*SeqRowH, to*SeqRowH)
	q.Says = q.says(m.pointed-1, entry)
	return q
}

// laneX returns the middle of a process's lane, counted from 0.
func laneX(i int) int { return laneLeft + LaneW/2 + i*LaneW }

// clearRepeatedClocks leaves the time standing where it differs from the row above.
func clearRepeatedClocks(rows []SeqRow) {
	last := ""
	for i := range rows {
		if rows[i].Clock == last {
			rows[i].Clock = ""
		} else {
			last = rows[i].Clock
		}
	}
}

// says explains the row that is pointed at; where none is in sight, the one that the tab key leads to.
func (q *Sequence) says(pointed, entry int) string {
	for _, wanted := range []int{pointed, entry} {
		for i := range q.Rows {
			if q.Rows[i].Index == wanted {
				return q.Rows[i].Says
			}
		}
	}
	return ""
}

// seqEntry returns the row that the tab key leads to: the one it was moved to, else the first of the
// step under the cursor.
func (m *Model) seqEntry(shown int) int {
	switch {
	case m.row >= 0:
		return m.row
	case shown == 0:
		return 0
	}
	return m.play.rows[shown-1]
}

// countRows returns for each step how many rows the timeline has up to its end; for step 0 none.
func (p *play) countRows() []int {
	rows := make([]int, p.trace.Len()+1)
	for k := 1; k < len(rows); k++ {
		s := p.trace.StepAt(k)
		_, alone := p.survey.edges(k, s.Segments)
		rows[k] = rows[k-1] + max(1, len(s.Events)) + len(s.Segments) + len(alone)
	}
	return rows
}

// stepOfRow returns the step that a row belongs to.
func (p *play) stepOfRow(row int) int { return max(1, sort.SearchInts(p.rows, row+1)) }

// seqRows returns the rows of one step, without their places: its call, the segments and new states
// that it brought, and the calls that returned by it.
func (p *play) seqRows(w *Words, k int, x map[string]int) []SeqRow {
	s := p.trace.StepAt(k)
	if len(s.Events) == 0 {
		text := p.setupText(k)
		return []SeqRow{{Step: k, Kind: RowSetup, X1: laneLeft, Text: text, Says: fill(w.SetUp, "line", text)}}
	}
	var rows []SeqRow
	for i := range s.Events {
		rows = append(rows, callRow(w, k, &s.Events[i], i > 0, x))
		if i == 0 {
			rows = append(rows, p.segmentRows(w, k, s.Segments, x)...)
		}
	}
	return rows
}

func callRow(w *Words, k int, e *trace.Event, resumed bool, x map[string]int) SeqRow {
	r := SeqRow{Step: k, Kind: RowCall, X1: x[e.Proc], Mark: mark(e), Clock: clock(e.Time)}
	r.Text, r.Says = callLabel(e, resultText(w, e)), eventSentence(w, e)
	if resumed {
		r.Text = "… " + r.Text
		r.Says = fill(w.ThenReturns, "p", e.Proc, "call", e.Call.Name, "result", resultText(w, e))
	}
	return r
}

// callLabel is what stands in a call's box: its descriptor where there is room, and of a long result
// the beginning.
func callLabel(e *trace.Event, result string) string {
	const room = 25
	label := e.Call.Name + " = " + result
	if long := e.Call.Name + "(" + strconv.Itoa(e.Call.FD) + ") = " + result; takesFD(e.Call.Name) && utf8.RuneCountInString(long) <= room {
		return long
	}
	if runes := []rune(label); len(runes) > room {
		return string(runes[:room-1]) + "…"
	}
	return label
}

// bars returns the bars of the timers that run between two heights, of those set up to a step.
func (p *play) bars(x map[string]int, shown, top, bottom int) []TimerBar {
	var bars []TimerBar
	for i, t := range p.survey.timers {
		if t.from > shown {
			break
		}
		b := TimerBar{Key: strconv.Itoa(i), X: x[t.owner] + barFirst + t.slot*barPitch, Name: t.name,
			Y1: p.rows[t.from-1]*SeqRowH + SeqRowH/2, Y2: p.rows[shown] * SeqRowH}
		if t.to != 0 && t.to <= shown {
			b.Y2 = p.rows[t.to-1]*SeqRowH + SeqRowH/2
		}
		if b.Y1 < bottom && b.Y2 > top {
			bars = append(bars, b)
		}
	}
	return bars
}
