package abi

import "strconv"

// Options by number, for those that a kernel or a probe names in code.
const (
	SO_REUSEADDR            = 2
	SO_TYPE                 = 3
	SO_ERROR                = 4
	SO_BROADCAST            = 6
	SO_SNDBUF               = 7
	SO_RCVBUF               = 8
	SO_KEEPALIVE            = 9
	SO_LINGER               = 13
	SO_REUSEPORT            = 15
	SO_BINDTODEVICE         = 25
	SO_ACCEPTCONN           = 30
	SO_PROTOCOL             = 38
	SO_DOMAIN               = 39
	IP_FREEBIND             = 15
	IP_TRANSPARENT          = 19
	IP_BIND_ADDRESS_NO_PORT = 24
	IP_LOCAL_PORT_RANGE     = 51
	IPV6_V6ONLY             = 26
	TCP_NODELAY             = 1
	TCP_LINGER2             = 8
	TCP_DEFER_ACCEPT        = 9
	TCP_INFO                = 11
)

// OptForm is the form of a socket option's value in the scenario language.
type OptForm uint8

const (
	OptInt    OptForm = iota // an int
	OptLinger                // struct linger: {onoff, seconds}
	OptString                // a device name; "" is none
	OptErrno                 // SO_ERROR: an errno's name, or 0
	OptState                 // TCP_INFO: the connection's state, "TCP_LISTEN" and the like
)

// A SockoptRow describes one socket option.
type SockoptRow struct {
	Level   int
	Opt     int
	Name    string
	Form    OptForm
	GetOnly bool // setsockopt answers ENOPROTOOPT
	Summary string
}

// Sockopts lists every option of the scenario language, in the order in which they are offered.
var Sockopts = []SockoptRow{
	{SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR", OptInt, false, "let a bind share its port with sockets that set this too and do not listen (socket(7))"},
	{SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT", OptInt, false, "let sockets of one user that all set this share an address and port (socket(7))"},
	{SOL_SOCKET, SO_LINGER, "SO_LINGER", OptLinger, false, "what close does with unsent data: {1, seconds} waits, {1, 0} resets the connection (socket(7))"},
	{SOL_SOCKET, SO_BINDTODEVICE, "SO_BINDTODEVICE", OptString, false, "use one network interface only (socket(7))"},
	{SOL_SOCKET, SO_ERROR, "SO_ERROR", OptErrno, true, "read and clear the pending error (socket(7))"},
	{SOL_SOCKET, SO_ACCEPTCONN, "SO_ACCEPTCONN", OptInt, true, "whether the socket listens (socket(7))"},
	{SOL_SOCKET, SO_TYPE, "SO_TYPE", OptInt, true, "the socket's type (socket(7))"},
	{SOL_SOCKET, SO_DOMAIN, "SO_DOMAIN", OptInt, true, "the socket's address family (socket(7))"},
	{SOL_SOCKET, SO_PROTOCOL, "SO_PROTOCOL", OptInt, true, "the socket's protocol (socket(7))"},
	{SOL_SOCKET, SO_KEEPALIVE, "SO_KEEPALIVE", OptInt, false, "send keep-alive probes (socket(7))"},
	{SOL_SOCKET, SO_BROADCAST, "SO_BROADCAST", OptInt, false, "allow datagrams to a broadcast address (socket(7))"},
	{SOL_SOCKET, SO_RCVBUF, "SO_RCVBUF", OptInt, false, "receive buffer in bytes; the kernel doubles what is set (socket(7))"},
	{SOL_SOCKET, SO_SNDBUF, "SO_SNDBUF", OptInt, false, "send buffer in bytes; the kernel doubles what is set (socket(7))"},
	{SOL_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY", OptInt, false, "whether an IPv6 socket leaves IPv4 alone (ipv6(7))"},
	{SOL_IP, IP_FREEBIND, "IP_FREEBIND", OptInt, false, "allow bind to an address that the host does not have (ip(7))"},
	{SOL_IP, IP_TRANSPARENT, "IP_TRANSPARENT", OptInt, false, "allow bind to a foreign address, for proxies; needs CAP_NET_ADMIN (ip(7))"},
	{SOL_IP, IP_BIND_ADDRESS_NO_PORT, "IP_BIND_ADDRESS_NO_PORT", OptInt, false, "leave the choice of port 0 to connect (ip(7))"},
	{SOL_IP, IP_LOCAL_PORT_RANGE, "IP_LOCAL_PORT_RANGE", OptInt, false, "this socket's ephemeral range, high<<16|low (ip(7))"},
	{SOL_TCP, TCP_NODELAY, "TCP_NODELAY", OptInt, false, "send small segments at once (tcp(7))"},
	{SOL_TCP, TCP_DEFER_ACCEPT, "TCP_DEFER_ACCEPT", OptInt, false, "complete the connection when its first data arrives; seconds (tcp(7))"},
	{SOL_TCP, TCP_LINGER2, "TCP_LINGER2", OptInt, false, "seconds an orphaned FIN_WAIT2 socket lives (tcp(7))"},
	{SOL_TCP, TCP_INFO, "TCP_INFO", OptState, true, "the connection's state (tcp(7))"},
}

// SockoptByName returns the option with the given name.
func SockoptByName(name string) (SockoptRow, bool) {
	for _, r := range Sockopts {
		if r.Name == name {
			return r, true
		}
	}
	return SockoptRow{}, false
}

// SockoptByNumber returns the option with the given level and number.
func SockoptByNumber(level, opt int) (SockoptRow, bool) {
	for _, r := range Sockopts {
		if r.Level == level && r.Opt == opt {
			return r, true
		}
	}
	return SockoptRow{}, false
}

// An OptValue is the value of a socket option. Form says which of the fields counts.
type OptValue struct {
	Form   OptForm
	Int    int    // OptInt; OptErrno as an Errno
	Onoff  int    // OptLinger
	Linger int    // OptLinger, seconds
	Str    string // OptString; OptState, as "TCP_LISTEN"
}

// String returns the value in the scenario language, as strace prints it inside its brackets.
func (v OptValue) String() string {
	switch v.Form {
	case OptLinger:
		return "{l_onoff=" + strconv.Itoa(v.Onoff) + ", l_linger=" + strconv.Itoa(v.Linger) + "}"
	case OptString:
		return strconv.Quote(v.Str)
	case OptErrno:
		if v.Int != 0 {
			return Errno(v.Int).String()
		}
		return "0"
	case OptState:
		return v.Str
	}
	return strconv.Itoa(v.Int)
}
