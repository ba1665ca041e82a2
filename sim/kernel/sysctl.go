package kernel

import (
	"strconv"
	"strings"
	"time"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysctls are the values of package abi's table, parsed.
type sysctls struct {
	rangeLow, rangeHigh int
	reserved            *portSet // never changed, but replaced
	unprivilegedStart   int
	nonlocalBind        bool
	autobindReuse       bool
	twReuse             int
	finTimeout          time.Duration
	maxTimeWait         int
	abortOnOverflow     bool
	rfc1337             bool
	v6only              bool
	somaxconn           int
}

func defaultSysctls(p *profile.Profile) sysctls {
	s := sysctls{reserved: new(portSet)}
	for _, row := range abi.Sysctls {
		if row.Default != "" {
			s.set(row.Name, row.Default)
		}
	}
	s.maxTimeWait = p.MaxTimeWait
	return s
}

// set takes a value in the form that package scenario has checked.
func (s *sysctls) set(name, value string) {
	fields := strings.Fields(value)
	first := 0
	if len(fields) > 0 {
		first, _ = strconv.Atoi(fields[0])
	}
	switch name {
	case "net.ipv4.ip_local_port_range":
		s.rangeLow = first
		s.rangeHigh, _ = strconv.Atoi(fields[1])
	case "net.ipv4.ip_local_reserved_ports":
		s.reserved = parsePorts(value)
	case "net.ipv4.ip_unprivileged_port_start":
		s.unprivilegedStart = first
	case "net.ipv4.ip_nonlocal_bind":
		s.nonlocalBind = first != 0
	case "net.ipv4.ip_autobind_reuse":
		s.autobindReuse = first != 0
	case "net.ipv4.tcp_tw_reuse":
		s.twReuse = first
	case "net.ipv4.tcp_fin_timeout":
		s.finTimeout = time.Duration(first) * time.Second
	case "net.ipv4.tcp_max_tw_buckets":
		s.maxTimeWait = first
	case "net.ipv4.tcp_abort_on_overflow":
		s.abortOnOverflow = first != 0
	case "net.ipv4.tcp_rfc1337":
		s.rfc1337 = first != 0
	case "net.ipv6.bindv6only":
		s.v6only = first != 0
	case "net.core.somaxconn":
		s.somaxconn = first
	}
}

// parsePorts reads a list of ports and ranges: "8080,9000-9010".
func parsePorts(value string) *portSet {
	ports := new(portSet)
	for item := range strings.SplitSeq(value, ",") {
		low, high, found := strings.Cut(strings.TrimSpace(item), "-")
		if !found {
			high = low
		}
		first, err := strconv.Atoi(low)
		last, _ := strconv.Atoi(high)
		for port := first; err == nil && port <= last; port++ {
			ports.set(uint16(port))
		}
	}
	return ports
}
