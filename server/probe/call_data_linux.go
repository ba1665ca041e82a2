//go:build amd64 || arm64

package probe

import (
	"fmt"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// sendto is also send, which is sendto without an address (send(2)).
func sendto(h *Host, p *process, c abi.Call) (*request, error) {
	q, err := sending(p, unix.SYS_SENDTO, c)
	if err != nil {
		return nil, err
	}
	q.args[3] = uintptr(c.Flags)
	if !c.Addr.IsZero() {
		addr := h.encode(c.Addr)
		q.in = append(q.in, input{atAddr, addr})
		q.args[4], q.args[5] = p.memory.base+atAddr, uintptr(len(addr))
	}
	return q, nil
}

func write(_ *Host, p *process, c abi.Call) (*request, error) {
	return sending(p, unix.SYS_WRITE, c)
}

// sending is a call that passes data.
func sending(p *process, nr uintptr, c abi.Call) (*request, error) {
	if len(c.Data) > MaxData {
		return nil, &LimitError{What: "bytes for one call", Max: fmt.Sprint(MaxData)}
	}
	return &request{
		nr: nr, args: [6]uintptr{uintptr(c.FD), p.memory.base + atData, uintptr(len(c.Data))},
		in: []input{{atData, []byte(c.Data)}},
	}, nil
}

func recv(_ *Host, p *process, c abi.Call) (*request, error) {
	q, err := receiving(p, unix.SYS_RECVFROM, c)
	if err == nil {
		q.args[3] = uintptr(c.Flags)
	}
	return q, err
}

func recvfrom(h *Host, p *process, c abi.Call) (*request, error) {
	q, err := recv(h, p, c)
	if err != nil {
		return nil, err
	}
	q.in = append(q.in, lengthOf(unix.SizeofSockaddrInet6))
	q.args[4], q.args[5] = p.memory.base+atAddr, p.memory.base+atLen
	q.after = func(m memory, r *abi.Result) error {
		if err := readData(m, r); err != nil {
			return err
		}
		return h.readAddr(m, r)
	}
	return q, nil
}

func read(_ *Host, p *process, c abi.Call) (*request, error) {
	return receiving(p, unix.SYS_READ, c)
}

// receiving is a call that has room for data.
func receiving(p *process, nr uintptr, c abi.Call) (*request, error) {
	if c.Len > MaxData {
		return nil, &LimitError{What: "bytes for one call", Max: fmt.Sprint(MaxData)}
	}
	return &request{nr: nr, args: [6]uintptr{uintptr(c.FD), p.memory.base + atData, uintptr(c.Len)}, after: readData}, nil
}

// readData adds to the result of a call that succeeded the bytes that it received.
func readData(m memory, r *abi.Result) error {
	if r.Errno != 0 {
		return nil
	}
	b, err := m.read(atData, r.Ret)
	r.Data = string(b)
	return err
}
