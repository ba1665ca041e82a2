package kernel

import (
	"net/netip"
	"time"
)

// A Crossing is a segment or datagram that crossed the network, told in numbers: a history keeps
// many, and the garbage collector need not look into them. View shows one.
type Crossing struct {
	time     time.Duration
	src, dst Endpoint
	from, to sockID
	seq, ack uint32
	size     int32
	typ      uint8
	flags    tcpFlags
	icmp     bool
	dropped  dropReason
}

// View returns the crossing as pictures show it.
func (c *Crossing) View() SegmentView {
	v := SegmentView{
		Time: c.time, Type: int(c.typ), Src: c.src.AddrPort(), Dst: c.dst.AddrPort(), From: int(c.from), To: int(c.to),
		Flags: c.flags.String(), Seq: c.seq, Ack: c.ack, Len: int(c.size), Dropped: c.dropped.String(),
	}
	if c.icmp {
		v.Flags = "ICMP port unreachable"
	}
	return v
}

// A dropReason says why a segment had no effect.
type dropReason uint8

const (
	taken dropReason = iota // it had one
	droppedNoHost
	droppedNoSocket
	droppedUnreachable
	droppedUnconnected
	droppedBufferFull
	droppedQueueFull
	droppedDeferred
	droppedOld
	droppedForeign
	droppedReset
)

var dropTexts = [...]string{
	droppedNoHost:      "no host has this address there",
	droppedNoSocket:    "no socket: reset",
	droppedUnreachable: "no socket: ICMP port unreachable",
	droppedUnconnected: "not connected: not told",
	droppedBufferFull:  "receive buffer full",
	droppedQueueFull:   "accept queue full",
	droppedDeferred:    "accept is deferred until data comes",
	droppedOld:         "outside the window",
	droppedForeign:     "not the host's own address: no answer",
	droppedReset:       "RFC 1337: RST ignored in TIME_WAIT",
}

// String returns the reason for pictures, "" for a segment that had an effect.
func (r dropReason) String() string { return dropTexts[r] }

// An Endpoint is an address without a zone, and a port. Unlike a netip.AddrPort it has no pointer.
type Endpoint struct {
	addr [16]byte
	form uint8 // how many bytes of addr count: 4, 16, or 0 for no address
	port uint16
}

// EndpointOf returns the Endpoint that is a.
func EndpointOf(a netip.AddrPort) Endpoint {
	switch {
	case a.Addr().Is4():
		e := Endpoint{form: 4, port: a.Port()}
		b := a.Addr().As4()
		copy(e.addr[:], b[:])
		return e
	case a.Addr().IsValid():
		return Endpoint{addr: a.Addr().As16(), form: 16, port: a.Port()}
	}
	return Endpoint{port: a.Port()}
}

// AddrPort returns the address and the port.
func (e Endpoint) AddrPort() netip.AddrPort {
	switch e.form {
	case 4:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(e.addr[:4])), e.port)
	case 16:
		return netip.AddrPortFrom(netip.AddrFrom16(e.addr), e.port)
	}
	return netip.AddrPortFrom(netip.Addr{}, e.port)
}
