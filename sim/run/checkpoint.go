package run

import (
	"portlab/sim/interp"
	"portlab/sim/kernel"
)

// A checkpoint is the state at a position. It is never run, only copied.
type checkpoint struct {
	pos    int
	interp *interp.Interp
	kernel *kernel.Kernel
	size   int // in pages; see kernel.Snapshot
}

// How many checkpoints there are is a bargain: a Seek repeats up to the spacing between two of them,
// a microsecond or so each step, and a checkpoint is as large as what has changed since the last.
const (
	leastSpacing    = 1024 // steps
	mostCheckpoints = 16
	mostPages       = 4096 // of all checkpoints: some 30 MB
)

func spacingFor(lines int) int { return max(leastSpacing, lines/mostCheckpoints+1) }

// checkpoint keeps the present state. Where the checkpoints have become too large, every other one
// goes.
func (t *Timeline) checkpoint() {
	like := new(kernel.Kernel)
	if n := len(t.checkpoints); n > 0 {
		like = t.checkpoints[n-1].kernel
	}
	c := checkpoint{pos: t.pos, interp: t.interp.Clone(nil)}
	c.kernel, c.size = t.machine.Kernel.Snapshot(like)
	t.checkpoints = append(t.checkpoints, c)
	for len(t.checkpoints) > 2 && t.pages() > mostPages {
		t.thin()
	}
}

// thin drops every other checkpoint, but not the first.
func (t *Timeline) thin() {
	t.spacing *= 2
	kept := t.checkpoints[:0]
	for _, c := range t.checkpoints {
		if c.pos%t.spacing == 0 {
			kept = append(kept, c)
		}
	}
	clear(t.checkpoints[len(kept):])
	t.checkpoints = kept
}

func (t *Timeline) pages() int {
	n := 0
	for i := range t.checkpoints {
		n += t.checkpoints[i].size
	}
	return n
}

// restore puts the cursor where a checkpoint is.
func (t *Timeline) restore(c *checkpoint) {
	c.kernel.CopyTo(t.machine.Kernel)
	t.interp = c.interp.Clone(t.machine)
	t.pos = c.pos
}

// before returns the last checkpoint that is not after position k.
func (t *Timeline) before(k int) *checkpoint {
	i := len(t.checkpoints) - 1
	for t.checkpoints[i].pos > k {
		i--
	}
	return &t.checkpoints[i]
}
