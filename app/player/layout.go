package player

import "portlab/sim/kernel"

// The stage is drawn in units that are pixels where it is not scaled: processes at the left,
// sockets at the right, between them room for the arrows, and right of the sockets a rail for the
// line from a call that failed to what stood in its way.
const (
	stageMargin = 12
	ProcX       = stageMargin
	SockX       = stageMargin + procWidth + arrowGap
	SockW       = sockWidth
	HeadY       = 16 // the headings' base line
	LineH       = sockLine
	stageTop    = 26 // below the headings of the columns
	procWidth   = 176
	procHead    = 42
	procGap     = 12
	denseHead   = 30 // of many processes: name and status in one line
	denseGap    = 8
	roomyProcs  = 4 // more are dense
	fdHeight    = 22
	fdPitch     = 25
	fdMaxRows   = 6
	arrowGap    = 84
	sockWidth   = 248
	sockHeight  = 60
	sockLine    = 16 // more for options and for an accept queue
	sockGap     = 18
	railWidth   = 26
	bucketW     = 172
	bucketH     = 20
	bucketPitch = 26
	bucketRoom  = 3 // in a row
	maxBuckets  = 6
	maxSockets  = 12 // more are summed up in one stack
	ownPlaces   = 8  // up to here no place is used twice
)

// A Rect is a place on the stage.
type Rect struct{ X, Y, W, H int }

// Overlaps reports whether two places have a point in common.
func (r Rect) Overlaps(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H
}

// A Layout gives everything that a trace ever shows its place, for all steps.
type Layout struct {
	W, H    int
	Dense   bool // there are many processes
	Procs   map[string]ProcPlace
	Sockets []Rect // by ID; what has none is in the stack
	Stack   Rect   // zero where nothing needs it
	Buckets map[kernel.Port]Rect
	ports   []kernel.Port
	PortsY  int  // the base line of the ports' heading; 0 where there are none
	More    Rect // for the buckets that have no place; zero where all have one
}

// A ProcPlace is the place of a process, and in it those of its descriptors.
type ProcPlace struct {
	Rect Rect
	FDs  map[int]Rect
	More Rect // for the descriptors that have no place; zero where all have one
}

// newLayout places everything that a survey found.
func newLayout(s *survey) *Layout {
	l := &Layout{Dense: len(s.procs) > roomyProcs, Procs: map[string]ProcPlace{}, Buckets: map[kernel.Port]Rect{}}
	procs, sockets := l.placeProcs(s), l.placeSockets(s)
	l.W = SockX + sockWidth + railWidth
	l.H = l.placeBuckets(s, procs, max(procs, sockets)) // with the gap below the last
	return l
}

// socket returns the place of a socket, and whether it has one of its own.
func (l *Layout) socket(id int) (r Rect, own bool) {
	if id < len(l.Sockets) {
		r = l.Sockets[id]
	}
	return r, r.W > 0
}

// placeProcs puts the processes below each other and returns where the next one would be.
func (l *Layout) placeProcs(s *survey) int {
	y, head, gap := stageTop, procHead, procGap
	if l.Dense {
		head, gap = denseHead, denseGap
	}
	for _, name := range s.procs {
		p := placeProc(stageMargin, y, head, s.fds[name])
		l.Procs[name] = p
		y += p.Rect.H + gap
	}
	return y
}

func placeProc(x, y, head int, fds []int) ProcPlace {
	rows := min(len(fds), fdMaxRows)
	p := ProcPlace{Rect: Rect{x, y, procWidth, head + rows*fdPitch}, FDs: map[int]Rect{}}
	if rows > 0 {
		p.Rect.H += 4
	}
	own := rows
	if len(fds) > fdMaxRows {
		own--
		p.More = fdRect(p.Rect, head, own)
	}
	for i, fd := range fds[:own] {
		p.FDs[fd] = fdRect(p.Rect, head, i)
	}
	return p
}

func fdRect(proc Rect, head, row int) Rect {
	return Rect{proc.X + 10, proc.Y + head + row*fdPitch, proc.W - 20, fdHeight}
}

// A slot is one place in the column of sockets, and who uses it.
type slot struct {
	height int
	until  int // the last step at which it is taken
	ids    []int
}

// placeSockets puts the sockets below each other and returns where the next one would be. What a socket
// leaves behind, such as a TIME_WAIT, takes its place.
func (l *Layout) placeSockets(s *survey) int {
	chains := socketChains(s)
	own, rest := chooseOwn(chains)
	x, y := SockX, stageTop
	for _, sl := range fillSlots(own) {
		for _, id := range sl.ids {
			l.Sockets = append(l.Sockets, make([]Rect, max(0, id+1-len(l.Sockets)))...)
			l.Sockets[id] = Rect{x, y, sockWidth, sl.height}
		}
		y += sl.height + sockGap
	}
	if len(rest) > 0 {
		l.Stack = Rect{x, y, sockWidth, sockHeight + 2*sockLine}
		y += l.Stack.H + sockGap
	}
	return y
}

// A chain is a socket with what took its place after it.
type chain struct {
	lives       []*life
	first, last int
	height      int
	rank        int // 0: more worth showing than 1
}

func socketChains(s *survey) []*chain {
	var chains []*chain
	byID := map[int]*chain{}
	for _, l := range s.sockets {
		c := byID[l.replaces]
		if c == nil || l.first < c.last {
			c = &chain{first: l.first, rank: 1, height: sockHeight}
			chains = append(chains, c)
		}
		c.add(l)
		byID[l.id] = c
	}
	return chains
}

func (c *chain) add(l *life) {
	c.lives = append(c.lives, l)
	c.last = max(c.last, l.last)
	h := sockHeight
	if l.options {
		h += sockLine
	}
	if l.listens {
		h += sockLine
	}
	c.height = max(c.height, h)
	if l.listens || l.named {
		c.rank = 0
	}
}

// chooseOwn says which chains have a place of their own, in order of appearance: all where few
// are there at once, else the listeners and those that stand in a call's way, then the oldest.
func chooseOwn(chains []*chain) (own, rest []*chain) {
	if mostAtOnce(chains) <= maxSockets {
		return chains, nil
	}
	room := maxSockets - 1
	chosen := map[*chain]bool{}
	for rank := range 2 {
		for _, c := range chains {
			if c.rank == rank && room > 0 {
				chosen[c] = true
				room--
			}
		}
	}
	for _, c := range chains {
		if chosen[c] {
			own = append(own, c)
		} else {
			rest = append(rest, c)
		}
	}
	return own, rest
}

// mostAtOnce returns the largest number of chains that live at one step.
func mostAtOnce(chains []*chain) int {
	change := map[int]int{}
	end := 0
	for _, c := range chains {
		change[c.first]++
		change[c.last+1]--
		end = max(end, c.last)
	}
	most, now := 0, 0
	for k := 0; k <= end; k++ {
		now += change[k]
		most = max(most, now)
	}
	return most
}

// fillSlots gives each chain a slot. The first few have one each; after that a slot is used again
// once what stood there has gone.
func fillSlots(chains []*chain) []*slot {
	var slots []*slot
	for _, c := range chains {
		sl := freeSlot(slots, c.first)
		if sl == nil {
			sl = &slot{}
			slots = append(slots, sl)
		}
		sl.until = c.last
		sl.height = max(sl.height, c.height)
		for _, l := range c.lives {
			sl.ids = append(sl.ids, l.id)
		}
	}
	return slots
}

func freeSlot(slots []*slot, step int) *slot {
	if len(slots) < ownPlaces {
		return nil
	}
	var best *slot
	for _, sl := range slots {
		if sl.until < step && (best == nil || sl.until < best.until) {
			best = sl
		}
	}
	return best
}

// placeBuckets puts the ports below the processes where there is room beside the sockets, else in rows
// below everything, and returns where all ends.
func (l *Layout) placeBuckets(s *survey, procs, bottom int) int {
	n := min(len(s.buckets), maxBuckets)
	if n == 0 {
		return bottom
	}
	y, inRow := procs, 1
	if procs+bucketsHeight(n, 1) > bottom {
		y, inRow = bottom, bucketRoom
	}
	l.PortsY = y + 8
	l.ports = s.buckets[:n]
	if len(s.buckets) > n {
		l.ports = l.ports[:n-1]
		l.More = bucketRect(n-1, inRow, y)
	}
	for i, b := range l.ports {
		l.Buckets[b] = bucketRect(i, inRow, y)
	}
	return max(bottom, y+bucketsHeight(n, inRow))
}

// bucketsHeight is that of n ports with their heading, and of the gap below them.
func bucketsHeight(n, inRow int) int { return 14 + (n+inRow-1)/inRow*bucketPitch }

func bucketRect(i, inRow, y int) Rect {
	return Rect{
		X: stageMargin + i%inRow*(bucketW+8),
		Y: y + 14 + i/inRow*bucketPitch,
		W: bucketW, H: bucketH,
	}
}
