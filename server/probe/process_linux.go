//go:build amd64 || arm64

package probe

import (
	"fmt"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// A process is one real process of the scenario. It is stopped, except while pending is set.
type process struct {
	name    string
	pid     int // as the tracer knows it
	inner   int // as the namespace's own processes know it
	memory  memory
	pending *request // the call that it is in; nil: it is stopped, ready for the next
	step    int      // the number of the step that made the pending call
	dying   bool     // it has been killed or is exiting, and is not yet gone

	stat, syscall *procFile // /proc/PID/stat and syscall, once it has been in a call that blocked
}

func (p *process) closeFiles() {
	p.stat.close()
	p.syscall.close()
}

// A request is one system call: what goes into the registers and memory of the process, and what
// to read there afterwards.
type request struct {
	nr   uintptr
	args [6]uintptr
	in   []input
	// after completes the result of a call that returned; nil where nothing is to be added.
	after func(m memory, r *abi.Result) error
	// then is what the process does next, with no result in between; nil for nothing.
	then        *request
	makesSocket bool // it returns a new socket's descriptor
}

// An input is bytes to be laid into the process's memory before the call.
type input struct {
	at uintptr
	b  []byte
}

// begin lets the process run through the call. It does not wait.
func (h *Host) begin(p *process, q *request) error {
	for _, in := range q.in {
		if err := p.memory.write(in.at, in.b); err != nil {
			return err
		}
	}
	r := h.registers
	setCall(&r, h.gadget, q.nr, q.args)
	if err := setRegisters(p.pid, &r); err != nil {
		return fmt.Errorf("cannot set the registers of process %s: %w", p.name, err)
	}
	if err := unix.PtraceCont(p.pid, 0); err != nil {
		return fmt.Errorf("cannot run process %s: %w", p.name, err)
	}
	p.pending = q
	return nil
}

// answer reads what the finished call returned.
func (h *Host) answer(p *process) (abi.Result, error) {
	q := p.pending
	p.pending = nil
	var regs registers
	if err := getRegisters(p.pid, &regs); err != nil {
		return abi.Result{}, fmt.Errorf("cannot read the registers of process %s: %w", p.name, err)
	}
	r := result(returned(&regs))
	if q.after == nil {
		return r, nil
	}
	err := q.after(p.memory, &r)
	return r, err
}

// result tells a value from a negated errno (1 to 4095, include/linux/err.h).
func result(v int) abi.Result {
	if v < 0 && v >= -4095 {
		return abi.Fail(abi.Errno(-v))
	}
	return abi.Result{Ret: v}
}

// call makes a call that cannot block and is no step of the scenario, and returns its value.
func (h *Host) call(p *process, nr uintptr, args ...uintptr) (int, error) {
	q := &request{nr: nr}
	copy(q.args[:], args)
	if err := h.begin(p, q); err != nil {
		return 0, err
	}
	if err := h.awaitBreakpoint(p); err != nil {
		return 0, err
	}
	r, err := h.answer(p)
	if err == nil && r.Errno != 0 {
		err = unix.Errno(r.Errno)
	}
	return r.Ret, err
}

// awaitBreakpoint waits until a process in a call that cannot block has finished it.
func (h *Host) awaitBreakpoint(p *process) error {
	for {
		status, err := waitFor(p.pid)
		if err != nil {
			return err
		}
		if done, err := h.resumed(p, status); done || err != nil {
			return err
		}
	}
}

// resumed looks at why a process stopped. It reports whether it has reached the breakpoint;
// otherwise it runs on.
func (h *Host) resumed(p *process, status unix.WaitStatus) (bool, error) {
	if !status.Stopped() {
		return false, fmt.Errorf("process %s was ended by the host, not by the scenario (%s)", p.name, ended(status))
	}
	if status.StopSignal() == unix.SIGTRAP && status.TrapCause() == 0 {
		return true, nil
	}
	return false, unix.PtraceCont(p.pid, 0)
}

func ended(status unix.WaitStatus) string {
	if status.Signaled() {
		return "signal " + unix.SignalName(status.Signal())
	}
	return fmt.Sprintf("exit status %d", status.ExitStatus())
}

// waitFor waits for one process to stop or end. It must be one that surely will.
func waitFor(pid int) (unix.WaitStatus, error) {
	for {
		var status unix.WaitStatus
		_, err := unix.Wait4(pid, &status, unix.WALL|unix.WNOTHREAD, nil)
		if err != unix.EINTR {
			return status, err
		}
	}
}

// awaitStop waits for a new process to stop at its start.
func awaitStop(pid int) error {
	status, err := waitFor(pid)
	if err == nil && !status.Stopped() {
		err = fmt.Errorf("a new process did not stop at its start (%s)", ended(status))
	}
	return err
}
