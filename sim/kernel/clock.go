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
	seq      int           // of two timers with one deadline, the one started first fires first
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
	timers [len(timerNames)][]Timer
}

// startTimer starts a socket's timer of that kind, instead of the one that runs.
func (k *Kernel) startTimer(s *Socket, kind timerKind, after time.Duration) {
	k.stopTimer(s, kind)
	c := &k.clock
	c.seq++
	c.timers[kind] = append(c.timers[kind], Timer{c.now + after, c.seq, sockID(s.id)})
	k.siftUp(kind, len(c.timers[kind])-1)
}

// stopTimer stops a socket's timer of that kind, if it runs.
func (k *Kernel) stopTimer(s *Socket, kind timerKind) {
	i := int(s.timers[kind]) - 1
	if i < 0 {
		return
	}
	s.timers[kind] = 0
	heap := k.clock.timers[kind]
	last := len(heap) - 1
	moved := heap[last]
	k.clock.timers[kind] = heap[:last]
	if i < last {
		heap[i] = moved
		k.siftUp(kind, i)
		k.siftDown(kind, int(k.socks.at(moved.sock).timers[kind])-1)
	}
}

func (k *Kernel) stopTimers(s *Socket) {
	for kind := range s.timers {
		k.stopTimer(s, timerKind(kind))
	}
}

// nextTimer removes and returns the first timer due by the given time; ok is false where there is
// none.
func (k *Kernel) nextTimer(until time.Duration) (t Timer, kind timerKind, ok bool) {
	for i, heap := range k.clock.timers {
		if len(heap) > 0 && heap[0].deadline <= until && (!ok || heap[0].before(&t)) {
			t, kind, ok = heap[0], timerKind(i), true
		}
	}
	if ok {
		k.stopTimer(k.socks.at(t.sock), kind)
	}
	return t, kind, ok
}

// siftUp moves timer i of a heap up to its place, siftDown down; each notes the places.
func (k *Kernel) siftUp(kind timerKind, i int) {
	heap := k.clock.timers[kind]
	t := heap[i]
	for i > 0 {
		above := (i - 1) / 2
		if !t.before(&heap[above]) {
			break
		}
		k.putTimer(kind, i, heap[above])
		i = above
	}
	k.putTimer(kind, i, t)
}

func (k *Kernel) siftDown(kind timerKind, i int) {
	heap := k.clock.timers[kind]
	t := heap[i]
	for {
		below := 2*i + 1
		if below+1 < len(heap) && heap[below+1].before(&heap[below]) {
			below++
		}
		if below >= len(heap) || !heap[below].before(&t) {
			break
		}
		k.putTimer(kind, i, heap[below])
		i = below
	}
	k.putTimer(kind, i, t)
}

func (k *Kernel) putTimer(kind timerKind, i int, t Timer) {
	k.clock.timers[kind][i] = t
	k.socks.at(t.sock).timers[kind] = int32(i + 1)
}
