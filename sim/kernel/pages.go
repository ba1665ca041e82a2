package kernel

import "unsafe"

// pageSize is how many values of a table lie side by side.
const pageSize = 32

// A page is a piece of a table.
type page[V comparable] struct {
	v    V
	same *page[V] // of a Snapshot: what v was equal to when used was last false
	used bool     // v may have changed since
}

// pages is a table in pieces. Snapshots share those that do not change in between, and to restore one
// leaves them alone. Where there is nothing, list has nil.
type pages[V comparable] struct {
	list  []*page[V]
	spare []*page[V]
}

// at returns a piece of the table, which the caller may change until the next Snapshot.
func (p *pages[V]) at(i int) *V {
	page := p.list[i]
	page.used = true
	return &page.v
}

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
	n := len(p.spare)
	if n == 0 {
		return &page[V]{used: true}
	}
	last := p.spare[n-1]
	p.spare = p.spare[:n-1]
	*last = page[V]{used: true}
	return last
}

// equals reports whether a piece is known to be as a frozen one.
func (p *page[V]) equals(frozen *page[V]) bool {
	if p == nil || frozen == nil {
		return p == frozen
	}
	return !p.used && p.same == frozen
}

// drop takes a piece away.
func (p *pages[V]) drop(i int) {
	p.spare = append(p.spare, p.list[i])
	p.list[i] = nil
}

// freeze makes to a copy that will not change, and returns how many bytes of it no other has.
func (p *pages[V]) freeze(to *pages[V]) (own int) {
	to.list = make([]*page[V], len(p.list))
	for i, from := range p.list {
		if from == nil {
			continue
		}
		if from.used && (from.same == nil || from.v != from.same.v) {
			from.same = &page[V]{v: from.v}
			own += int(unsafe.Sizeof(from.v))
		}
		from.used = false
		to.list[i] = from.same
	}
	return own + len(p.list)*int(unsafe.Sizeof(to.list[0]))
}

// restore makes the table equal to a frozen one.
func (p *pages[V]) restore(from *pages[V]) {
	for i, frozen := range from.list {
		if i == len(p.list) {
			p.list = append(p.list, nil)
		}
		switch now := p.list[i]; {
		case frozen == nil && now != nil:
			p.drop(i)
		case frozen != nil && now == nil:
			p.list[i] = p.fresh()
			fallthrough
		case !now.equals(frozen):
			p.list[i].v, p.list[i].same, p.list[i].used = frozen.v, frozen, false
		}
	}
	for i := len(from.list); i < len(p.list); i++ {
		if p.list[i] != nil {
			p.drop(i)
		}
	}
	p.list = p.list[:len(from.list)]
}
