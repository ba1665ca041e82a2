package kernel

import (
	"math"
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// An optKey is a socket option: its level and number.
type optKey struct{ level, opt int }

// Limits of the buffer options, in bytes as set, before the kernel doubles them.
const (
	minReceiveBuffer = 2304    // SOCK_MIN_RCVBUF
	minSendBuffer    = 4608    // SOCK_MIN_SNDBUF
	maxBuffer        = 4 << 20 // net.core.rmem_max and wmem_max
)

// hasLevel reports whether the socket answers options of that level: TCP's only on a TCP socket,
// IPv6's only on an IPv6 one.
func (s *Socket) hasLevel(level int) bool {
	switch level {
	case abi.SOL_TCP:
		return s.typ == abi.SOCK_STREAM
	case abi.SOL_IPV6:
		return s.family == abi.AF_INET6
	}
	return true
}

// sysSetsockopt is setsockopt(2).
func (k *Kernel) sysSetsockopt(p *Process, s *Socket, c *abi.Call) reply {
	row, known := abi.SockoptByNumber(c.Level, c.Opt)
	if !known || row.GetOnly || !s.hasLevel(c.Level) {
		return k.fail(abi.ENOPROTOOPT, profile.OptionKnown)
	}
	if set := flagOptions[optKey{c.Level, c.Opt}]; set != nil {
		*set(&s.opts) = c.Value.Int != 0
		return k.ok(0)
	}
	return k.setOption(p, s, c)
}

// flagOptions are the options that are on or off and have no condition.
var flagOptions = map[optKey]func(*options) *bool{
	{abi.SOL_SOCKET, abi.SO_REUSEADDR}:        func(o *options) *bool { return &o.reuseAddr },
	{abi.SOL_SOCKET, abi.SO_REUSEPORT}:        func(o *options) *bool { return &o.reusePort },
	{abi.SOL_SOCKET, abi.SO_KEEPALIVE}:        func(o *options) *bool { return &o.keepAlive },
	{abi.SOL_SOCKET, abi.SO_BROADCAST}:        func(o *options) *bool { return &o.broadcast },
	{abi.SOL_IP, abi.IP_FREEBIND}:             func(o *options) *bool { return &o.freebind },
	{abi.SOL_IP, abi.IP_BIND_ADDRESS_NO_PORT}: func(o *options) *bool { return &o.bindNoPort },
	{abi.SOL_TCP, abi.TCP_NODELAY}:            func(o *options) *bool { return &o.nodelay },
}

func (k *Kernel) setOption(p *Process, s *Socket, c *abi.Call) reply {
	v, o := c.Value, &s.opts
	switch (optKey{c.Level, c.Opt}) {
	case optKey{abi.SOL_SOCKET, abi.SO_LINGER}:
		o.setLinger(v)
	case optKey{abi.SOL_SOCKET, abi.SO_BINDTODEVICE}:
		return k.setDevice(p, s, v.Str)
	case optKey{abi.SOL_SOCKET, abi.SO_RCVBUF}:
		o.rcvbuf, o.rcvbufSet = int32(max(2*min(max(v.Int, 0), maxBuffer), minReceiveBuffer)), true
	case optKey{abi.SOL_SOCKET, abi.SO_SNDBUF}:
		o.sndbuf, o.sndbufSet = int32(max(2*min(max(v.Int, 0), maxBuffer), minSendBuffer)), true
	case optKey{abi.SOL_IPV6, abi.IPV6_V6ONLY}:
		if s.num != 0 {
			return k.fail(abi.EINVAL, profile.OptionBeforeBind)
		}
		o.v6only = v.Int != 0
	case optKey{abi.SOL_IP, abi.IP_TRANSPARENT}:
		if v.Int != 0 && !p.privileged() {
			return k.fail(abi.EPERM, profile.OptionPrivilege)
		}
		o.transparent = v.Int != 0
	case optKey{abi.SOL_IP, abi.IP_LOCAL_PORT_RANGE}:
		return k.setRange(o, uint32(v.Int))
	case optKey{abi.SOL_TCP, abi.TCP_DEFER_ACCEPT}:
		o.deferAccept = uint8(repeatsIn(v.Int))
	case optKey{abi.SOL_TCP, abi.TCP_LINGER2}:
		k.setLinger2(o, v.Int)
	}
	return k.ok(0)
}

// lingerForever is what a negative time of SO_LINGER stands for: more seconds than can be set
// otherwise. getsockopt gives the low 32 bits of MAX_SCHEDULE_TIMEOUT in seconds (sk_getsockopt).
const (
	lingerForever     = math.MaxInt32 + 1
	lingerForeverRead = math.MaxInt64/ticksPerSecond&math.MaxUint32 - 1<<32
)

func (o *options) setLinger(v abi.OptValue) {
	o.lingerOn = v.Onoff != 0
	if !o.lingerOn {
		return
	}
	o.linger = uint32(v.Linger)
	if v.Linger < 0 {
		o.linger = lingerForever
	}
}

// setDevice is sock_bindtoindex: changing a device once set needs CAP_NET_RAW.
func (k *Kernel) setDevice(p *Process, s *Socket, name string) reply {
	if name != "" && k.iface(name) == nil {
		return k.fail(abi.ENODEV, profile.OptionDevice)
	}
	if s.opts.device != "" && !p.privileged() {
		return k.fail(abi.EPERM, profile.OptionPrivilege)
	}
	k.rebindDevice(s, name)
	if s.typ == abi.SOCK_DGRAM && s.num != 0 {
		k.fileDatagram(s)
	}
	return k.ok(0)
}

func (k *Kernel) setRange(o *options, v uint32) reply {
	low, high := uint16(v), uint16(v>>16)
	if low != 0 && high != 0 && low > high {
		return k.fail(abi.EINVAL, profile.OptionRange)
	}
	o.rangeLow, o.rangeHigh = low, high
	return k.ok(0)
}

func (k *Kernel) setLinger2(o *options, seconds int) {
	o.linger2Negative = seconds < 0
	o.linger2 = min(time.Duration(max(seconds, 0))*time.Second, k.prof.FinWait2Max)
}

// repeatsIn is how many SYN-ACK repetitions reach that many seconds (secs_to_retrans), and
// secondsOf the other way round (retrans_to_secs): they come after 1, 2, 4 ... 120 s.
func repeatsIn(seconds int) int {
	if seconds <= 0 {
		return 0
	}
	n, timeout, period := 1, 1, 1
	for seconds > period && n < 255 {
		n++
		timeout = min(2*timeout, 120)
		period += timeout
	}
	return n
}

func secondsOf(repeats int) int {
	timeout, period := 1, 0
	for range repeats {
		period += timeout
		timeout = min(2*timeout, 120)
	}
	return period
}

// noSuchLevel is what getsockopt answers for a level that the socket does not have: do_ip_getsockopt
// and ipv6_getsockopt differ.
func (s *Socket) noSuchLevel() abi.Errno {
	if s.family == abi.AF_INET {
		return abi.EOPNOTSUPP
	}
	return abi.ENOPROTOOPT
}

// sysGetsockopt is getsockopt(2).
func (k *Kernel) sysGetsockopt(s *Socket, c *abi.Call) reply {
	row, known := abi.SockoptByNumber(c.Level, c.Opt)
	if !known || !s.hasLevel(c.Level) {
		return k.fail(s.noSuchLevel(), profile.OptionKnown)
	}
	v := abi.OptValue{Form: row.Form}
	if get := flagOptions[optKey{c.Level, c.Opt}]; get != nil {
		v.Int = number(*get(&s.opts))
	} else {
		k.getOption(s, c, &v)
	}
	k.frame.result.Value = &v
	return reply{}
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (k *Kernel) getOption(s *Socket, c *abi.Call, v *abi.OptValue) {
	o := &s.opts
	switch (optKey{c.Level, c.Opt}) {
	case optKey{abi.SOL_SOCKET, abi.SO_LINGER}:
		v.Onoff, v.Linger = number(o.lingerOn), int(o.linger)
		if o.linger == lingerForever {
			v.Linger = lingerForeverRead
		}
	case optKey{abi.SOL_SOCKET, abi.SO_BINDTODEVICE}:
		v.Str = o.device
	case optKey{abi.SOL_SOCKET, abi.SO_ERROR}:
		v.Int = int(s.takeError())
	case optKey{abi.SOL_SOCKET, abi.SO_ACCEPTCONN}:
		v.Int = number(s.state == Listen)
	case optKey{abi.SOL_SOCKET, abi.SO_TYPE}:
		v.Int = int(s.typ)
	case optKey{abi.SOL_SOCKET, abi.SO_DOMAIN}:
		v.Int = int(s.family)
	case optKey{abi.SOL_SOCKET, abi.SO_PROTOCOL}:
		v.Int = s.protocol()
	case optKey{abi.SOL_SOCKET, abi.SO_RCVBUF}:
		v.Int = int(o.rcvbuf)
	case optKey{abi.SOL_SOCKET, abi.SO_SNDBUF}:
		v.Int = int(o.sndbuf)
	case optKey{abi.SOL_IPV6, abi.IPV6_V6ONLY}:
		v.Int = number(o.v6only)
	case optKey{abi.SOL_IP, abi.IP_TRANSPARENT}:
		v.Int = number(o.transparent)
	case optKey{abi.SOL_IP, abi.IP_LOCAL_PORT_RANGE}:
		v.Int = int(o.rangeHigh)<<16 | int(o.rangeLow)
	case optKey{abi.SOL_TCP, abi.TCP_DEFER_ACCEPT}:
		v.Int = secondsOf(int(o.deferAccept))
	case optKey{abi.SOL_TCP, abi.TCP_LINGER2}:
		v.Int = k.linger2Seconds(o)
	case optKey{abi.SOL_TCP, abi.TCP_INFO}:
		v.Str = s.state.String()
	}
}

func (s *Socket) protocol() int {
	if s.typ == abi.SOCK_DGRAM {
		return abi.IPPROTO_UDP
	}
	return abi.IPPROTO_TCP
}

func (k *Kernel) linger2Seconds(o *options) int {
	switch {
	case o.linger2Negative:
		return -1
	case o.linger2 == 0:
		return int(k.sysctl.finTimeout / time.Second)
	}
	return int(o.linger2 / time.Second)
}
