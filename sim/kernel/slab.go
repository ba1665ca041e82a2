package kernel

// pageSize is how many values of a slab lie side by side.
const pageSize = 32

// A slab holds values in pages. A value is known by its number, from 1 on, so that a copy of the
// pages is a copy of everything in them; and it keeps its place, so that a pointer to it stays good
// for as long as the value is there. Numbers of values that were removed are given out again.
type slab[T comparable] struct {
	pages []*[pageSize]T
	free  []int32
	last  int32 // the highest number given out
}

// at returns the value with a number.
func (s *slab[T]) at(n int32) *T { return &s.pages[(n-1)/pageSize][(n-1)%pageSize] }

// add makes room for a value, which is zero.
func (s *slab[T]) add() (int32, *T) {
	if n := len(s.free); n > 0 {
		number := s.free[n-1]
		s.free = s.free[:n-1]
		v := s.at(number)
		var zero T
		*v = zero
		return number, v
	}
	if int(s.last) == len(s.pages)*pageSize {
		s.pages = append(s.pages, new([pageSize]T))
	}
	s.last++
	return s.last, s.at(s.last)
}

// remove gives a number back. What the value was can be read until the next add.
func (s *slab[T]) remove(n int32) { s.free = append(s.free, n) }

func (s *slab[T]) copyTo(c *copying, to *slab[T], like *slab[T]) {
	to.free, to.last = append(to.free[:0], s.free...), s.last
	to.pages = copyPages(c, to.pages, s.pages, like.pages)
}

// copying is a copy under way.
type copying struct {
	own int // pages that were copied, not shared
}

// copyPages makes the pages of to equal those of from: those that are as in like are shared with it,
// the others are copied into the memory that to has.
func copyPages[P comparable](c *copying, to, from, like []*P) []*P {
	to = to[:min(len(to), len(from))]
	for i, page := range from {
		if i == len(to) {
			to = append(to, nil)
		}
		if page == nil {
			to[i] = nil
			continue
		}
		if i < len(like) && like[i] != nil && *like[i] == *page {
			to[i] = like[i]
			continue
		}
		if to[i] == nil {
			to[i] = new(P)
		}
		*to[i] = *page
		c.own++
	}
	return to
}
