//go:build amd64 || arm64

package probe

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"portlab/sim/abi"
	"portlab/sim/interp"
	"portlab/sim/scenario"
)

var _ interp.Machine = (*Host)(nil)

// A run is a Host with the words of a test.
type run struct {
	t *testing.T
	*Host
}

func open(t *testing.T, o Options) *run {
	t.Helper()
	h, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return &run{t, h}
}

func (r *run) start(names ...string) {
	r.t.Helper()
	for _, n := range names {
		if err := r.Start(context.Background(), n); err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *run) do(proc string, c abi.Call) interp.Outcome {
	r.t.Helper()
	out, err := r.Do(context.Background(), proc, &c)
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// want makes a call that must return, with that value or errno.
func (r *run) want(proc string, c abi.Call, ret int, errno abi.Errno) interp.Outcome {
	r.t.Helper()
	out := r.do(proc, c)
	if out.Blocked || out.Result.Ret != ret || out.Result.Errno != errno {
		r.t.Fatalf("%s %s: got %+v, want %d %s", proc, c.Name, out, ret, errno)
	}
	return out
}

// blocks makes a call that must block.
func (r *run) blocks(proc string, c abi.Call) interp.Outcome {
	r.t.Helper()
	out := r.do(proc, c)
	if !out.Blocked {
		r.t.Fatalf("%s %s: got %+v, want blocked", proc, c.Name, out)
	}
	return out
}

func (r *run) setup(s *scenario.Setup) {
	r.t.Helper()
	if err := r.Setup(context.Background(), s); err != nil {
		r.t.Fatal(err)
	}
}

func addr(s string) abi.Sockaddr { return abi.SockaddrFrom(netip.MustParseAddrPort(s)) }

func tcp() abi.Call {
	return abi.Call{Name: "socket", Family: abi.AF_INET, Type: abi.SOCK_STREAM}
}

func udp() abi.Call {
	return abi.Call{Name: "socket", Family: abi.AF_INET, Type: abi.SOCK_DGRAM}
}

func onFD(name string, fd int) abi.Call { return abi.Call{Name: name, FD: fd} }

func withAddress(name string, fd int, to string) abi.Call {
	return abi.Call{Name: name, FD: fd, Addr: addr(to)}
}

func listening(fd int) abi.Call { return abi.Call{Name: "listen", FD: fd, Backlog: 128} }

func sleep(d time.Duration) abi.Call { return abi.Call{Name: "sleep", Duration: d} }

// connected makes A listen on 127.0.0.1:8080 (descriptor 3) and B connect to it (B's 3, A's 4).
func (r *run) connected() {
	r.t.Helper()
	r.connectedOver("127.0.0.1")
}

// connectedOver does it on another address of the host.
func (r *run) connectedOver(host string) {
	r.t.Helper()
	server := host + ":8080"
	socket := tcp()
	socket.Family = addr(server).Family
	r.start("A", "B")
	r.want("A", socket, 3, 0)
	r.want("A", withAddress("bind", 3, server), 0, 0)
	r.want("A", listening(3), 0, 0)
	r.want("B", socket, 3, 0)
	r.want("B", withAddress("connect", 3, server), 0, 0)
	r.want("A", onFD("accept", 3), 4, 0)
}

// hasUsers reports whether the host has more than one user id. Where an ordinary user runs the
// tests it has not, and must say so.
func (r *run) hasUsers(proc string) bool {
	r.t.Helper()
	if many, err := r.hasUser(1000); err != nil || many {
		return true
	}
	_, err := r.Do(r.t.Context(), proc, new(abi.Call{Name: "setuid", UID: 1000}))
	if err == nil || !strings.Contains(err.Error(), "start portlab as root") {
		r.t.Errorf("setuid as an ordinary user: %v", err)
	}
	return false
}

func TestRestart(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.want("A", onFD("close", 4), 0, 0)
	r.want("B", onFD("close", 3), 0, 0)
	if out := r.do("A", abi.Call{Name: "exit"}); !out.Result.Gone {
		t.Errorf("exit: %+v", out)
	}
	r.start("A2")
	r.want("A2", tcp(), 3, 0)
	r.want("A2", withAddress("bind", 3, "127.0.0.1:8080"), -1, abi.EADDRINUSE)
}
