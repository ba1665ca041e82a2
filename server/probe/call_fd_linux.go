//go:build amd64 || arm64

package probe

import (
	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

func closeFD(_ *Host, _ *process, c abi.Call) (*request, error) {
	return &request{nr: unix.SYS_CLOSE, args: ints(c.FD)}, nil
}

func dup(_ *Host, _ *process, c abi.Call) (*request, error) {
	return &request{nr: unix.SYS_DUP, args: ints(c.FD)}, nil
}

// dup2 to the same number only looks whether that is open. Not every architecture has the call
// itself, and dup3 refuses equal numbers.
func dup2(_ *Host, _ *process, c abi.Call) (*request, error) {
	if c.FD != c.FD2 {
		return &request{nr: unix.SYS_DUP3, args: ints(c.FD, c.FD2)}, nil
	}
	same := func(_ memory, r *abi.Result) error {
		if r.Errno == 0 {
			r.Ret = c.FD
		}
		return nil
	}
	return &request{nr: unix.SYS_FCNTL, args: ints(c.FD, unix.F_GETFD), after: same}, nil
}

func fcntl(_ *Host, _ *process, c abi.Call) (*request, error) {
	return &request{nr: unix.SYS_FCNTL, args: ints(c.FD, c.Cmd, c.Arg)}, nil
}
