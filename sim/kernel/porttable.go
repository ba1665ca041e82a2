package kernel

// leafSize is how many ports have one piece of a portTable.
const leafSize = 64

// A portTable gives each port a number; most have none, which is 0.
type portTable struct{ leaves pages[[leafSize]int32] }

func (t *portTable) at(port uint16) int32 {
	if high := int(port / leafSize); high < len(t.leaves.list) && t.leaves.list[high] != nil {
		return t.leaves.list[high].v[port%leafSize]
	}
	return 0
}

func (t *portTable) set(port uint16, n int32) {
	high := int(port / leafSize)
	for len(t.leaves.list) <= high {
		t.leaves.list = append(t.leaves.list, nil)
	}
	if t.leaves.list[high] == nil {
		t.leaves.list[high] = t.leaves.fresh()
	}
	t.leaves.at(high)[port%leafSize] = n
}

// each calls f with every port that has a number, in order.
func (t *portTable) each(f func(port uint16, n int32)) {
	for high, leaf := range t.leaves.list {
		if leaf == nil {
			continue
		}
		for low, n := range leaf.v {
			if n != 0 {
				f(uint16(high*leafSize+low), n)
			}
		}
	}
}
