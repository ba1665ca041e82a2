package probe

import "golang.org/x/sys/unix"

// registers are a stopped process's.
type registers = unix.PtraceRegsArm64

// ntPRStatus is the register set that holds the general registers (linux/elf.h).
const ntPRStatus = 1

// gadget is "svc #0; brk #0".
var gadget = []byte{0x01, 0x00, 0x00, 0xd4, 0x00, 0x00, 0x20, 0xd4}

func getRegisters(pid int, r *registers) error { return unix.PtraceGetRegSetArm64(pid, ntPRStatus, r) }

func setRegisters(pid int, r *registers) error { return unix.PtraceSetRegSetArm64(pid, ntPRStatus, r) }

// programCounter returns the address of the next instruction.
func programCounter(r *registers) uintptr { return uintptr(r.Pc) }

// setCall makes the next instruction a system call (syscall(2), "Architecture calling conventions").
func setCall(r *registers, pc, nr uintptr, a [6]uintptr) {
	r.Pc, r.Regs[8] = uint64(pc), uint64(nr)
	for i, v := range a {
		r.Regs[i] = uint64(v)
	}
}

// returned is what the system call left: a value, or an errno negated.
func returned(r *registers) int { return int(int64(r.Regs[0])) }
