package player

import (
	"strconv"
	"strings"

	"portlab/sim/kernel"
)

// The sequence diagram, in units that are pixels where it is not scaled.
const (
	LaneW      = 150
	laneLeft   = 54 // room for the clock
	laneHead   = 34
	SeqRowH    = 26
	maxSeqRows = 120 // around the cursor; more is not drawn
)

// A Sequence is the timeline: a lane for each process, time downwards, calls in the lanes and
// segments as arrows between them.
type Sequence struct {
	W, H  int
	Lanes []Lane
	Rows  []SeqRow
}

// A Lane is one process.
type Lane struct {
	X    int
	Name string
}

// A SeqRow is a call in a lane or a segment between two. Rows are comparable.
type SeqRow struct {
	Step    int
	Y       int
	Clock   string // where it differs from the row above
	Segment bool
	X1, X2  int    // of a call X1 only; of a segment from and to, equal within one process
	Text    string // "bind(3, 127.0.0.1:8080) = 0", "SYN"
	Title   string // the whole segment: addresses, numbers, what became of it
	Mark    Mark
	Dropped bool
	Current bool
}

// seqItem is a row before it has a place.
type seqItem struct {
	row      SeqRow
	from, to string // lanes
	clock    string
}

// sequence returns the diagram of the steps up to known, or the part of it around the cursor.
func (m *Model) sequence(known int) *Sequence {
	q := &Sequence{}
	x := map[string]int{}
	for i, p := range m.play.survey.procs {
		x[p] = laneLeft + LaneW/2 + i*LaneW
		q.Lanes = append(q.Lanes, Lane{x[p], p})
	}
	q.W = laneLeft + max(1, len(q.Lanes))*LaneW
	items := m.seqWindow(known)
	last := ""
	for i, it := range items {
		r := it.row
		r.Y = laneHead + i*SeqRowH + SeqRowH/2
		r.X1, r.X2 = x[it.from], x[it.to]
		if it.clock != last {
			r.Clock, last = it.clock, it.clock
		}
		r.Current = r.Step == m.Pos
		q.Rows = append(q.Rows, r)
	}
	q.H = laneHead + len(items)*SeqRowH + 10
	return q
}

// seqWindow collects the rows of the steps around the cursor.
func (m *Model) seqWindow(known int) []seqItem {
	first := 1
	if m.play.trace.Len() > maxSeqRows/3 {
		first = max(1, m.Pos-maxSeqRows/6)
	}
	var items []seqItem
	for k := first; k <= known && len(items) < maxSeqRows; k++ {
		items = append(items, m.play.seqItems(m.words, k)...)
	}
	return items
}

// seqItems returns the rows of one step.
func (p *play) seqItems(w *Words, k int) []seqItem {
	s := p.trace.StepAt(k)
	var items []seqItem
	for i := range s.Events {
		e := &s.Events[i]
		text := e.Call.Name
		if i > 0 {
			text = "… " + text
		} else if takesFD(text) {
			text += "(" + strconv.Itoa(e.Call.FD) + ")"
		}
		text += " = " + resultText(w, e)
		items = append(items, seqItem{
			row:  SeqRow{Step: k, Text: text, Mark: mark(e)},
			from: e.Proc, to: e.Proc, clock: clock(e.Time),
		})
		if i == 0 {
			items = append(items, p.segmentItems(w, k, s.Segments)...)
		}
	}
	return items
}

func (p *play) segmentItems(w *Words, k int, segments []kernel.SegmentView) []seqItem {
	var items []seqItem
	var v *kernel.View
	for _, g := range segments {
		if v == nil {
			after := viewAt(p.trace, k)
			v = &after
		}
		from, to := p.survey.owner(v, g.From), p.survey.owner(v, g.To)
		if from == "" {
			from = to
		}
		if to == "" {
			to = from
		}
		items = append(items, seqItem{
			row: SeqRow{Step: k, Segment: true, Text: segmentLabel(g), Title: segmentTitle(w, g),
				Dropped: g.Dropped != ""},
			from: from, to: to, clock: clock(g.Time),
		})
	}
	return items
}

// segmentLabel is what stands on a segment's arrow: its flags, and its data where it carries some.
func segmentLabel(g kernel.SegmentView) string {
	label := strings.ReplaceAll(g.Flags, "|", "+")
	if label == "" {
		label = "UDP"
	}
	if g.Len > 0 {
		label += " " + strconv.Itoa(g.Len) + " B"
	}
	return label
}

func segmentTitle(w *Words, g kernel.SegmentView) string {
	s := g.Src.String() + " → " + g.Dst.String()
	if g.Flags != "" {
		s += " seq " + strconv.FormatUint(uint64(g.Seq), 10) + " ack " + strconv.FormatUint(uint64(g.Ack), 10)
	}
	if g.Dropped != "" {
		s += " " + fill(w.DroppedBecause, "why", g.Dropped)
	}
	return s
}
