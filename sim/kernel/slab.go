package kernel

// A slab holds values in pages. A value is known by its number, from 1 on, so that a copy of the
// pages is a copy of everything in them; and it keeps its place, so that a pointer to it stays good
// for as long as the value is there. Numbers of values that were removed are given out again.
type slab[T any] struct {
	pages pages[[pageSize]T]
	free  []int32
	last  int32 // the highest number given out
}

// at returns the value with a number.
func (s *slab[T]) at(n int32) *T { return &s.pages.at(int(n-1) / pageSize)[(n-1)%pageSize] }

// peek is at for a caller that only reads; see pages.
func (s *slab[T]) peek(n int32) *T { return &s.pages.peek(int(n-1) / pageSize)[(n-1)%pageSize] }

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
	if int(s.last) == len(s.pages.list)*pageSize {
		s.pages.list = append(s.pages.list, s.pages.fresh())
	}
	s.last++
	return s.last, s.at(s.last)
}

// remove gives a number back. What the value was can be read until the next add.
func (s *slab[T]) remove(n int32) { s.free = append(s.free, n) }

func (s *slab[T]) freeze(to *slab[T]) (own int) {
	to.free, to.last = append(to.free, s.free...), s.last
	return s.pages.freeze(&to.pages)
}

func (s *slab[T]) restore(from *slab[T]) {
	s.free, s.last = append(s.free[:0], from.free...), from.last
	s.pages.restore(&from.pages)
}
