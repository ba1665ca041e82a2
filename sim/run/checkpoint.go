package run

import (
	"portlab/sim/interp"
	"portlab/sim/kernel"
)

// A checkpoint is the state at a position. It is never run, only copied.
type checkpoint struct {
	pos     int
	interp  *interp.Interp
	machine *Machine
}

// How many checkpoints there are is a bargain: a Seek runs up to the spacing between two of them, a
// microsecond or so each step, and a checkpoint is as large as what the kernel holds.
const (
	leastSpacing    = 1024   // steps
	mostCheckpoints = 32     // of one Timeline
	mostSockets     = 50_000 // in all of them together, some 500 bytes each
)

// checkpoint keeps the present state. Where the checkpoints have become too many, or too large, every
// other one goes.
func (t *Timeline) checkpoint() {
	m := t.newMachine()
	t.machine.Kernel.CopyTo(m.Kernel)
	t.checkpoints = append(t.checkpoints, checkpoint{t.pos, t.interp.Clone(m), m})
	for len(t.checkpoints) > 2 && (len(t.checkpoints) > mostCheckpoints || t.socketsKept() > mostSockets) {
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
		} else {
			t.spare = append(t.spare, c.machine)
		}
	}
	clear(t.checkpoints[len(kept):])
	t.checkpoints = kept
}

func (t *Timeline) socketsKept() int {
	n := 0
	for _, c := range t.checkpoints {
		n += c.machine.Kernel.Sockets()
	}
	return n
}

// newMachine returns a machine to copy another into.
func (t *Timeline) newMachine() *Machine {
	n := len(t.spare)
	if n == 0 {
		return &Machine{Kernel: new(kernel.Kernel)}
	}
	m := t.spare[n-1]
	t.spare = t.spare[:n-1]
	return m
}

// restore puts the cursor where a checkpoint is.
func (t *Timeline) restore(c checkpoint) {
	c.machine.Kernel.CopyTo(t.machine.Kernel)
	t.interp = c.interp.Clone(t.machine)
	t.pos = c.pos
}

// before returns the last checkpoint that is not after position k.
func (t *Timeline) before(k int) checkpoint {
	i := len(t.checkpoints) - 1
	for t.checkpoints[i].pos > k {
		i--
	}
	return t.checkpoints[i]
}
