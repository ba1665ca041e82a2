package run

import (
	"portlab/sim/interp"
	"portlab/sim/kernel"
)

// A checkpoint is the state at a position. It is never run, only restored.
type checkpoint struct {
	pos    int
	interp *interp.Interp
	kernel *kernel.Snapshot
}

// How many checkpoints there are is a bargain: a Seek repeats up to the spacing between two of them,
// some microseconds each step, and a checkpoint is as large as what was used since the last.
const (
	leastSpacing    = 192 // steps
	mostCheckpoints = 256
	mostBytes       = 32 << 20 // of all checkpoints
)

func spacingFor(lines int) int { return max(leastSpacing, lines/mostCheckpoints+1) }

// checkpoint keeps the present state. Where the checkpoints have become too large, every other one
// goes.
func (t *Timeline) checkpoint() {
	var before *kernel.Snapshot
	if n := len(t.checkpoints); n > 0 {
		before = t.checkpoints[n-1].kernel
	}
	t.checkpoints = append(t.checkpoints, checkpoint{t.pos, t.interp.Clone(nil), t.machine.Kernel.Snapshot(before)})
	for len(t.checkpoints) > 2 && t.bytes() > mostBytes {
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

func (t *Timeline) bytes() int {
	n := 0
	for i := range t.checkpoints {
		n += t.checkpoints[i].kernel.Own
	}
	return n
}

// restore puts the cursor where a checkpoint is.
func (t *Timeline) restore(c *checkpoint) {
	c.kernel.Restore(t.machine.Kernel)
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
