package kernel

// A portTable gives each port a number; most have none, which is 0.
type portTable [256]*[256]int32

func (t *portTable) at(port uint16) int32 {
	if leaf := t[port>>8]; leaf != nil {
		return leaf[port&0xff]
	}
	return 0
}

func (t *portTable) set(port uint16, n int32) {
	leaf := t[port>>8]
	if leaf == nil {
		leaf = new([256]int32)
		t[port>>8] = leaf
	}
	leaf[port&0xff] = n
}

// each calls f with every port that has a number, in order.
func (t *portTable) each(f func(port uint16, n int32)) {
	for high, leaf := range t {
		if leaf == nil {
			continue
		}
		for low, n := range leaf {
			if n != 0 {
				f(uint16(high<<8|low), n)
			}
		}
	}
}

func (t *portTable) copyTo(c *copying, to, like *portTable) { copyPages(c, to[:], t[:], like[:]) }
