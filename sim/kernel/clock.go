package kernel

import "time"

// ticksPerSecond is how many jiffies a second has: CONFIG_HZ, 250 on Debian's kernels.
const ticksPerSecond = 250

// timerKind says what a timer does when it fires.
type timerKind uint8

const (
	timerTimeWait   timerKind = iota // a TIME_WAIT or an orphaned FIN_WAIT_2 ends
	timerOrphan                      // an orphan in FIN_WAIT_2 becomes a minisock (TCP_LINGER2 above 60 s)
	timerRetransmit                  // SYN or SYN-ACK is repeated
	timerProbe                       // the peer's window is closed: ask whether it still is
	timerAck                         // an acknowledgement that waits for data to go with it
	timerLinger                      // a close with SO_LINGER stops waiting
)

var timerNames = [...]string{"timewait", "finwait2", "retransmit", "persist", "delack", "linger"}

// A Timer fires once. A socket has at most one of each kind.
type Timer struct {
	deadline time.Duration // since the kernel started
	seq      int           // of two timers with one deadline, the one with the lower number fires first
	sock     sockID
}

func (t *Timer) before(o *Timer) bool {
	return t.deadline < o.deadline || t.deadline == o.deadline && t.seq < o.seq
}

// A Clock is virtual time with the timers that wait for it: a heap for each kind, as those of one
// kind mostly last equally long and so are started in the order in which they fire.
type Clock struct {
	now    time.Duration
	seq    int
	timers [len(timerNames)]timerHeap
}

func (c *Clock) freeze(to *Clock) (own int) {
	to.now, to.seq = c.now, c.seq
	for kind := range c.timers {
		own += c.timers[kind].freeze(&to.timers[kind])
	}
	return own
}

func (c *Clock) restore(from *Clock) {
	c.now, c.seq = from.now, from.seq
	for kind := range c.timers {
		c.timers[kind].restore(&from.timers[kind])
	}
}

// timersAtOnce is how many timers are in one piece of a timerHeap.
const timersAtOnce = 64

// A timerHeap is timers, those that fire first before others (a binary heap), in pieces that snapshots
// share.
type timerHeap struct {
	pieces pages[[timersAtOnce]Timer]
	len    int
}

func (h *timerHeap) freeze(to *timerHeap) (own int) {
	to.len = h.len
	return h.pieces.freeze(&to.pieces)
}

func (h *timerHeap) restore(from *timerHeap) {
	h.len = from.len
	h.pieces.restore(&from.pieces)
}

// at returns the i-th timer, not to be changed.
func (h *timerHeap) at(i int) *Timer { return &h.pieces.list[i/timersAtOnce].v[i%timersAtOnce] }

func (h *timerHeap) set(i int, t Timer) {
	h.pieces.place(i / timersAtOnce)[i%timersAtOnce] = t
}

// startTimer starts a socket's timer of that kind, instead of the one that runs.
func (k *Kernel) startTimer(s *Socket, kind timerKind, after time.Duration) {
	k.stopTimer(s, kind)
	c := &k.clock
	c.seq++
	seq := c.seq
	if kind == timerRetransmit {
		seq = -seq // the kernel's timer wheel fires the last one started first (enqueue_timer)
	}
	heap := &c.timers[kind]
	heap.len++
	k.siftUp(heap, kind, heap.len-1, Timer{c.now + after, seq, sockID(s.id)})
}

// stopTimer stops a socket's timer of that kind, if it runs.
func (k *Kernel) stopTimer(s *Socket, kind timerKind) {
	if s.timers[kind] != 0 {
		k.removeTimer(s, kind)
	}
}

func (k *Kernel) removeTimer(s *Socket, kind timerKind) {
	i := int(s.timers[kind]) - 1
	s.timers[kind] = 0
	heap := &k.clock.timers[kind]
	heap.len--
	if i == heap.len {
		return
	}
	moved := *heap.at(heap.len)
	if i > 0 && moved.before(heap.at((i-1)/2)) {
		k.siftUp(heap, kind, i, moved)
	} else {
		k.siftDown(heap, kind, i, moved)
	}
}

func (k *Kernel) stopTimers(s *Socket) {
	if s.timers == [len(timerNames)]int32{} {
		return
	}
	for kind := range s.timers {
		k.stopTimer(s, timerKind(kind))
	}
}

// nextTimer removes and returns the first timer due by the given time; ok is false where there is
// none.
func (k *Kernel) nextTimer(until time.Duration) (t Timer, kind timerKind, ok bool) {
	for i := range k.clock.timers {
		heap := &k.clock.timers[i]
		if heap.len > 0 && heap.at(0).deadline <= until && (!ok || heap.at(0).before(&t)) {
			t, kind, ok = *heap.at(0), timerKind(i), true
		}
	}
	if ok {
		k.stopTimer(k.socks.at(t.sock), kind)
	}
	return t, kind, ok
}

// siftUp puts a timer into place i of a heap or above, siftDown there or below; each notes the places.
func (k *Kernel) siftUp(heap *timerHeap, kind timerKind, i int, t Timer) {
	for i > 0 {
		above := (i - 1) / 2
		if !t.before(heap.at(above)) {
			break
		}
		k.putTimer(heap, kind, i, *heap.at(above))
		i = above
	}
	k.putTimer(heap, kind, i, t)
}

func (k *Kernel) siftDown(heap *timerHeap, kind timerKind, i int, t Timer) {
	for {
		below := 2*i + 1
		if below+1 < heap.len && heap.at(below+1).before(heap.at(below)) {
			below++
		}
		if below >= heap.len || !heap.at(below).before(&t) {
			break
		}
		k.putTimer(heap, kind, i, *heap.at(below))
		i = below
	}
	k.putTimer(heap, kind, i, t)
}

func (k *Kernel) putTimer(heap *timerHeap, kind timerKind, i int, t Timer) {
	heap.set(i, t)
	k.socks.at(t.sock).timers[kind] = int32(i + 1)
}
