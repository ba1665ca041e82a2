package kernel

import "iter"

// leafSize is how many ports have one piece of a portTable.
const leafSize = 64

// A portTable gives each port a number; most have none, which is 0.
type portTable struct {
	leaves pages[[leafSize]int32]
	held   int // how many have one
}

func (t *portTable) at(port uint16) int32 {
	if high := int(port / leafSize); high < len(t.leaves.list) && t.leaves.list[high] != nil {
		return t.leaves.list[high].v[port%leafSize]
	}
	return 0
}

func (t *portTable) set(port uint16, n int32) {
	place := &t.leaves.place(int(port / leafSize))[port%leafSize]
	if *place != 0 {
		t.held--
	}
	if n != 0 {
		t.held++
	}
	*place = n
}

// all are the ports that have a number, in order.
func (t *portTable) all() iter.Seq[uint16] {
	return func(yield func(uint16) bool) {
		for high, leaf := range t.leaves.list {
			if leaf == nil {
				continue
			}
			for low, n := range leaf.v {
				if n != 0 && !yield(uint16(high*leafSize+low)) {
					return
				}
			}
		}
	}
}

func (t *portTable) freeze(to *portTable) (own int) {
	to.held = t.held
	return t.leaves.freeze(&to.leaves)
}

func (t *portTable) restore(from *portTable) {
	t.held = from.held
	t.leaves.restore(&from.leaves)
}
