package generate

import (
	"portlab/sim/abi"
	"portlab/sim/kernel"
)

// settings are the options that scenarios set, with their values; often counts more.
var settings = []struct {
	often, level, opt int
	values            []int
}{
	{10, abi.SOL_SOCKET, abi.SO_REUSEADDR, []int{1, 1, 1, 0}},
	{8, abi.SOL_SOCKET, abi.SO_REUSEPORT, []int{1, 1, 1, 0}},
	{3, abi.SOL_SOCKET, abi.SO_LINGER, []int{0, 1, 0, 1, -1}},
	{1, abi.SOL_SOCKET, abi.SO_RCVBUF, []int{0, 4000, 100000}},
	{1, abi.SOL_SOCKET, abi.SO_SNDBUF, []int{0, 4000, 100000}},
	{2, abi.SOL_SOCKET, abi.SO_BINDTODEVICE, []int{0, 1}},
	{3, abi.SOL_IPV6, abi.IPV6_V6ONLY, []int{0, 1}},
	{2, abi.SOL_IP, abi.IP_BIND_ADDRESS_NO_PORT, []int{1}},
	{1, abi.SOL_IP, abi.IP_FREEBIND, []int{1}},
	{1, abi.SOL_IP, abi.IP_TRANSPARENT, []int{1, 0}},
	{1, abi.SOL_IP, abi.IP_LOCAL_PORT_RANGE, []int{40000<<16 | 40000, 0, 40000<<16 | 40001}},
	{1, abi.SOL_TCP, abi.TCP_NODELAY, []int{1}},
	{1, abi.SOL_TCP, abi.TCP_DEFER_ACCEPT, []int{1, 5, 0}},
	{2, abi.SOL_TCP, abi.TCP_LINGER2, []int{-1, 1, 90, 0}},
	{1, abi.SOL_SOCKET, abi.SO_BROADCAST, []int{1, 1, 0}},
	{1, abi.SOL_SOCKET, abi.SO_KEEPALIVE, []int{1}},
}

func (g *generator) setOption(v *kernel.View, p *kernel.ProcessView) abi.Call {
	total := 0
	for _, s := range settings {
		total += s.often
	}
	n := g.rng.IntN(total)
	for _, s := range settings {
		if n -= s.often; n < 0 {
			value := g.optValue(s.level, s.opt, pick(g, s.values...))
			return abi.Call{Name: "setsockopt", FD: g.socket(v, p).fd, Level: s.level, Opt: s.opt, Value: value}
		}
	}
	panic("generate: the weights changed while they were added up")
}

// optValue gives a number the form of the option's value.
func (g *generator) optValue(level, opt, n int) abi.OptValue {
	row, _ := abi.SockoptByNumber(level, opt)
	v := abi.OptValue{Form: row.Form}
	switch row.Form {
	case abi.OptLinger:
		v.Onoff, v.Linger = pick(g, 1, 1, 1, 0), n
	case abi.OptString:
		v.Str = pick(g, "lo", "lo", "lo", "", "", "", "d1")
		if g.device && n == 1 {
			v.Str = "d0"
		}
	default:
		v.Int = n
	}
	return v
}

// questions are the options that scenarios read.
var questions = []struct{ level, opt int }{
	{abi.SOL_SOCKET, abi.SO_ERROR}, {abi.SOL_SOCKET, abi.SO_ERROR}, {abi.SOL_TCP, abi.TCP_INFO},
	{abi.SOL_TCP, abi.TCP_INFO}, {abi.SOL_SOCKET, abi.SO_ACCEPTCONN}, {abi.SOL_SOCKET, abi.SO_REUSEADDR},
	{abi.SOL_SOCKET, abi.SO_REUSEPORT}, {abi.SOL_SOCKET, abi.SO_LINGER}, {abi.SOL_SOCKET, abi.SO_BINDTODEVICE},
	{abi.SOL_IPV6, abi.IPV6_V6ONLY}, {abi.SOL_TCP, abi.TCP_LINGER2}, {abi.SOL_TCP, abi.TCP_DEFER_ACCEPT},
	{abi.SOL_IP, abi.IP_LOCAL_PORT_RANGE}, {abi.SOL_IP, abi.IP_BIND_ADDRESS_NO_PORT},
	{abi.SOL_SOCKET, abi.SO_TYPE}, {abi.SOL_SOCKET, abi.SO_DOMAIN}, {abi.SOL_SOCKET, abi.SO_PROTOCOL},
	{abi.SOL_SOCKET, abi.SO_BROADCAST},
	{abi.SOL_IP, abi.IP_TRANSPARENT}, {abi.SOL_IP, abi.IP_FREEBIND},
}

func (g *generator) getOption(v *kernel.View, p *kernel.ProcessView) abi.Call {
	q := questions[g.rng.IntN(len(questions))]
	return abi.Call{Name: "getsockopt", FD: g.socket(v, p).fd, Level: q.level, Opt: q.opt}
}
