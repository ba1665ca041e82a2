package player

import (
	"strconv"
	"strings"
	"time"

	"portlab/sim/kernel"
)

// A transition is a socket's new state after a step, as the timeline shows it. The zero transition is none.
type transition struct {
	socket   int
	replaces int // the socket in whose place it is
	owner    string
	kind     StateKind
	state    string        // in ss's words; "" where the socket is gone
	left     time.Duration // what a timer leaves it; 0 where none ends it
	more     int           // it stands for so many further transitions
}

// edge is the transition at the edge of a lane.
func (c transition) edge(w *Words) Edge {
	switch {
	case c.more > 0:
		return Edge{KindIdle, fill(w.MoreFDs, "n", strconv.Itoa(c.more))}
	case c.socket == 0:
		return Edge{}
	case c.state == "":
		return Edge{KindGone, w.Gone}
	case c.left > 0:
		return Edge{c.kind, c.state + " " + seconds(c.left) + " s"}
	}
	return Edge{c.kind, c.state}
}

// sentence is the transition in words.
func (c transition) sentence(w *Words) string {
	switch {
	case c.more > 0:
		return fill(w.MoreChange, "n", strconv.Itoa(c.more))
	case c.socket == 0:
		return ""
	}
	return newStates(w, []transition{c})
}

// mostSaid is how many transitions the sentence of a step names.
const mostSaid = 3

// newStates says which states sockets have come to.
func newStates(w *Words, list []transition) string {
	if len(list) == 0 {
		return ""
	}
	said := make([]string, min(len(list), mostSaid))
	for i := range said {
		said[i] = list[i].phrase(w)
	}
	text := fill(w.Now, "states", strings.Join(said, w.Semicolon))
	if more := len(list) - len(said); more > 0 {
		text += w.SentenceGap + fill(w.MoreChange, "n", strconv.Itoa(more))
	}
	return text
}

// phrase names a socket, the one that it replaces, and its state: "socket 4 (was 3): FIN-WAIT-2 60 s".
func (c transition) phrase(w *Words) string {
	pattern := w.StateOf
	if c.replaces != 0 && c.kind != KindGone {
		pattern = w.StateInPlace
	}
	return fill(pattern, "socket", w.socket(c.socket), "n", strconv.Itoa(c.replaces), "state", c.edge(w).Text)
}

// mostTransitions is how many transitions that no segment brought the timeline shows of one step.
const mostTransitions = 4

// edges sorts the transitions of a step by the segments that brought them: the last one that the socket
// sent or received, at its beginning or its end. The others stand alone.
func (s *survey) edges(k int, segments []kernel.SegmentView) (ends [][2]transition, alone []transition) {
	ends = make([][2]transition, len(segments))
	for _, c := range s.transitions[k] {
		if end := freeEnd(ends, segments, c); end != nil {
			*end = c
		} else {
			alone = append(alone, c)
		}
	}
	if n := len(alone); n > mostTransitions {
		alone = append(alone[:mostTransitions-1:mostTransitions-1], transition{owner: alone[mostTransitions-1].owner, more: n - mostTransitions + 1})
	}
	return ends, alone
}

func freeEnd(ends [][2]transition, segments []kernel.SegmentView, c transition) *transition {
	for i := len(segments) - 1; i >= 0; i-- {
		for end, id := range []int{segments[i].From, segments[i].To} {
			if id != 0 && (id == c.socket || id == c.replaces) {
				if ends[i][end].socket != 0 {
					return nil
				}
				return &ends[i][end]
			}
		}
	}
	return nil
}
