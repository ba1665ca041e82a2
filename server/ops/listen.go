package ops

import (
	"context"
	"net"
)

// unsentMost is how much of an answer may wait in the kernel for its turn to be sent, in bytes. The kernel's
// own bound is megabytes for each connection: many slow visitors would fill its memory, and where many ask
// for the WebAssembly some wait long for others' copies. What is on its way is not bounded, so no line is
// slower for it.
const unsentMost = 16 << 10

// Listen listens on an address of TCP, for Serve.
func Listen(addr string) (net.Listener, error) {
	config := net.ListenConfig{Control: boundUnsent}
	return config.Listen(context.Background(), "tcp", addr)
}
