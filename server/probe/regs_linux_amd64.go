package probe

import "golang.org/x/sys/unix"

// registers are a stopped process's.
type registers = unix.PtraceRegs

// gadget is "syscall; int3".
var gadget = []byte{0x0f, 0x05, 0xcc}

func getRegisters(pid int, r *registers) error { return unix.PtraceGetRegs(pid, r) }

func setRegisters(pid int, r *registers) error { return unix.PtraceSetRegs(pid, r) }

// programCounter returns the address of the next instruction.
func programCounter(r *registers) uintptr { return uintptr(r.Rip) }

// setCall makes the next instruction a system call (x86-64 psABI, A.2.1). Without the -1 the kernel
// could take a stop inside an earlier call for one to restart.
func setCall(r *registers, pc, nr uintptr, a [6]uintptr) {
	r.Rip, r.Orig_rax, r.Rax = uint64(pc), ^uint64(0), uint64(nr)
	r.Rdi, r.Rsi, r.Rdx = uint64(a[0]), uint64(a[1]), uint64(a[2])
	r.R10, r.R8, r.R9 = uint64(a[3]), uint64(a[4]), uint64(a[5])
}

// returned is what the system call left: a value, or an errno negated.
func returned(r *registers) int { return int(int64(r.Rax)) }
