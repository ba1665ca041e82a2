//go:build amd64 || arm64

package probe

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

func socket(_ *Host, _ *process, c abi.Call) (*request, error) {
	return &request{nr: unix.SYS_SOCKET, args: ints(c.Family, c.Type, c.Protocol), makesSocket: true}, nil
}

func bind(h *Host, p *process, c abi.Call) (*request, error) {
	return withAddr(h, p, unix.SYS_BIND, c), nil
}

func connect(h *Host, p *process, c abi.Call) (*request, error) {
	return withAddr(h, p, unix.SYS_CONNECT, c), nil
}

// withAddr is a call whose arguments are a descriptor and an address.
func withAddr(h *Host, p *process, nr uintptr, c abi.Call) *request {
	addr := h.encode(c.Addr)
	return &request{nr: nr, args: [6]uintptr{uintptr(c.FD), p.memory.base + atAddr, uintptr(len(addr))},
		in: []input{{atAddr, addr}}}
}

func listen(_ *Host, _ *process, c abi.Call) (*request, error) {
	return &request{nr: unix.SYS_LISTEN, args: ints(c.FD, c.Backlog)}, nil
}

// accept is also accept4: accept is accept4 without flags (net/socket.c).
func accept(h *Host, p *process, c abi.Call) (*request, error) {
	q := addrOut(h, p, unix.SYS_ACCEPT4, c)
	q.args[3] = uintptr(c.Flags)
	q.makesSocket = true
	return q, nil
}

func getsockname(h *Host, p *process, c abi.Call) (*request, error) {
	return addrOut(h, p, unix.SYS_GETSOCKNAME, c), nil
}

func getpeername(h *Host, p *process, c abi.Call) (*request, error) {
	return addrOut(h, p, unix.SYS_GETPEERNAME, c), nil
}

// addrOut is a call whose arguments are a descriptor and room for an address.
func addrOut(h *Host, p *process, nr uintptr, c abi.Call) *request {
	base := p.memory.base
	return &request{
		nr: nr, args: [6]uintptr{uintptr(c.FD), base + atAddr, base + atLen},
		in:    []input{lengthOf(unix.SizeofSockaddrInet6)},
		after: func(m memory, r *abi.Result) error { return h.readAddr(m, r) },
	}
}

// lengthOf is the input that says how much room an output has.
func lengthOf(n uint32) input { return input{atLen, binary.NativeEndian.AppendUint32(nil, n)} }

// readAddr adds to the result of a call that succeeded the address that it found.
func (h *Host) readAddr(m memory, r *abi.Result) error {
	if r.Errno != 0 {
		return nil
	}
	b, err := readOutput(m, atAddr, unix.SizeofSockaddrInet6)
	r.Addr = h.decode(b)
	return err
}

// readOutput reads an output whose length the kernel wrote at atLen.
func readOutput(m memory, at uintptr, room int) ([]byte, error) {
	b, err := m.read(atLen, 4)
	if err != nil {
		return nil, err
	}
	return m.read(at, min(int(binary.NativeEndian.Uint32(b)), room))
}

func shutdown(_ *Host, _ *process, c abi.Call) (*request, error) {
	return &request{nr: unix.SYS_SHUTDOWN, args: ints(c.FD, c.How)}, nil
}

// ints are arguments that are C ints.
func ints(values ...int) (args [6]uintptr) {
	for i, v := range values {
		args[i] = uintptr(v)
	}
	return args
}
