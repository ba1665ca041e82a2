package abi

import "time"

// A Param is the kind of one parameter of a call. It says which field of Call the argument fills
// and how the argument is written.
type Param uint8

const (
	ParamFD        Param = iota // Call.FD
	ParamNewFD                  // Call.FD2
	ParamFamily                 // Call.Family
	ParamType                   // Call.Type
	ParamProtocol               // Call.Protocol
	ParamAddr                   // Call.Addr, with strace's length after it or not
	ParamOutAddr                // an output: the address that the call found
	ParamBacklog                // Call.Backlog
	ParamFlags                  // Call.Flags: AcceptFlags or MsgFlags
	ParamHow                    // Call.How
	ParamLevel                  // Call.Level
	ParamOpt                    // Call.Opt
	ParamOptVal                 // Call.Value
	ParamOutOptVal              // an output: the option's value
	ParamData                   // Call.Data
	ParamOutData                // an output: the bytes received
	ParamLen                    // Call.Len
	ParamCmd                    // Call.Cmd
	ParamCmdArg                 // Call.Arg, of the kind that Cmd asks for
	ParamPath                   // Call.Path
	ParamStatus                 // Call.Status
	ParamProc                   // Call.Target
	ParamSignal                 // Call.Signal
	ParamUID                    // Call.UID
	ParamSeconds                // Call.Duration
)

// A CallRow describes one call of the scenario language.
type CallRow struct {
	Name string
	// Params are the parameters in the order of strace's long form; outputs may be left out.
	Params    []Param
	Signature string // the short form, as help and completion show it
	Summary   string
	Doc       string // the man page
}

// Calls lists every call, in the order in which they are offered.
var Calls = []CallRow{
	{"socket", []Param{ParamFamily, ParamType, ParamProtocol}, "socket(DOMAIN, TYPE, PROTOCOL) = FD", "make a socket", "socket(2)"},
	{"bind", []Param{ParamFD, ParamAddr}, "bind(FD, ADDRESS) = 0", "give the socket a local address and port", "bind(2)"},
	{"listen", []Param{ParamFD, ParamBacklog}, "listen(FD, BACKLOG) = 0", "make the socket accept connections", "listen(2)"},
	{"accept", []Param{ParamFD, ParamOutAddr}, "accept(FD) = FD", "take the first connection from the accept queue", "accept(2)"},
	{"accept4", []Param{ParamFD, ParamOutAddr, ParamFlags}, "accept4(FD, FLAGS) = FD", "accept, with SOCK_NONBLOCK or SOCK_CLOEXEC for the new socket", "accept(2)"},
	{"connect", []Param{ParamFD, ParamAddr}, "connect(FD, ADDRESS) = 0", "connect to a peer, or with AF_UNSPEC to none", "connect(2)"},
	{"shutdown", []Param{ParamFD, ParamHow}, "shutdown(FD, HOW) = 0", "end one or both directions of a connection", "shutdown(2)"},
	{"close", []Param{ParamFD}, "close(FD) = 0", "close a descriptor", "close(2)"},
	{"dup", []Param{ParamFD}, "dup(FD) = FD", "make a second descriptor for one open file description", "dup(2)"},
	{"dup2", []Param{ParamFD, ParamNewFD}, "dup2(FD, NEWFD) = NEWFD", "dup to a given number, closing what was there", "dup(2)"},
	{"fcntl", []Param{ParamFD, ParamCmd, ParamCmdArg}, "fcntl(FD, COMMAND, ARG) = N", "read or change descriptor and file flags", "fcntl(2)"},
	{"setsockopt", []Param{ParamFD, ParamLevel, ParamOpt, ParamOptVal}, "setsockopt(FD, LEVEL, OPTION, VALUE) = 0", "set a socket option", "setsockopt(2)"},
	{"getsockopt", []Param{ParamFD, ParamLevel, ParamOpt, ParamOutOptVal}, "getsockopt(FD, LEVEL, OPTION) = 0", "read a socket option", "getsockopt(2)"},
	{"getsockname", []Param{ParamFD, ParamOutAddr}, "getsockname(FD) = ADDRESS", "the socket's own address", "getsockname(2)"},
	{"getpeername", []Param{ParamFD, ParamOutAddr}, "getpeername(FD) = ADDRESS", "the peer's address", "getpeername(2)"},
	{"send", []Param{ParamFD, ParamData, ParamLen, ParamFlags}, "send(FD, \"DATA\", FLAGS) = N", "send to the connected peer", "send(2)"},
	{"sendto", []Param{ParamFD, ParamData, ParamLen, ParamFlags, ParamAddr}, "sendto(FD, \"DATA\", ADDRESS) = N", "send to an address", "send(2)"},
	{"recv", []Param{ParamFD, ParamOutData, ParamLen, ParamFlags}, "recv(FD, LENGTH, FLAGS) = N \"DATA\"", "receive", "recv(2)"},
	{"recvfrom", []Param{ParamFD, ParamOutData, ParamLen, ParamFlags, ParamOutAddr}, "recvfrom(FD, LENGTH, FLAGS) = N \"DATA\" from ADDRESS", "receive, with the sender's address", "recv(2)"},
	{"read", []Param{ParamFD, ParamOutData, ParamLen}, "read(FD, LENGTH) = N \"DATA\"", "receive, as from a file", "read(2)"},
	{"write", []Param{ParamFD, ParamData, ParamLen}, "write(FD, \"DATA\") = N", "send, as to a file", "write(2)"},
	{"fork", nil, "fork() = NAME", "make a child with copies of all descriptors", "fork(2)"},
	{"execve", []Param{ParamPath}, "execve(\"PATH\") = 0", "close the close-on-exec descriptors; nothing is run", "execve(2)"},
	{"exit", []Param{ParamStatus}, "exit(STATUS) = ?", "end the process, closing its descriptors", "exit(3)"},
	{"kill", []Param{ParamProc, ParamSignal}, "kill(PROCESS, SIGKILL) = 0", "end another process", "kill(2)"},
	{"setuid", []Param{ParamUID}, "setuid(UID) = 0", "become another user; a non-zero uid drops all capabilities", "setuid(2)"},
	{"sleep", []Param{ParamSeconds}, "sleep(SECONDS) = 0", "let time pass", "sleep(3)"},
}

// CallByName returns the row of the named call.
func CallByName(name string) (CallRow, bool) {
	for _, r := range Calls {
		if r.Name == name {
			return r, true
		}
	}
	return CallRow{}, false
}

// A Call is one call with its arguments. Which fields count is what CallRow.Params says; the
// others are zero.
type Call struct {
	Name     string
	FD       int
	FD2      int
	Family   int
	Type     int // with SOCK_NONBLOCK and SOCK_CLOEXEC
	Protocol int
	Addr     Sockaddr // IsZero where sendto was given none
	Backlog  int
	Flags    int
	How      int
	Level    int
	Opt      int
	Value    OptValue
	Data     string
	Len      int // bytes
	Cmd      int
	Arg      int
	Path     string
	Status   int
	Target   string // the process to kill
	Signal   int
	UID      int
	Duration time.Duration
	Child    string // the name that fork gives
}

// A Result is what a call answered.
type Result struct {
	Ret   int   // -1 where Errno is set; for fork 0, as Call.Child names the child
	Errno Errno // zero: success
	Addr  Sockaddr
	Data  string
	Value *OptValue // getsockopt
	Gone  bool      // the call did not return: exit, or kill of oneself
}

// Fail returns the Result of a call that failed.
func Fail(e Errno) Result { return Result{Ret: -1, Errno: e} }
