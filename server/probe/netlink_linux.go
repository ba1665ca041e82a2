//go:build amd64 || arm64

package probe

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/sys/unix"
)

// A netlinkMessage is one rtnetlink(7) request under construction: header, fixed part, attributes.
type netlinkMessage struct{ b []byte }

// netlinkRequest begins a message of a type with its fixed part.
func netlinkRequest(typ, flags uint16, fixed []byte) *netlinkMessage {
	m := &netlinkMessage{make([]byte, unix.SizeofNlMsghdr, 256)}
	binary.NativeEndian.PutUint16(m.b[4:], typ)
	binary.NativeEndian.PutUint16(m.b[6:], flags|unix.NLM_F_REQUEST)
	m.b = append(m.b, fixed...)
	return m
}

// attr adds an attribute; its value is padded to four bytes.
func (m *netlinkMessage) attr(typ uint16, value []byte) {
	m.b = binary.NativeEndian.AppendUint16(m.b, uint16(unix.SizeofRtAttr+len(value)))
	m.b = binary.NativeEndian.AppendUint16(m.b, typ)
	m.b = append(m.b, value...)
	for len(m.b)%4 != 0 {
		m.b = append(m.b, 0)
	}
}

// uint32 adds an attribute that holds a number.
func (m *netlinkMessage) uint32(typ uint16, value uint32) {
	m.attr(typ, binary.NativeEndian.AppendUint32(nil, value))
}

// nest adds an attribute that holds others.
func (m *netlinkMessage) nest(typ uint16, fill func()) {
	start := len(m.b)
	m.attr(typ, nil)
	fill()
	binary.NativeEndian.PutUint16(m.b[start:], uint16(len(m.b)-start))
}

func (m *netlinkMessage) bytes() []byte {
	binary.NativeEndian.PutUint32(m.b, uint32(len(m.b)))
	return m.b
}

// acknowledged makes the kernel answer also where there is no error.
func (m *netlinkMessage) acknowledged() {
	flags := binary.NativeEndian.Uint16(m.b[6:])
	binary.NativeEndian.PutUint16(m.b[6:], flags|unix.NLM_F_ACK)
}

// netlink sends messages to the namespace's kernel side, which handles them in order, and returns
// the first error. The namespace's first process carries them. As only the last is acknowledged,
// the first answer is the first error, or says that there is none.
func (h *Host) netlink(messages ...*netlinkMessage) error {
	fd, err := h.call(h.base, unix.SYS_SOCKET, unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)
	if err != nil {
		return fmt.Errorf("netlink socket: %w", err)
	}
	defer h.closeBase(uintptr(fd))
	messages[len(messages)-1].acknowledged()
	var batch []byte
	for _, m := range messages {
		batch = append(batch, m.bytes()...)
	}
	mem := h.base.memory
	if err := mem.write(atData, batch); err != nil {
		return err
	}
	if _, err := h.call(h.base, unix.SYS_SENDTO, uintptr(fd), mem.base+atData, uintptr(len(batch)), 0, 0, 0); err != nil {
		return fmt.Errorf("netlink send: %w", err)
	}
	return h.netlinkAnswer(uintptr(fd))
}

// netlinkAnswer reads one answer: struct nlmsghdr, then the errno negated, 0 for success.
func (h *Host) netlinkAnswer(fd uintptr) error {
	mem := h.base.memory
	n, err := h.call(h.base, unix.SYS_RECVFROM, fd, mem.base+atData, MaxData, unix.MSG_DONTWAIT, 0, 0)
	if err != nil {
		return fmt.Errorf("netlink receive: %w", err)
	}
	b, err := mem.read(atData, n)
	if err != nil {
		return err
	}
	if len(b) < unix.SizeofNlMsghdr+4 || binary.NativeEndian.Uint16(b[4:]) != unix.NLMSG_ERROR {
		return fmt.Errorf("netlink answered %d bytes that are no acknowledgement", len(b))
	}
	if e := int32(binary.NativeEndian.Uint32(b[unix.SizeofNlMsghdr:])); e != 0 {
		return unix.Errno(-e)
	}
	return nil
}
