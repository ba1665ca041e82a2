//go:build amd64 || arm64

package probe

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// boot makes the namespaces with their first process and gets them ready. What the carrier sets up
// for itself all others inherit.
func (h *Host) boot() error {
	for _, prepare := range []func() error{
		h.spawn, h.seize, h.mapMemory, h.setSignals, h.closeInherited, h.limitDescriptors,
		h.isolate, h.raiseLoopback, h.openBacklog,
	} {
		if err := prepare(); err != nil {
			return &UnavailableError{Reason: "this machine gives no private network namespace to run scenarios in: " + whyRefused(), Err: err}
		}
	}
	return nil
}

// seize waits for the process to be stopped at the start of its program, makes sure that it cannot
// outlive the tracer, and writes the two instructions there.
func (h *Host) seize() error {
	pid := h.carrier.pid
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
	at, err := h.call(h.carrier, unix.SYS_MMAP, 0, memSize, unix.PROT_READ|unix.PROT_WRITE,
		unix.MAP_PRIVATE|unix.MAP_ANONYMOUS, ^uintptr(0), 0)
	if err != nil {
		return fmt.Errorf("mmap: %w", err)
	}
	h.carrier.memory = memory{h.carrier.pid, uintptr(at)}
	return h.carrier.memory.write(atDevNull, []byte(os.DevNull+"\x00"))
}

// setSignals lets no signal but SIGKILL reach a process, for one would end the sleep of a call
// and send it to the end of its queue. SIGTRAP, the breakpoint's, stays. Ignoring SIGCHLD leaves
// no zombies.
func (h *Host) setSignals() error {
	m := h.carrier.memory
	blocked := ^(uint64(1) << (unix.SIGTRAP - 1))
	if err := m.write(atValue, bytesOf(&blocked)); err != nil {
		return err
	}
	const sigsetSize = 8
	if _, err := h.call(h.carrier, unix.SYS_RT_SIGPROCMASK, unix.SIG_SETMASK, m.base+atValue, 0, sigsetSize); err != nil {
		return fmt.Errorf("rt_sigprocmask: %w", err)
	}
	action := struct{ handler, flags, restorer, mask uint64 }{handler: sigIgn}
	if err := m.write(atValue, bytesOf(&action)); err != nil {
		return err
	}
	for _, sig := range []unix.Signal{unix.SIGCHLD, unix.SIGPIPE} {
		if _, err := h.call(h.carrier, unix.SYS_RT_SIGACTION, uintptr(sig), m.base+atValue, 0, sigsetSize); err != nil {
			return fmt.Errorf("rt_sigaction: %w", err)
		}
	}
	return nil
}

// sigIgn is SIG_IGN (asm-generic/signal-defs.h).
const sigIgn = 1

// closeInherited closes what whoever started portlab left open in it, across its exec and ours, and
// what spawn gave: each process of the scenario opens its own.
func (h *Host) closeInherited() error {
	fds, err := descriptors(h.carrier.pid)
	if err != nil {
		return err
	}
	for _, fd := range fds {
		if _, err := h.call(h.carrier, unix.SYS_CLOSE, uintptr(fd)); err != nil {
			return fmt.Errorf("close(%d): %w", fd, err)
		}
	}
	return nil
}

func (h *Host) limitDescriptors() error {
	limit := unix.Rlimit{Cur: abi.RLIMIT_NOFILE, Max: abi.RLIMIT_NOFILE}
	if err := h.carrier.memory.write(atValue, bytesOf(&limit)); err != nil {
		return err
	}
	_, err := h.call(h.carrier, unix.SYS_PRLIMIT64, 0, unix.RLIMIT_NOFILE, h.carrier.memory.base+atValue, 0)
	if err != nil {
		return fmt.Errorf("prlimit64(RLIMIT_NOFILE, %d): %w", abi.RLIMIT_NOFILE, err)
	}
	return nil
}

func (h *Host) openBacklog() (err error) {
	h.backlog, err = openProc("/proc/net/softnet_stat", backlogSize)
	return err
}

// freshen gives a new process its descriptors 0, 1 and 2: of its own, not shared with any other.
func (h *Host) freshen(p *process) error {
	atCWD := unix.AT_FDCWD
	for range 3 {
		if _, err := h.call(p, unix.SYS_OPENAT, uintptr(atCWD), p.memory.base+atDevNull, unix.O_RDWR); err != nil {
			return fmt.Errorf("open %s: %w", os.DevNull, err)
		}
	}
	return nil
}

// end kills process 1, which ends the namespaces and all in them, and then the carrier. It takes
// leave of each process, so that none stays as a zombie.
func (h *Host) end() error {
	h.backlog.close()
	for _, p := range h.byPID {
		p.closeFiles()
	}
	for _, p := range []*process{h.base, h.carrier} {
		if p == nil {
			continue
		}
		if err := h.endProcess(p.pid); err != nil {
			return fmt.Errorf("cannot end process %s of the host: %w", p.name, err)
		}
	}
	return nil
}

// endProcess kills a process and waits until it is gone. Process 1 of a namespace is the last of it
// to go (zap_pid_ns_processes, kernel/pid_namespace.c).
func (h *Host) endProcess(pid int) error {
	if err := unix.Kill(pid, unix.SIGKILL); err != nil && err != unix.ESRCH {
		return err
	}
	for {
		var status unix.WaitStatus
		got, err := unix.Wait4(-h.carrier.pid, &status, unix.WALL|unix.WNOTHREAD, nil)
		switch {
		case err == unix.ECHILD || got == pid && !status.Stopped():
			return nil
		case err != nil && err != unix.EINTR:
			return err
		}
	}
}

// bytesOf returns a value's memory.
func bytesOf[T any](v *T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}
