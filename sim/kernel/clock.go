package kernel

import (
	"container/heap"
	"time"
)

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
	seq      int           // of two timers with one deadline, the one started first fires first
	kind     timerKind
	sock     *Socket
	index    int // in the heap; -1 when it is not there
}

// A Clock is virtual time with the timers that wait for it.
type Clock struct {
	now    time.Duration
	seq    int
	timers timerHeap
}

func (c *Clock) start(s *Socket, kind timerKind, after time.Duration) *Timer {
	c.seq++
	t := &Timer{deadline: c.now + after, seq: c.seq, kind: kind, sock: s}
	heap.Push(&c.timers, t)
	return t
}

func (c *Clock) stop(t *Timer) {
	if t != nil && t.index >= 0 {
		heap.Remove(&c.timers, t.index)
	}
}

// next removes and returns the first timer due by the given time, or nil.
func (c *Clock) next(until time.Duration) *Timer {
	if len(c.timers) == 0 || c.timers[0].deadline > until {
		return nil
	}
	return heap.Pop(&c.timers).(*Timer)
}

// timerHeap orders timers by (deadline, seq).
type timerHeap []*Timer

func (h timerHeap) Len() int { return len(h) }

func (h timerHeap) Less(i, j int) bool {
	if h[i].deadline != h[j].deadline {
		return h[i].deadline < h[j].deadline
	}
	return h[i].seq < h[j].seq
}

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timerHeap) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
