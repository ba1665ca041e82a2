package abi

// Address families (include/linux/socket.h).
const (
	AF_UNSPEC = 0
	AF_INET   = 2
	AF_INET6  = 10
)

// Socket types and the flags that socket(2) and accept4(2) take beside them (include/linux/net.h).
const (
	SOCK_STREAM   = 1
	SOCK_DGRAM    = 2
	SOCK_TYPEMASK = 0xf
	SOCK_NONBLOCK = 0o4000
	SOCK_CLOEXEC  = 0o2000000
)

// Protocols (include/uapi/linux/in.h).
const (
	IPPROTO_IP  = 0
	IPPROTO_TCP = 6
	IPPROTO_UDP = 17
)

// Directions of shutdown(2).
const (
	SHUT_RD   = 0
	SHUT_WR   = 1
	SHUT_RDWR = 2
)

// Flags of send(2) and recv(2).
const (
	MSG_PEEK     = 0x2
	MSG_DONTWAIT = 0x40
	MSG_NOSIGNAL = 0x4000
)

// Commands and flags of fcntl(2).
const (
	F_DUPFD         = 0
	F_GETFD         = 1
	F_SETFD         = 2
	F_GETFL         = 3
	F_SETFL         = 4
	F_DUPFD_CLOEXEC = 1030
	FD_CLOEXEC      = 1
	O_RDONLY        = 0
	O_WRONLY        = 1
	O_RDWR          = 2
	O_APPEND        = 0o2000
	O_NONBLOCK      = 0o4000
	O_ASYNC         = 0o20000
	O_LARGEFILE     = 0o100000
)

// SIGKILL is the one signal that a scenario can send.
const SIGKILL = 9

// Levels of setsockopt(2).
const (
	SOL_IP     = 0
	SOL_SOCKET = 1
	SOL_TCP    = 6
	SOL_IPV6   = 41
)

// RLIMIT_NOFILE is the number of descriptors that each process of a scenario may have.
const RLIMIT_NOFILE = 1024

// A Const is a symbolic constant of the scenario language.
type Const struct {
	Name  string
	Value int
}

// A ConstSet is the constants that one parameter takes, in the order in which they are offered and
// printed. Where Flags is set they may be joined with |.
type ConstSet struct {
	What  string // what an error message calls a member: "address family"
	Flags bool
	Items []Const
}

// The sets of constants, by the parameter that takes them.
var (
	Families  = ConstSet{What: "address family", Items: []Const{{"AF_INET", AF_INET}, {"AF_INET6", AF_INET6}}}
	SockTypes = ConstSet{What: "socket type", Flags: true, Items: []Const{
		{"SOCK_STREAM", SOCK_STREAM}, {"SOCK_DGRAM", SOCK_DGRAM},
		{"SOCK_CLOEXEC", SOCK_CLOEXEC}, {"SOCK_NONBLOCK", SOCK_NONBLOCK}}}
	Protocols = ConstSet{What: "protocol", Items: []Const{
		{"IPPROTO_IP", IPPROTO_IP}, {"IPPROTO_TCP", IPPROTO_TCP}, {"IPPROTO_UDP", IPPROTO_UDP}}}
	AcceptFlags = ConstSet{What: "flag of accept4", Flags: true, Items: []Const{
		{"SOCK_CLOEXEC", SOCK_CLOEXEC}, {"SOCK_NONBLOCK", SOCK_NONBLOCK}}}
	ShutHows = ConstSet{What: "direction of shutdown", Items: []Const{
		{"SHUT_RD", SHUT_RD}, {"SHUT_WR", SHUT_WR}, {"SHUT_RDWR", SHUT_RDWR}}}
	MsgFlags = ConstSet{What: "message flag", Flags: true, Items: []Const{
		{"MSG_PEEK", MSG_PEEK}, {"MSG_DONTWAIT", MSG_DONTWAIT}, {"MSG_NOSIGNAL", MSG_NOSIGNAL}}}
	FcntlCmds = ConstSet{What: "command of fcntl", Items: []Const{
		{"F_DUPFD", F_DUPFD}, {"F_GETFD", F_GETFD}, {"F_SETFD", F_SETFD}, {"F_GETFL", F_GETFL},
		{"F_SETFL", F_SETFL}, {"F_DUPFD_CLOEXEC", F_DUPFD_CLOEXEC}}}
	FDFlags = ConstSet{What: "descriptor flag", Flags: true, Items: []Const{{"FD_CLOEXEC", FD_CLOEXEC}}}
	OFlags  = ConstSet{What: "file status flag", Flags: true, Items: []Const{
		{"O_RDONLY", O_RDONLY}, {"O_WRONLY", O_WRONLY}, {"O_RDWR", O_RDWR}, {"O_APPEND", O_APPEND},
		{"O_NONBLOCK", O_NONBLOCK}, {"O_ASYNC", O_ASYNC}, {"O_LARGEFILE", O_LARGEFILE}}}
	Signals = ConstSet{What: "signal", Items: []Const{{"SIGKILL", SIGKILL}}}
	Levels  = ConstSet{What: "option level", Items: []Const{
		{"SOL_SOCKET", SOL_SOCKET}, {"SOL_TCP", SOL_TCP}, {"SOL_IP", SOL_IP}, {"SOL_IPV6", SOL_IPV6},
		{"IPPROTO_TCP", SOL_TCP}, {"IPPROTO_IP", SOL_IP}, {"IPPROTO_IPV6", SOL_IPV6}}}
)

// Lookup returns the value of the named constant.
func (s ConstSet) Lookup(name string) (int, bool) {
	for _, c := range s.Items {
		if c.Name == name {
			return c.Value, true
		}
	}
	return 0, false
}

// Name returns the first constant with exactly that value.
func (s ConstSet) Name(value int) (string, bool) {
	for _, c := range s.Items {
		if c.Value == value {
			return c.Name, true
		}
	}
	return "", false
}
