package player

import (
	"strconv"
	"strings"

	"portlab/sim/kernel"
)

// segmentRows returns the rows of a step's segments, and then of the new states that none of them
// brought.
func (p *play) segmentRows(w *Words, k int, segments []kernel.SegmentView, x map[string]int) []SeqRow {
	ends, alone := p.survey.edges(k, segments)
	lanes := p.survey.lanes[k]
	var rows []SeqRow
	for i, g := range segments {
		from, to := lanes[i][0], lanes[i][1]
		rows = append(rows, SeqRow{
			Step: k, Kind: RowSegment, X1: x[from], X2: x[to], Text: segmentLabel(g),
			Dropped: g.Dropped != "", Clock: clock(g.Time),
			Edge1: ends[i][0].edge(w), Edge2: ends[i][1].edge(w),
			Says: join(w, segmentSentence(w, g, from, to), ends[i][0].sentence(w), ends[i][1].sentence(w)),
		})
	}
	for _, c := range alone {
		rows = append(rows, SeqRow{Step: k, Kind: RowState, X1: x[c.owner], Edge2: c.edge(w), Says: c.sentence(w)})
	}
	return rows
}

// join joins the sentences that are not empty.
func join(w *Words, sentences ...string) string {
	said := sentences[:0]
	for _, s := range sentences {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, w.SentenceGap)
}

// segmentLabel is what stands on a segment's arrow: its flags, and its data where it carries some.
func segmentLabel(g kernel.SegmentView) string {
	label := flagsOf(g)
	if g.Len > 0 {
		label += " " + strconv.Itoa(g.Len) + " B"
	}
	return label
}

func flagsOf(g kernel.SegmentView) string {
	if g.Flags == "" {
		return "UDP"
	}
	return strings.ReplaceAll(g.Flags, "|", "+")
}

// segmentSentence explains a segment.
func segmentSentence(w *Words, g kernel.SegmentView, from, to string) string {
	s := fill(w.SegmentSays, "p", from, "flags", flagsOf(g), "src", g.Src.String(), "q", to, "dst", g.Dst.String(),
		"means", fill(segmentMeaning(w, g), "n", strconv.Itoa(g.Len)))
	if g.Dropped != "" {
		s += w.SentenceGap + fill(w.DroppedBecause, "why", w.drop(g.Dropped))
	}
	return s
}

func segmentMeaning(w *Words, g kernel.SegmentView) string {
	has := func(flag string) bool { return strings.Contains(g.Flags, flag) }
	switch {
	case g.Flags == "":
		return w.MeansDatagram
	case has("RST"):
		return w.MeansRST
	case has("SYN") && has("ACK"):
		return w.MeansSYNACK
	case has("SYN"):
		return w.MeansSYN
	case has("FIN"):
		return w.MeansFIN
	case g.Len > 0:
		return w.MeansData
	}
	return w.MeansACK
}
