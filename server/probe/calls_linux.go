//go:build amd64 || arm64

package probe

import (
	"context"

	"portlab/sim/abi"
)

// requests builds the system call of each call that a process makes in one go.
var requests = map[string]func(*Host, *process, abi.Call) (*request, error){
	"socket":      socket,
	"bind":        bind,
	"listen":      listen,
	"accept":      accept,
	"accept4":     accept,
	"connect":     connect,
	"shutdown":    shutdown,
	"close":       closeFD,
	"dup":         dup,
	"dup2":        dup2,
	"fcntl":       fcntl,
	"setsockopt":  setsockopt,
	"getsockopt":  getsockopt,
	"getsockname": getsockname,
	"getpeername": getpeername,
	"send":        sendto,
	"sendto":      sendto,
	"recv":        recv,
	"recvfrom":    recvfrom,
	"read":        read,
	"write":       write,
	"execve":      execve,
	"exit":        exit,
	"kill":        kill,
	"setuid":      setuid,
}

// composites carries out the calls that are more than a system call of the process.
var composites = map[string]func(*Host, context.Context, *process, abi.Call) error{
	"fork":  (*Host).doFork,
	"sleep": (*Host).doSleep,
}
