package kernel

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"

	"portlab/sim/abi"
)

// View returns a picture of the kernel as it is now.
func (k *Kernel) View() View {
	v := View{Now: k.clock.now}
	files := map[int]DescriptionView{}
	for _, p := range k.procs {
		v.Processes = append(v.Processes, k.viewProcess(p))
		for _, entry := range p.fds.list {
			if entry.file == 0 {
				continue
			}
			if f := k.files.at(entry.file); f.sock != 0 {
				files[int(f.id)] = DescriptionView{ID: int(f.id), Socket: int(f.sock), Refs: int(f.refs), Nonblock: f.nonblock()}
			}
		}
	}
	v.Descriptions = sortedValues(files, func(d DescriptionView) int { return d.ID })
	for s := range k.socks.all() {
		socket := k.viewSocket(s)
		socket.Queue = k.viewQueue(s)
		v.Sockets = append(v.Sockets, socket)
	}
	for p := range k.HeldPorts() {
		v.Buckets = append(v.Buckets, k.viewBucket(p))
	}
	return v
}

func (k *Kernel) viewProcess(p *Process) ProcessView {
	v := ProcessView{Name: p.name, PID: p.pid, Parent: p.parent, UID: p.uid, State: p.state, Status: p.status}
	if p.wait != nil {
		v.BlockedIn = p.wait.call
	}
	for fd, entry := range p.fds.list {
		if entry.file == 0 {
			continue
		}
		f := k.files.at(entry.file)
		fv := FDView{FD: fd, Description: int(f.id), Socket: int(f.sock), CloseOnExec: entry.closeOnExec}
		if f.sock == 0 {
			fv.File = "/dev/null"
		}
		v.FDs = append(v.FDs, fv)
	}
	return v
}

func (k *Kernel) viewSocket(s *Socket) SocketView {
	v := SocketView{
		ID: s.id, Family: int(s.family), Type: int(s.typ), State: s.ssState(), Bound: s.sport != 0,
		Local: netip.AddrPortFrom(s.local(), s.sport), Peer: netip.AddrPortFrom(s.anyAddr(), 0),
		Device: s.opts.device, UID: int(s.uid), Refs: int(s.refs), Options: s.opts.names(), Replaces: int(s.replaces),
		V6Only: s.opts.v6only, Listener: int(s.parent), Gone: s.gone,
	}
	if s.daddr.IsValid() && s.dport != 0 {
		v.Peer = netip.AddrPortFrom(s.daddr, s.dport)
	}
	v.RecvQ, v.SendQ = k.queues(s)
	v.Timer = k.viewTimer(s)
	return v
}

// viewQueue returns the connections in the accept queue of a listener.
func (k *Kernel) viewQueue(s *Socket) (ids []int) {
	if s.listener == 0 {
		return nil
	}
	for c := k.socks.peek(k.listeners.at(s.listener).first); c != nil; c = k.socks.peek(c.nextReady) {
		ids = append(ids, c.id)
	}
	return ids
}

// ssState is the state in the words of ss, which shows an orphaned FIN_WAIT_2 as such.
func (s *Socket) ssState() string {
	if s.mini {
		return stateNames[s.sub].ss
	}
	return stateNames[s.state].ss
}

// queues are ss's Recv-Q and Send-Q.
func (k *Kernel) queues(s *Socket) (recv, send int) {
	switch {
	case s.listener != 0:
		l := k.listeners.at(s.listener)
		return int(l.ready), int(l.backlog)
	case s.typ == abi.SOCK_DGRAM:
		for _, d := range k.inboxes[s.ref()].queue {
			recv += d.cost
		}
		return recv, 0
	case s.tcb != 0 && !s.mini && !s.request:
		t := k.tcb(s)
		return len(t.recv) + finLength(t.finQueued), len(t.unsent) + finLength(t.finWaits) + int(t.sndNxt-t.sndUna)
	}
	return 0, 0
}

// finLength is how many sequence numbers a FIN takes.
func finLength(fin bool) int {
	if fin {
		return 1
	}
	return 0
}

func (k *Kernel) viewTimer(s *Socket) *TimerView {
	for kind, place := range s.timers {
		if place == 0 {
			continue
		}
		name := timerNames[kind]
		if s.mini && s.sub == FinWait2 {
			name = "finwait2"
		}
		return &TimerView{Name: name, Ends: k.clock.timers[kind].at(int(place) - 1).deadline}
	}
	return nil
}

// names lists the options that are set, in the order of abi.Sockopts.
func (o *options) names() []string {
	var names []string
	for _, option := range []struct {
		name string
		set  bool
	}{
		{"SO_REUSEADDR", o.reuseAddr},
		{"SO_REUSEPORT", o.reusePort},
		{"SO_LINGER", o.lingerOn},
		{"SO_BINDTODEVICE", o.device != ""},
		{"SO_KEEPALIVE", o.keepAlive},
		{"SO_BROADCAST", o.broadcast},
		{"SO_SNDBUF", o.sndbufSet},
		{"IPV6_V6ONLY", o.v6only},
		{"IP_FREEBIND", o.freebind},
		{"IP_TRANSPARENT", o.transparent},
		{"IP_BIND_ADDRESS_NO_PORT", o.bindNoPort},
		{"IP_LOCAL_PORT_RANGE", o.rangeLow != 0 || o.rangeHigh != 0},
		{"TCP_NODELAY", o.nodelay},
		{"TCP_DEFER_ACCEPT", o.deferAccept != 0},
		{"TCP_LINGER2", o.linger2 != 0 || o.linger2Negative},
	} {
		if option.set {
			names = append(names, option.name)
		}
	}
	return names
}

// viewBucket returns a port with those who hold it, if anyone does.
func (k *Kernel) viewBucket(p Port) BucketView {
	v := BucketView{Type: p.Type, Port: p.Number}
	if p.Type == abi.SOCK_DGRAM {
		for o := k.socks.peek(sockID(k.udp.at(p.Number))); o != nil; o = k.socks.peek(o.nextOwner) {
			v.Owners = append(v.Owners, o.id)
		}
	} else if b := k.ports.at(p.Number); b != nil {
		for _, n := range k.ports.addrsOf(b) {
			for o := k.socks.peek(k.ports.addrs.at(n).first); o != nil; o = k.socks.peek(o.nextOwner) {
				v.Owners = append(v.Owners, o.id)
			}
		}
	}
	slices.Sort(v.Owners)
	return v
}

func sortedValues[T any](m map[int]T, id func(T) int) []T {
	return slices.SortedFunc(maps.Values(m), func(a, b T) int { return cmp.Compare(id(a), id(b)) })
}
