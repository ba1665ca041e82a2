package kernel

import "unsafe"

// pageSize is how many values of a table lie side by side.
const pageSize = 32

// A page is a piece of a table.
type page[V any] struct {
	v      V
	frozen bool // a Snapshot has it: it must not change any more
}

// pages is a table in pieces, which it shares with its Snapshots: a piece that one of them has is
// copied when it is about to change. Where there is nothing, list has nil.
type pages[V any] struct {
	list  []*page[V]
	spare []*page[V] // that nobody has
}

// at returns a piece of the table, which the caller may change until the next Snapshot. Where it had to be
// copied for that, what peek returned is left behind as it was.
func (p *pages[V]) at(i int) *V {
	if p.list[i].frozen {
		p.list[i] = p.copyOf(p.list[i])
	}
	return &p.list[i].v
}

// peek is at for a caller that only reads, and before anything changes.
func (p *pages[V]) peek(i int) *V { return &p.list[i].v }

// place is at, and makes the piece where there is none.
func (p *pages[V]) place(i int) *V {
	for len(p.list) <= i {
		p.list = append(p.list, nil)
	}
	if p.list[i] == nil {
		p.list[i] = p.fresh()
	}
	return p.at(i)
}

// fresh returns an empty piece.
func (p *pages[V]) fresh() *page[V] {
	piece := p.unused()
	*piece = page[V]{}
	return piece
}

func (p *pages[V]) copyOf(frozen *page[V]) *page[V] {
	piece := p.unused()
	piece.v = frozen.v
	return piece
}

// unused returns a piece with anything in it.
func (p *pages[V]) unused() *page[V] {
	n := len(p.spare)
	if n == 0 {
		return &page[V]{}
	}
	last := p.spare[n-1]
	p.spare = p.spare[:n-1]
	return last
}

// drop takes a piece away.
func (p *pages[V]) drop(i int) {
	if piece := p.list[i]; piece != nil && !piece.frozen {
		p.spare = append(p.spare, piece)
	}
	p.list[i] = nil
}

// freeze makes to a copy that will not change, and returns how many bytes of it no other has.
func (p *pages[V]) freeze(to *pages[V]) (own int) {
	to.list = make([]*page[V], len(p.list))
	copy(to.list, p.list)
	for _, piece := range p.list {
		if piece != nil && !piece.frozen {
			piece.frozen = true
			own += int(unsafe.Sizeof(piece.v))
		}
	}
	return own + len(p.list)*int(unsafe.Sizeof(to.list[0]))
}

// restore makes the table equal to a frozen one.
func (p *pages[V]) restore(from *pages[V]) {
	for i, piece := range p.list {
		if i >= len(from.list) || piece != from.list[i] {
			p.drop(i)
		}
	}
	p.list = append(p.list[:0], from.list...)
}
