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
		v.Processes = append(v.Processes, viewProcess(p, files))
	}
	v.Descriptions = sortedValues(files, func(d DescriptionView) int { return d.ID })
	for _, s := range k.socks {
		if s != nil {
			v.Sockets = append(v.Sockets, k.viewSocket(s))
		}
	}
	for _, s := range k.gone {
		last := k.viewSocket(s)
		last.Gone = true
		v.Sockets = append(v.Sockets, last)
	}
	slices.SortFunc(v.Sockets, func(a, b SocketView) int { return cmp.Compare(a.ID, b.ID) })
	v.Buckets = k.viewBuckets()
	return v
}

func viewProcess(p *Process, files map[int]DescriptionView) ProcessView {
	v := ProcessView{Name: p.name, PID: p.pid, Parent: p.parent, UID: p.uid, State: p.state, Status: p.status}
	if p.wait != nil {
		v.BlockedIn = p.wait.call
	}
	for fd, entry := range p.fds {
		f := entry.file
		if f == nil {
			continue
		}
		fv := FDView{FD: fd, Description: f.id, CloseOnExec: entry.closeOnExec}
		if f.sock == nil {
			fv.File = "/dev/null"
		} else {
			files[f.id] = DescriptionView{ID: f.id, Socket: f.sock.id, Refs: f.refs, Nonblock: f.nonblock()}
		}
		v.FDs = append(v.FDs, fv)
	}
	return v
}

func (k *Kernel) viewSocket(s *Socket) SocketView {
	v := SocketView{
		ID: s.id, Family: s.family, Type: s.typ, State: s.ssState(), Bound: s.sport != 0,
		Local: netip.AddrPortFrom(s.local(), s.sport), Peer: netip.AddrPortFrom(s.anyAddr(), 0),
		Device: s.opts.device, UID: s.uid, Refs: s.refs, Options: s.opts.names(), Replaces: s.replaces,
		V6Only: s.opts.v6only,
	}
	if s.daddr.IsValid() && s.dport != 0 {
		v.Peer = netip.AddrPortFrom(s.daddr, s.dport)
	}
	v.RecvQ, v.SendQ = s.queues()
	if s.listener != nil {
		for _, c := range s.listener.queue {
			v.Queue = append(v.Queue, c.id)
		}
	}
	if s.parent != nil {
		v.Listener = s.parent.id
	}
	v.Timer = k.viewTimer(s)
	return v
}

// ssState is the state in the words of ss, which shows an orphaned FIN_WAIT_2 as such.
func (s *Socket) ssState() string {
	if s.mini {
		return stateNames[s.sub].ss
	}
	return stateNames[s.state].ss
}

// queues are ss's Recv-Q and Send-Q.
func (s *Socket) queues() (recv, send int) {
	switch {
	case s.listener != nil:
		return len(s.listener.queue), s.listener.backlog
	case s.typ == abi.SOCK_DGRAM:
		for _, d := range s.queue {
			recv += d.cost
		}
		return recv, 0
	case s.tcb != nil && !s.mini && !s.request:
		return len(s.recv), len(s.tcb.unsent) + int(s.tcb.sndNxt-s.tcb.sndUna)
	}
	return 0, 0
}

func (k *Kernel) viewTimer(s *Socket) *TimerView {
	for kind, t := range s.timers {
		if t == nil {
			continue
		}
		name := timerNames[kind]
		if s.mini && s.sub == FinWait2 {
			name = "finwait2"
		}
		return &TimerView{Name: name, Left: t.deadline - k.clock.now}
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

func (k *Kernel) viewBuckets() []BucketView {
	var views []BucketView
	for _, port := range slices.Sorted(maps.Keys(k.ports)) {
		v := BucketView{Type: abi.SOCK_STREAM, Port: port}
		for _, ab := range k.ports[port].addrs {
			for o := ab.first; o != nil; o = o.nextOwner {
				v.Owners = append(v.Owners, o.id)
			}
		}
		slices.Sort(v.Owners)
		views = append(views, v)
	}
	for _, port := range slices.Sorted(maps.Keys(k.udp)) {
		v := BucketView{Type: abi.SOCK_DGRAM, Port: port}
		for _, o := range k.udp[port] {
			v.Owners = append(v.Owners, o.id)
		}
		slices.Sort(v.Owners)
		views = append(views, v)
	}
	return views
}

func sortedValues[T any](m map[int]T, id func(T) int) []T {
	return slices.SortedFunc(maps.Values(m), func(a, b T) int { return cmp.Compare(id(a), id(b)) })
}
