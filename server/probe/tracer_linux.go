//go:build amd64 || arm64

package probe

import (
	"runtime"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// A tracer is the one thread that may trace a Host's processes: ptrace(2) ties a process to the
// thread that started it. The thread ends with the tracer, and its processes with it.
type tracer struct {
	work chan func()
	done chan struct{}
}

func startTracer() *tracer {
	t := &tracer{work: make(chan func()), done: make(chan struct{})}
	go t.run()
	return t
}

func (t *tracer) run() {
	runtime.LockOSThread() // never unlocked: the thread's affinity must not be handed on
	defer close(t.done)
	pin()
	for f := range t.work {
		f()
	}
}

// do runs f on the thread and returns when it is done.
func (t *tracer) do(f func()) {
	ran := make(chan struct{})
	t.work <- func() {
		defer close(ran)
		f()
	}
	<-ran
}

func (t *tracer) stop() {
	close(t.work)
	<-t.done
}

// nextCPU spreads tracers over the CPUs that this program may use.
var nextCPU atomic.Uint32

// pin binds the thread, and so the processes it will start, to one CPU: handing over is then a
// plain switch, and what a call sends over loopback is received on the same CPU at once. Where it
// fails nothing but speed is lost.
func pin() {
	var all, one unix.CPUSet
	if unix.SchedGetaffinity(0, &all) != nil || all.Count() == 0 {
		return
	}
	skip := int(nextCPU.Add(1)) % all.Count()
	cpu := 0
	for ; !all.IsSet(cpu) || skip > 0; cpu++ {
		if all.IsSet(cpu) {
			skip--
		}
	}
	one.Set(cpu)
	_ = unix.SchedSetaffinity(0, &one)
}
