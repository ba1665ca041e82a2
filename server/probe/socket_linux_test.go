//go:build amd64 || arm64

package probe

import (
	"net/netip"
	"os"
	"strings"
	"testing"

	"portlab/sim/abi"
	"portlab/sim/scenario"
)

func getOption(fd, level, opt int) abi.Call {
	return abi.Call{Name: "getsockopt", FD: fd, Level: level, Opt: opt}
}

func setOption(fd, level, opt, value int) abi.Call {
	return abi.Call{Name: "setsockopt", FD: fd, Level: level, Opt: opt, Value: abi.OptValue{Int: value}}
}

func (r *run) wantState(proc string, fd int, state string) {
	r.t.Helper()
	r.wantValue(proc, getOption(fd, abi.SOL_TCP, abi.TCP_INFO), abi.OptValue{Form: abi.OptState, Str: state})
}

func (r *run) wantValue(proc string, c abi.Call, v abi.OptValue) {
	r.t.Helper()
	if got := r.want(proc, c, 0, 0).Result.Value; got == nil || *got != v {
		r.t.Errorf("%s %s: got %v, want %v", proc, c.Name, got, v)
	}
}

func TestOptionForms(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.wantState("A", 3, "TCP_LISTEN")
	r.wantState("A", 4, "TCP_ESTABLISHED")
	linger := abi.OptValue{Form: abi.OptLinger, Onoff: 1, Linger: 5}
	r.want("A", abi.Call{Name: "setsockopt", FD: 4, Level: abi.SOL_SOCKET, Opt: abi.SO_LINGER, Value: linger}, 0, 0)
	r.wantValue("A", getOption(4, abi.SOL_SOCKET, abi.SO_LINGER), linger)
	device := abi.OptValue{Form: abi.OptString, Str: "lo"}
	r.want("B", tcp(), 4, 0)
	r.want("B", abi.Call{Name: "setsockopt", FD: 4, Level: abi.SOL_SOCKET, Opt: abi.SO_BINDTODEVICE, Value: device}, 0, 0)
	r.wantValue("B", getOption(4, abi.SOL_SOCKET, abi.SO_BINDTODEVICE), device)
	r.want("B", setOption(4, abi.SOL_IP, abi.IP_LOCAL_PORT_RANGE, 40003<<16|40000), 0, 0)
	r.wantValue("B", getOption(4, abi.SOL_IP, abi.IP_LOCAL_PORT_RANGE), abi.OptValue{Int: 40003<<16 | 40000})
	r.want("A", abi.Call{Name: "setsockopt", FD: 4, Level: abi.SOL_SOCKET, Opt: abi.SO_LINGER,
		Value: abi.OptValue{Form: abi.OptLinger, Onoff: 1}}, 0, 0)
	r.want("A", onFD("close", 4), 0, 0)
	r.wantValue("B", getOption(3, abi.SOL_SOCKET, abi.SO_ERROR), abi.OptValue{Form: abi.OptErrno, Int: int(abi.ECONNRESET)})
	r.wantValue("B", getOption(3, abi.SOL_SOCKET, abi.SO_ERROR), abi.OptValue{Form: abi.OptErrno})
}

// Every option of the language can be read on the kernel, on a socket that has it.
func TestEveryOption(t *testing.T) {
	r := open(t, Options{})
	r.start("A")
	r.want("A", abi.Call{Name: "socket", Family: abi.AF_INET6, Type: abi.SOCK_STREAM}, 3, 0)
	for _, row := range abi.Sockopts {
		v := r.want("A", getOption(3, row.Level, row.Opt), 0, 0).Result.Value
		if v == nil || v.Form != row.Form {
			t.Errorf("%s: got %v", row.Name, v)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"} {
		r := open(t, Options{})
		r.start("A", "B")
		socket := udp()
		socket.Family = addr(host + ":1").Family
		r.want("A", socket, 3, 0)
		r.want("A", withAddress("bind", 3, host+":7000"), 0, 0)
		r.want("B", socket, 3, 0)
		r.want("B", withAddress("bind", 3, host+":7001"), 0, 0)
		r.want("B", abi.Call{Name: "sendto", FD: 3, Data: "hi", Addr: addr(host + ":7000")}, 2, 0)
		got := r.want("A", abi.Call{Name: "recvfrom", FD: 3, Len: 9}, 2, 0).Result
		if got.Data != "hi" || got.Addr != addr(host+":7001") {
			t.Errorf("recvfrom: %+v", got)
		}
		r.want("A", withAddress("connect", 3, host+":7001"), 0, 0)
		if got := r.want("A", onFD("getpeername", 3), 0, 0).Result.Addr; got != addr(host+":7001") {
			t.Errorf("getpeername: %v", got)
		}
		if got := r.want("A", onFD("getsockname", 3), 0, 0).Result.Addr; got != addr(host+":7000") {
			t.Errorf("getsockname: %v", got)
		}
		r.want("A", abi.Call{Name: "connect", FD: 3, Addr: abi.Unspec}, 0, 0)
		r.want("A", onFD("getpeername", 3), -1, abi.ENOTCONN)
	}
}

func sysctlIs(name, value string) *scenario.Setup {
	return &scenario.Setup{Sysctl: &scenario.Sysctl{Name: name, Value: value}}
}

func TestSysctls(t *testing.T) {
	const name = "net.ipv4.ip_local_port_range"
	before, err := os.ReadFile("/proc/sys/net/ipv4/ip_local_port_range")
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, Options{})
	r.setup(sysctlIs(name, "40000 40003"))
	r.setup(sysctlIs("net.ipv4.ip_local_reserved_ports", "40001,40003"))
	values, err := r.Sysctls()
	if err != nil {
		t.Fatal(err)
	}
	if values[name] != "40000 40003" || values["net.ipv4.ip_local_reserved_ports"] != "40001,40003" {
		t.Errorf("got %v", values)
	}
	r.setup(sysctlIs("net.ipv4.ip_local_reserved_ports", ""))
	if values, err = r.Sysctls(); err != nil || values["net.ipv4.ip_local_reserved_ports"] != "" {
		t.Errorf("reserved ports were not cleared: %v %v", values, err)
	}
	after, err := os.ReadFile("/proc/sys/net/ipv4/ip_local_port_range")
	if err != nil || string(after) != string(before) {
		t.Errorf("outside the host: %q, was %q (%v)", after, before, err)
	}
}

func TestSysctlErrors(t *testing.T) {
	r := open(t, Options{})
	for setting, want := range map[*scenario.Setup]string{
		sysctlIs("net.ipv4.tcp_tw_recycle", "1"):          "has no sysctl net.ipv4.tcp_tw_recycle",
		sysctlIs("net.ipv4.ip_local_port_range", "9 1"):   "refuses sysctl net.ipv4.ip_local_port_range=9 1: invalid argument",
		sysctlIs("net.ipv4.ip_nonlocal_bind", "chestnut"): "refuses",
	} {
		if err := r.Setup(t.Context(), setting); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}

func TestLinks(t *testing.T) {
	r := open(t, Options{})
	r.setup(&scenario.Setup{Link: &scenario.Link{Name: "d0"}})
	for _, a := range []string{"192.0.2.1/24", "2001:db8::1/64"} {
		r.setup(&scenario.Setup{Addr: &scenario.IfAddr{Prefix: netip.MustParsePrefix(a), Dev: "d0"}})
	}
	r.setup(&scenario.Setup{Addr: &scenario.IfAddr{Prefix: netip.MustParsePrefix("198.51.100.1/32"), Dev: "lo"}})
	for _, host := range []string{"192.0.2.1", "[2001:db8::1]", "198.51.100.1"} {
		t.Run(host, func(t *testing.T) {
			r := open(t, Options{})
			r.setup(&scenario.Setup{Link: &scenario.Link{Name: "d0"}})
			a := netip.MustParseAddr(strings.Trim(host, "[]"))
			r.setup(&scenario.Setup{Addr: &scenario.IfAddr{Prefix: netip.PrefixFrom(a, a.BitLen()-8), Dev: "d0"}})
			r.connectedOver(host)
			r.want("A", onFD("close", 4), 0, 0)
			r.wantState("B", 3, "TCP_CLOSE_WAIT")
		})
	}
	r.start("A")
	r.want("A", tcp(), 3, 0)
	r.want("A", withAddress("bind", 3, "192.0.2.2:80"), -1, abi.EADDRNOTAVAIL)
	device := abi.OptValue{Form: abi.OptString, Str: "d0"}
	r.want("A", abi.Call{Name: "setsockopt", FD: 3, Level: abi.SOL_SOCKET, Opt: abi.SO_BINDTODEVICE, Value: device}, 0, 0)
	missing := &scenario.Setup{Addr: &scenario.IfAddr{Prefix: netip.MustParsePrefix("192.0.2.9/24"), Dev: "d1"}}
	if err := r.Setup(t.Context(), missing); err == nil || !strings.Contains(err.Error(), "no link d1") {
		t.Errorf("got %v", err)
	}
}

// A link behaves as a dummy: what is sent to its network is lost without a word.
func TestLinkAsksNobody(t *testing.T) {
	r := open(t, Options{})
	r.setup(&scenario.Setup{Link: &scenario.Link{Name: "d0"}})
	r.setup(&scenario.Setup{Addr: &scenario.IfAddr{Prefix: netip.MustParsePrefix("192.0.2.1/24"), Dev: "d0"}})
	r.start("A")
	r.want("A", udp(), 3, 0)
	r.want("A", abi.Call{Name: "sendto", FD: 3, Data: "x", Addr: addr("192.0.2.7:9")}, 1, 0)
	r.want("A", tcp(), 4, 0)
	r.blocks("A", withAddress("connect", 4, "192.0.2.7:9"))
}

// A connection to a second address of a network comes from the first, as without the route that
// the probe puts in the kernel's place.
func TestSourceAddress(t *testing.T) {
	for _, c := range []struct{ dev, first, second, source string }{
		{"d0", "192.0.2.1/24", "192.0.2.2/24", "192.0.2.1"},
		{"d0", "192.0.2.1/24", "198.51.100.2/24", "198.51.100.2"},
		{"lo", "192.0.2.1/24", "127.0.0.2/8", "127.0.0.1"},
		{"d0", "2001:db8::1/64", "2001:db8::2/64", "2001:db8::2"},
	} {
		t.Run(c.second, func(t *testing.T) {
			r := open(t, Options{})
			r.setup(&scenario.Setup{Link: &scenario.Link{Name: "d0"}})
			for _, a := range []string{c.first, c.second} {
				r.setup(&scenario.Setup{Addr: &scenario.IfAddr{Prefix: netip.MustParsePrefix(a), Dev: c.dev}})
			}
			to := abi.SockaddrFrom(netip.AddrPortFrom(netip.MustParsePrefix(c.second).Addr(), 9))
			r.start("A")
			socket := udp()
			socket.Family = to.Family
			r.want("A", socket, 3, 0)
			r.want("A", abi.Call{Name: "connect", FD: 3, Addr: to}, 0, 0)
			if got := r.want("A", onFD("getsockname", 3), 0, 0).Result.Addr.Addr.String(); got != c.source {
				t.Errorf("from %s, want %s", got, c.source)
			}
		})
	}
}
