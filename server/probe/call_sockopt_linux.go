//go:build amd64 || arm64

package probe

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

func setsockopt(_ *Host, p *process, c abi.Call) (*request, error) {
	value := encodeOpt(c.Value)
	if len(value) > atDevNull-atValue {
		return nil, fmt.Errorf("an option's value of %d bytes; at most %d fit", len(value), atDevNull-atValue)
	}
	return &request{
		nr:   unix.SYS_SETSOCKOPT,
		args: [6]uintptr{uintptr(c.FD), uintptr(c.Level), uintptr(c.Opt), p.memory.base + atValue, uintptr(len(value))},
		in:   []input{{atValue, value}},
	}, nil
}

func encodeOpt(v abi.OptValue) []byte {
	switch v.Form {
	case abi.OptString:
		return []byte(v.Str)
	case abi.OptLinger:
		b := binary.NativeEndian.AppendUint32(nil, uint32(v.Onoff))
		return binary.NativeEndian.AppendUint32(b, uint32(v.Linger))
	}
	return binary.NativeEndian.AppendUint32(nil, uint32(v.Int))
}

// optRoom is how many bytes getsockopt gives each form room for.
var optRoom = map[abi.OptForm]uint32{
	abi.OptInt:    4,
	abi.OptErrno:  4,
	abi.OptLinger: unix.SizeofLinger,
	abi.OptString: unix.IFNAMSIZ,
	abi.OptState:  unix.SizeofTCPInfo,
}

func getsockopt(_ *Host, p *process, c abi.Call) (*request, error) {
	row, ok := abi.SockoptByNumber(c.Level, c.Opt)
	if !ok {
		return nil, fmt.Errorf("level %d has no option %d that the probe knows", c.Level, c.Opt)
	}
	room := optRoom[row.Form]
	return &request{
		nr:   unix.SYS_GETSOCKOPT,
		args: [6]uintptr{uintptr(c.FD), uintptr(c.Level), uintptr(c.Opt), p.memory.base + atValue, p.memory.base + atLen},
		in:   []input{lengthOf(room), {atValue, make([]byte, room)}},
		after: func(m memory, r *abi.Result) error {
			if r.Errno != 0 {
				return nil
			}
			b, err := readOutput(m, atValue, int(room))
			r.Value = decodeOpt(row, b)
			return err
		},
	}, nil
}

func decodeOpt(row abi.SockoptRow, b []byte) *abi.OptValue {
	v := &abi.OptValue{Form: row.Form}
	switch row.Form {
	case abi.OptString:
		name, _, _ := bytes.Cut(b, []byte{0})
		v.Str = string(name)
	case abi.OptState:
		v.Str = tcpState(b[0])
	case abi.OptLinger:
		v.Onoff, v.Linger = intAt(b, 0), intAt(b, 4)
	default:
		v.Int = intAt(b, 0)
	}
	if row.Level == abi.SOL_IP && row.Opt == abi.IP_LOCAL_PORT_RANGE {
		v.Int = int(uint32(v.Int)) // two ports side by side, no sign
	}
	return v
}

// intAt reads a C int; of a shorter value, as IP options can have, the bytes that there are.
func intAt(b []byte, at int) int {
	var word [4]byte
	copy(word[:], b[min(at, len(b)):])
	return int(int32(binary.NativeEndian.Uint32(word[:])))
}

// tcpStates are the states by number (include/net/tcp_states.h).
var tcpStates = []string{1: "TCP_ESTABLISHED", "TCP_SYN_SENT", "TCP_SYN_RECV", "TCP_FIN_WAIT1", "TCP_FIN_WAIT2",
	"TCP_TIME_WAIT", "TCP_CLOSE", "TCP_CLOSE_WAIT", "TCP_LAST_ACK", "TCP_LISTEN", "TCP_CLOSING", "TCP_NEW_SYN_RECV"}

func tcpState(n byte) string {
	if n == 0 || int(n) >= len(tcpStates) {
		return fmt.Sprintf("TCP state %d", n)
	}
	return tcpStates[n]
}
