package scenario

import (
	"net/netip"

	"portlab/sim/abi"
)

// A Scenario is a parsed text. Every line of the text is in Lines, so nothing is lost: Format
// writes them back in canonical form.
type Scenario struct {
	File  string // the name used in messages; "" for a text without one
	Lines []Line
}

// A Pos is a place in a scenario's text; both numbers start at 1, and columns count characters.
type Pos struct{ Line, Col int }

// A Line is one line of a scenario: at most one of Step, Resumed and Setup is set, and Comment may
// follow it.
type Line struct {
	Pos     Pos
	Step    *Step
	Resumed *Resumed
	Setup   *Setup
	Comment string // from the # to the end, without trailing space; "" for none
}

// A Step is one call of one process.
type Step struct {
	Pos   Pos
	Proc  string
	Call  abi.Call
	Claim Claim
	// Out holds what the text claims of output arguments, in strace's long form.
	Out Out
}

// Out is what strace's output arguments claim; a zero field claims nothing.
type Out struct {
	Addr  abi.Sockaddr
	Value *abi.OptValue
	Data  *string
}

// A Resumed line claims that a call that blocked has completed by here.
type Resumed struct {
	Pos   Pos
	Proc  string
	Name  string // the call
	Claim Claim
	Out   Out // of the arguments that strace writes when the call returns
}

// ClaimKind says what a claim is about.
type ClaimKind uint8

const (
	ClaimNone    ClaimKind = iota // no claim
	ClaimAsk                      // ?: the student is asked; holds whatever happens
	ClaimRet                      // the call returns Ret, and where set Data and Addr
	ClaimErrno                    // the call fails with Errno
	ClaimChild                    // fork returns, and names the child
	ClaimAddr                     // getsockname or getpeername finds Addr
	ClaimBlocked                  // the call blocks
)

// A Claim is the result that the author expects. Text is that part of the line, verbatim; Format
// writes it where it is set, and otherwise what the other fields say.
type Claim struct {
	Kind  ClaimKind
	Text  string
	Ret   int
	Errno abi.Errno
	Child string
	Addr  abi.Sockaddr // ClaimAddr; with ClaimRet the sender, or zero
	Data  *string      // with ClaimRet the bytes received, or nil
}

// A Setup line changes the host before or between steps. Exactly one field is set.
type Setup struct {
	Pos    Pos
	Sysctl *Sysctl
	Link   *Link
	Addr   *IfAddr
}

// A Sysctl line gives a sysctl a value.
type Sysctl struct {
	Name  string
	Value string // as written, with runs of white space made one space
}

// A Link line adds a dummy network interface, which is up at once.
type Link struct{ Name string }

// An IfAddr line adds an address to an interface.
type IfAddr struct {
	Prefix netip.Prefix // the address as given, with its prefix length
	Dev    string
}
