package ops

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// boundUnsent bounds what waits in the kernel of each connection, which inherits it from the listener.
func boundUnsent(_, _ string, listener syscall.RawConn) error {
	var err error
	controlled := listener.Control(func(fd uintptr) {
		err = os.NewSyscallError("setsockopt", unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, unsentMost))
	})
	if controlled != nil {
		return controlled
	}
	return err
}
