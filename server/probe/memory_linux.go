//go:build amd64 || arm64

package probe

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Each process has one private mapping at the same address, for the arguments and results of its
// calls. These are the offsets of its parts.
const (
	atAddr    = 0    // a socket address
	atLen     = 128  // a socklen_t
	atValue   = 256  // an option's value
	atDevNull = 512  // "/dev/null", written once
	atData    = 4096 // bytes to send, or received
	memSize   = atData + MaxData
)

// memory is that mapping of one process.
type memory struct {
	pid  int
	base uintptr
}

func (m memory) write(at uintptr, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	local := []unix.Iovec{{Base: &b[0]}}
	local[0].SetLen(len(b))
	n, err := unix.ProcessVMWritev(m.pid, local, []unix.RemoteIovec{{Base: m.base + at, Len: len(b)}}, 0)
	return transferred("write", n, len(b), err)
}

func (m memory) read(at uintptr, n int) ([]byte, error) {
	if n == 0 {
		return nil, nil
	}
	b := make([]byte, n)
	local := []unix.Iovec{{Base: &b[0]}}
	local[0].SetLen(n)
	got, err := unix.ProcessVMReadv(m.pid, local, []unix.RemoteIovec{{Base: m.base + at, Len: n}}, 0)
	return b, transferred("read", got, n, err)
}

func transferred(what string, got, want int, err error) error {
	if err == nil && got != want {
		err = fmt.Errorf("%d of %d bytes", got, want)
	}
	if err != nil {
		return fmt.Errorf("cannot %s a process's memory: %w", what, err)
	}
	return nil
}
