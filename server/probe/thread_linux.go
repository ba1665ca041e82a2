//go:build amd64 || arm64

package probe

import (
	"errors"
	"runtime"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// A thread is the operating system's thread on which a Host was opened: ptrace(2) lets no other
// trace its processes. Until release the goroutine is bound to it, and it to one CPU.
type thread struct {
	id       int
	affinity unix.CPUSet // as it was before
	pinned   bool
}

var errThread = errors.New("a probe.Host was used by another goroutine than the one that opened it")

func lockThread() thread {
	runtime.LockOSThread()
	t := thread{id: unix.Gettid()}
	t.pin()
	return t
}

// release gives the thread back as it was. Where that fails the goroutine stays bound to it, so
// that it ends with the goroutine and surprises no other.
func (t *thread) release() {
	if t.pinned && unix.SchedSetaffinity(0, &t.affinity) != nil {
		return
	}
	runtime.UnlockOSThread()
}

func (t *thread) check() error {
	if unix.Gettid() != t.id {
		return errThread
	}
	return nil
}

// nextCPU spreads Hosts over the CPUs that this program may use.
var nextCPU atomic.Uint32

// pin binds the thread, and so the processes that it will start, to one CPU: handing over is then a
// plain switch (five times quicker), and what a call sends over loopback is received on the same
// CPU at once. Where it fails nothing but speed is lost.
func (t *thread) pin() {
	if unix.SchedGetaffinity(0, &t.affinity) != nil || t.affinity.Count() == 0 {
		return
	}
	var one unix.CPUSet
	one.Set(nthCPU(&t.affinity, int(nextCPU.Add(1))%t.affinity.Count()))
	t.pinned = unix.SchedSetaffinity(0, &one) == nil
}

// nthCPU returns the CPU of a set that has n lower ones; n is less than the set's count.
func nthCPU(set *unix.CPUSet, n int) int {
	for cpu := 0; ; cpu++ {
		if !set.IsSet(cpu) {
			continue
		}
		if n == 0 {
			return cpu
		}
		n--
	}
}
