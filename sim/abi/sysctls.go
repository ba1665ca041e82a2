package abi

// A SysctlRow describes one sysctl: its name, its default, and the values it takes.
type SysctlRow struct {
	Name    string
	Default string // "" for a list that is empty, and where the kernel computes it at boot
	Values  int    // how many integers it takes: 1 or 2; 0 for a list of ports and ranges "8080,9000-9010"
	Min     int
	Max     int
	Summary string
}

// Sysctls lists every sysctl of the scenario language. Sources: Documentation/networking/
// ip-sysctl.rst and admin-guide/sysctl/net.rst; limits from net/ipv4/sysctl_net_ipv4.c.
var Sysctls = []SysctlRow{
	{"net.ipv4.ip_local_port_range", "32768 60999", 2, 1, 65535, "ephemeral ports: lowest and highest"},
	{"net.ipv4.ip_local_reserved_ports", "", 0, 0, 65535, "ports never chosen automatically"},
	{"net.ipv4.ip_unprivileged_port_start", "1024", 1, 0, 65535, "first port that needs no privilege"},
	{"net.ipv4.ip_nonlocal_bind", "0", 1, 0, 1, "allow bind to addresses that the host does not have"},
	{"net.ipv4.ip_autobind_reuse", "0", 1, 0, 1, "let port 0 share a port between SO_REUSEADDR sockets when all are taken"},
	{"net.ipv4.tcp_tw_reuse", "2", 1, 0, 2, "let connect take a 4-tuple in TIME_WAIT: 0 never, 1 yes, 2 on loopback"},
	{"net.ipv4.tcp_fin_timeout", "60", 1, 0, 2147483, "seconds an orphaned FIN_WAIT2 socket lives"},
	{"net.ipv4.tcp_max_tw_buckets", "", 1, 0, 2147483647, "how many TIME_WAIT sockets may exist"},
	{"net.ipv4.tcp_abort_on_overflow", "0", 1, 0, 1, "reset a connection that finds the accept queue full"},
	{"net.ipv4.tcp_rfc1337", "0", 1, 0, 1, "ignore RST in TIME_WAIT"},
	{"net.ipv6.bindv6only", "0", 1, 0, 1, "IPV6_V6ONLY of new sockets"},
	{"net.core.somaxconn", "4096", 1, 0, 2147483647, "highest backlog that listen grants"},
}

// RemovedSysctls gives, for sysctls that Linux once had, what became of them.
var RemovedSysctls = map[string]string{
	"net.ipv4.tcp_tw_recycle": "removed in Linux 4.12; it never governed whether bind succeeds",
}

// SysctlByName returns the row with the given name.
func SysctlByName(name string) (SysctlRow, bool) {
	for _, r := range Sysctls {
		if r.Name == name {
			return r, true
		}
	}
	return SysctlRow{}, false
}
