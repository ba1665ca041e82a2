package main

import (
	"fmt"
	"net/netip"
	"runtime"
	"strconv"
	"time"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
)

// others is how many sockets stand beside the one that is asked for.
const others = 50_000

// A crowd is a kernel with as many processes as its descriptors ask for.
type crowd struct {
	*kernel.Kernel
	made int
	proc string
}

func newCrowd() *crowd { return &crowd{Kernel: kernel.New(profile.Linux, 1)} }

// descriptors is how many a process of a crowd has open at most.
const descriptors = 1000

// socket makes a TCP socket and returns its descriptor, in the process proc.
func (c *crowd) socket() int {
	if c.made%descriptors == 0 {
		c.proc = "P" + strconv.Itoa(c.made/descriptors)
		c.Start(c.proc)
	}
	c.made++
	return c.do(&abi.Call{Name: "socket", Family: abi.AF_INET, Type: abi.SOCK_STREAM})
}

func (c *crowd) do(call *abi.Call) int { return c.Do(c.proc, call).Result.Ret }

func (c *crowd) bind(fd int, a netip.AddrPort) int {
	return c.do(&abi.Call{Name: "bind", FD: fd, Addr: abi.SockaddrFrom(a)})
}

// mustBind makes a socket at an address.
func (c *crowd) mustBind(a netip.AddrPort) {
	if c.bind(c.socket(), a) != 0 {
		panic("bench: " + a.String() + " is taken")
	}
}

func loopback(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{127, byte(n >> 16), byte(n >> 8), byte(n)})
}

// conflict measures a bind that is refused, of a socket that asks for an address.
func (c *crowd) conflict(a netip.AddrPort) time.Duration {
	const times = 2000
	fd := c.socket()
	call := &abi.Call{Name: "bind", FD: fd, Addr: abi.SockaddrFrom(a)}
	var all []time.Duration
	for range measurements {
		all = append(all, cpu(func() {
			for range times {
				if c.do(call) != -1 {
					panic("bench: " + a.String() + " is free")
				}
			}
		})/times)
	}
	return median(all)
}

// slower is the row of something that may take so many times as long as before.
func slower(what string, before, after time.Duration, bar float64) row {
	ratio := float64(after) / float64(before)
	return row{what, "", brief(before) + " → " + brief(after), fmt.Sprintf("%.1f", ratio), fmt.Sprintf("≤ %.0f", bar), ratio <= bar}
}

// conflictPorts measures a conflict among sockets on other ports.
func conflictPorts() (row, error) {
	one, many := newCrowd(), newCrowd()
	taken := netip.AddrPortFrom(loopback(1), 80)
	one.mustBind(taken)
	many.mustBind(taken)
	for i := range others {
		many.mustBind(netip.AddrPortFrom(loopback(1), uint16(1024+i)))
	}
	return slower("conflict beside 50,000 ports", one.conflict(taken), many.conflict(taken), 4), nil
}

// conflictAddresses measures a conflict among sockets on the same port at other addresses: of an
// address, and of the wildcard, whichever is worse.
func conflictAddresses() (row, error) {
	one, many := newCrowd(), newCrowd()
	taken := netip.AddrPortFrom(loopback(others/2), 80)
	one.mustBind(taken)
	for i := range others {
		many.mustBind(netip.AddrPortFrom(loopback(1+i), 80))
	}
	all := netip.AddrPortFrom(netip.IPv4Unspecified(), 80)
	exact := slower("conflict beside 50,000 addresses of one port", one.conflict(taken), many.conflict(taken), 4)
	wild := slower(exact.what, one.conflict(all), many.conflict(all), 4)
	if wild.ratio > exact.ratio {
		return wild, nil
	}
	return exact, nil
}

// lastConnects measures connect while the ephemeral ports fill up: the last against the first.
func lastConnects() (row, error) {
	const group = 500
	c := newCrowd()
	listener := c.socket()
	server := netip.AddrPortFrom(loopback(1), 8080)
	c.bind(listener, server)
	c.SetSysctl("net.core.somaxconn", "65535")
	c.do(&abi.Call{Name: "listen", FD: listener, Backlog: 65535})
	var first, last []time.Duration
	for i := range ports {
		call := &abi.Call{Name: "connect", FD: c.socket(), Addr: abi.SockaddrFrom(server)}
		took := cpu(func() {
			if c.do(call) != 0 {
				panic("bench: connect failed")
			}
		})
		switch {
		case i < group:
			first = append(first, took)
		case i >= ports-group:
			last = append(last, took)
		}
	}
	return slower("first 500 → last 500 of 28,232 connects", median(first), median(last), 3), nil
}

// socketMemory measures what a bound socket takes.
func socketMemory() (row, error) {
	const most = 400
	before := heap()
	c := newCrowd()
	for i := range others {
		c.mustBind(netip.AddrPortFrom(loopback(1), uint16(1024+i)))
	}
	bytes := int(heap()-before) / others
	runtime.KeepAlive(c)
	return row{"memory of a bound socket", "", strconv.Itoa(bytes) + " B", "", "≤ " + strconv.Itoa(most) + " B", bytes <= most}, nil
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
