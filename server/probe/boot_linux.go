//go:build amd64 || arm64

package probe

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// boot makes the namespaces with their first process and gets them ready.
func (h *Host) boot() error {
	pid, err := h.spawn()
	if err != nil {
		return err
	}
	h.base = &process{name: "1 of the namespace", pid: pid, inner: 1}
	for _, prepare := range []func() error{h.seize, h.mapMemory, h.setSignals, h.limitDescriptors, h.raiseLoopback, h.openBacklog} {
		if err := prepare(); err != nil {
			return &UnavailableError{Reason: "this host's kernel refuses a step that the private namespace needs: " + whyRefused(), Err: err}
		}
	}
	return nil
}

// seize waits for the process to be stopped at the start of its program, makes sure that it cannot
// outlive the tracer, and writes the two instructions there.
func (h *Host) seize() error {
	pid := h.base.pid
	if err := awaitStop(pid); err != nil {
		return err
	}
	if err := unix.PtraceSetOptions(pid, unix.PTRACE_O_EXITKILL|unix.PTRACE_O_TRACEFORK); err != nil {
		return fmt.Errorf("ptrace(PTRACE_SETOPTIONS): %w", err)
	}
	if err := getRegisters(pid, &h.registers); err != nil {
		return fmt.Errorf("ptrace(PTRACE_GETREGSET): %w", err)
	}
	h.gadget = programCounter(&h.registers)
	if _, err := unix.PtracePokeText(pid, h.gadget, gadget); err != nil {
		return fmt.Errorf("ptrace(PTRACE_POKETEXT): %w", err)
	}
	return nil
}

// mapMemory makes the mapping that all processes inherit.
func (h *Host) mapMemory() error {
	at, err := h.call(h.base, unix.SYS_MMAP, 0, memSize, unix.PROT_READ|unix.PROT_WRITE,
		unix.MAP_PRIVATE|unix.MAP_ANONYMOUS, ^uintptr(0), 0)
	if err != nil {
		return fmt.Errorf("mmap: %w", err)
	}
	h.base.memory = memory{h.base.pid, uintptr(at)}
	return h.base.memory.write(atDevNull, []byte(os.DevNull+"\x00"))
}

// setSignals lets no signal but SIGKILL reach a process, for one would end the sleep of a call
// and send it to the end of its queue. SIGTRAP, the breakpoint's, stays. Ignoring SIGCHLD leaves
// no zombies.
func (h *Host) setSignals() error {
	m := h.base.memory
	blocked := ^(uint64(1) << (unix.SIGTRAP - 1))
	if err := m.write(atValue, bytesOf(&blocked)); err != nil {
		return err
	}
	const sigsetSize = 8
	if _, err := h.call(h.base, unix.SYS_RT_SIGPROCMASK, unix.SIG_SETMASK, m.base+atValue, 0, sigsetSize); err != nil {
		return fmt.Errorf("rt_sigprocmask: %w", err)
	}
	action := struct{ handler, flags, restorer, mask uint64 }{handler: sigIgn}
	if err := m.write(atValue, bytesOf(&action)); err != nil {
		return err
	}
	for _, sig := range []unix.Signal{unix.SIGCHLD, unix.SIGPIPE} {
		if _, err := h.call(h.base, unix.SYS_RT_SIGACTION, uintptr(sig), m.base+atValue, 0, sigsetSize); err != nil {
			return fmt.Errorf("rt_sigaction: %w", err)
		}
	}
	return nil
}

// sigIgn is SIG_IGN (asm-generic/signal-defs.h).
const sigIgn = 1

func (h *Host) limitDescriptors() error {
	limit := unix.Rlimit{Cur: abi.RLIMIT_NOFILE, Max: abi.RLIMIT_NOFILE}
	if err := h.base.memory.write(atValue, bytesOf(&limit)); err != nil {
		return err
	}
	_, err := h.call(h.base, unix.SYS_PRLIMIT64, 0, unix.RLIMIT_NOFILE, h.base.memory.base+atValue, 0)
	if err != nil {
		return fmt.Errorf("prlimit64(RLIMIT_NOFILE, %d): %w", abi.RLIMIT_NOFILE, err)
	}
	return nil
}

func (h *Host) openBacklog() (err error) {
	h.backlog, err = os.Open("/proc/net/softnet_stat")
	return err
}

// freshen gives a new process descriptors of its own, as they would be shared with all others
// otherwise.
func (h *Host) freshen(p *process) error {
	atCWD := unix.AT_FDCWD
	for fd := range uintptr(3) {
		if _, err := h.call(p, unix.SYS_CLOSE, fd); err != nil {
			return fmt.Errorf("close(%d): %w", fd, err)
		}
		if _, err := h.call(p, unix.SYS_OPENAT, uintptr(atCWD), p.memory.base+atDevNull, unix.O_RDWR); err != nil {
			return fmt.Errorf("open %s: %w", os.DevNull, err)
		}
	}
	return nil
}

// end kills process 1, which ends the namespace and all in it, and takes leave of each process.
func (h *Host) end() error {
	if h.backlog != nil {
		h.backlog.Close()
	}
	if h.base == nil {
		return nil
	}
	if err := syscall.Kill(h.base.pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
		return fmt.Errorf("cannot end the namespace: %w", err)
	}
	for {
		if _, err := waitFor(-1); err == unix.ECHILD {
			return nil
		} else if err != nil {
			return fmt.Errorf("waiting for the namespace to end: %w", err)
		}
	}
}

// bytesOf returns a value's memory.
func bytesOf[T any](v *T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}
