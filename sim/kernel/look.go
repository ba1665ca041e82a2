package kernel

import (
	"iter"
	"time"

	"portlab/sim/abi"
)

// A Picture is what a Kernel shows at one moment, as a View is, for those who look often: what is the same
// as in the Picture before is there by the same pointer. Nothing in it may be changed.
type Picture struct {
	Now       time.Duration
	Processes []*ProcessView
	Sockets   []*SocketView // by ID; without their Queue
	Buckets   []BucketView  // of the ports that were asked for
	Ports     int           // that are held, those that were not asked for included
}

// A Port is one of TCP or UDP.
type Port struct {
	Type   int // SOCK_STREAM or SOCK_DGRAM
	Number uint16
}

// pictured is what a Kernel keeps of its last Picture.
type pictured struct {
	socks []*SocketView // by ID, from 1 on; nil for those that are gone
	procs []picturedProcess
}

type picturedProcess struct {
	of   Process // as it was
	view *ProcessView
}

// Look returns a Picture.
func (k *Kernel) Look(ports []Port) *Picture {
	k.Changed()
	p := &Picture{Now: k.clock.now, Sockets: make([]*SocketView, 0, len(k.seen.socks)), Ports: k.ports.ports.held + k.udp.held}
	for _, s := range k.seen.socks {
		if s != nil {
			p.Sockets = append(p.Sockets, s)
		}
	}
	for i := range k.procs {
		p.Processes = append(p.Processes, k.seen.procs[i].view)
	}
	for _, port := range ports {
		if b := k.viewBucket(port); len(b.Owners) > 0 {
			p.Buckets = append(p.Buckets, b)
		}
	}
	return p
}

// Changed returns the processes and sockets that may show something else than at the last Look or Changed.
func (k *Kernel) Changed() (procs []*ProcessView, socks []*SocketView) {
	k.seen.socks = resized(k.seen.socks, int(k.socks.last))
	k.socks.eachUsed(func(id sockID, s *Socket) {
		switch {
		case int(id) > len(k.seen.socks): // a place for one to come
		case s == nil:
			k.seen.socks[id-1] = nil
		default:
			v := k.viewSocket(s)
			k.seen.socks[id-1] = &v
			socks = append(socks, &v)
		}
	})
	k.seen.procs = resized(k.seen.procs, len(k.procs))
	for i, p := range k.procs {
		if now := &k.seen.procs[i]; now.view == nil || !p.looksLike(&now.of) {
			v := k.viewProcess(p)
			*now = picturedProcess{*p, &v}
			procs = append(procs, &v)
		}
	}
	return procs, socks
}

func resized[T any](list []T, n int) []T {
	if n <= len(list) {
		clear(list[n:])
		return list[:n]
	}
	return append(list, make([]T, n-len(list))...)
}

// looksLike reports whether a process shows the same as an earlier state of it.
func (p *Process) looksLike(o *Process) bool {
	return p.name == o.name && p.state == o.state && p.status == o.status && p.uid == o.uid && p.wait == o.wait && p.fds.edits == o.fds.edits
}

// HeldPorts are the ports that are held, in order: those of TCP, then those of UDP.
func (k *Kernel) HeldPorts() iter.Seq[Port] {
	return func(yield func(Port) bool) {
		for port := range k.ports.ports.all() {
			if !yield(Port{abi.SOCK_STREAM, port}) {
				return
			}
		}
		for port := range k.udp.all() {
			if !yield(Port{abi.SOCK_DGRAM, port}) {
				return
			}
		}
	}
}
