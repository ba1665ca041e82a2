package kernel

import (
	"net/netip"

	"portlab/sim/abi"
)

// A Segment is a TCP segment or a UDP datagram on its way.
type Segment struct {
	typ      uint8 // SOCK_STREAM or SOCK_DGRAM
	src, dst netip.AddrPort
	flags    tcpFlags
	seq, ack uint32
	window   int32 // bytes that the sender can still take
	data     string
	host     *Kernel // the sender's
	from     *Socket // the sender; nil for a reset that no socket sent
	icmp     bool    // "port unreachable", about a datagram from dst to src
}

type tcpFlags uint8

const (
	flagFIN tcpFlags = 1 << iota
	flagSYN
	flagRST
	flagACK
)

// flagTexts are the names of all sets of flags.
var flagTexts = func() (texts [16]string) {
	for set := range texts {
		for i, name := range [...]string{"FIN", "SYN", "RST", "ACK"} {
			switch {
			case set&(1<<i) == 0:
			case texts[set] == "":
				texts[set] = name
			default:
				texts[set] += "|" + name
			}
		}
	}
	return texts
}()

func (f tcpFlags) String() string { return flagTexts[f] }

func (f tcpFlags) has(g tcpFlags) bool { return f&g == g }

// len is the sequence space that the segment takes.
func (s *Segment) len() uint32 {
	n := uint32(len(s.data))
	if s.flags.has(flagSYN) {
		n++
	}
	if s.flags.has(flagFIN) {
		n++
	}
	return n
}

// A Network carries segments between the hosts attached to it, in the order in which they were
// sent and in no time. A segment for an address that no host has is lost.
type Network struct {
	hosts []*Kernel
	queue []Segment
	log   []Crossing // what crossed since the log was last taken
}

// attach joins a host to the network.
func (n *Network) attach(k *Kernel) { n.hosts = append(n.hosts, k) }

// send puts a segment of one of k's sockets on its way.
func (k *Kernel) send(s Segment) {
	s.host = k
	k.net.queue = append(k.net.queue, s)
}

// deliver hands over segments until none is left, those sent meanwhile included.
func (n *Network) deliver() {
	for i := 0; i < len(n.queue); i++ {
		s := &n.queue[i] // stays as it is, even where the queue moves
		host := n.hostOf(s.dst.Addr())
		if s.from.takesAll(s.dst.Addr()) {
			host = s.host
		}
		c := Crossing{typ: s.typ, src: EndpointOf(s.src), dst: EndpointOf(s.dst), flags: s.flags, icmp: s.icmp, size: int32(len(s.data))}
		c.seq, c.ack = s.relative()
		if s.from != nil {
			c.from = s.from.ref()
		}
		if host == nil || host.leaves(s.from, s.dst.Addr()) {
			c.dropped = droppedNoHost
		} else {
			c.time = host.clock.now
			c.to, c.dropped = host.receive(s)
		}
		n.log = append(n.log, c)
	}
	n.queue = n.queue[:0]
}

func (n *Network) hostOf(a netip.Addr) *Kernel {
	for _, k := range n.hosts {
		switch k.addrType(a) {
		case addrLocal, addrBroadcast, addrMulticast:
			return k
		}
	}
	return nil
}

// relative returns the numbers as captures show them, counted from each side's first.
func (s *Segment) relative() (seq, ack uint32) {
	if s.from == nil || s.from.tcb == 0 {
		return 0, 0
	}
	seq = s.seq - s.host.tcb(s.from).iss
	if s.flags.has(flagACK) {
		ack = s.ack - s.host.tcb(s.from).irs
	}
	return seq, ack
}

// receive hands a segment to the socket that it is for. It returns that socket's id and why the
// segment had no effect.
func (k *Kernel) receive(s *Segment) (to sockID, dropped dropReason) {
	if s.typ == abi.SOCK_DGRAM {
		return k.receiveDatagram(s)
	}
	return k.receiveSegment(s)
}
