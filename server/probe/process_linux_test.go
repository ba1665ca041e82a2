//go:build amd64 || arm64

package probe

import (
	"slices"
	"strings"
	"testing"

	"portlab/sim/abi"
)

func kill9(target string) abi.Call {
	return abi.Call{Name: "kill", Target: target, Signal: abi.SIGKILL}
}

func TestFreshDescriptors(t *testing.T) {
	r := open(t, Options{})
	r.start("A")
	for fd := range 3 {
		r.want("A", abi.Call{Name: "fcntl", FD: fd, Cmd: abi.F_GETFD}, 0, 0)
	}
	r.want("A", abi.Call{Name: "fcntl", FD: 3, Cmd: abi.F_GETFD}, -1, abi.EBADF)
	for fd := 3; fd < abi.RLIMIT_NOFILE; fd++ {
		r.want("A", onFD("dup", 0), fd, 0)
	}
	r.want("A", onFD("dup", 0), -1, abi.EMFILE)
	r.want("A", tcp(), -1, abi.EMFILE)
}

// Two processes that were started apart share no open file description.
func TestFreshProcessesShareNothing(t *testing.T) {
	r := open(t, Options{})
	r.start("A", "B")
	status := r.do("B", abi.Call{Name: "fcntl", FD: 0, Cmd: abi.F_GETFL}).Result.Ret
	r.want("A", abi.Call{Name: "fcntl", FD: 0, Cmd: abi.F_SETFL, Arg: abi.O_NONBLOCK}, 0, 0)
	r.want("B", abi.Call{Name: "fcntl", FD: 0, Cmd: abi.F_GETFL}, status, 0)
}

func TestDup2(t *testing.T) {
	r := open(t, Options{})
	r.start("A")
	dup2 := func(from, to int) abi.Call { return abi.Call{Name: "dup2", FD: from, FD2: to} }
	r.want("A", dup2(0, 10), 10, 0)
	r.want("A", dup2(10, 10), 10, 0)
	r.want("A", dup2(11, 11), -1, abi.EBADF)
	r.want("A", dup2(0, abi.RLIMIT_NOFILE), -1, abi.EBADF)
}

// The child has the parent's listener: it stays open when the parent is gone.
func TestForkSharesDescriptions(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.want("A", abi.Call{Name: "fork", Child: "C"}, 0, 0)
	if out := r.do("A", abi.Call{Name: "exit"}); !out.Result.Gone {
		t.Errorf("exit: %+v", out)
	}
	r.want("C", send(4, "x"), 1, 0)
	r.want("B", receive(3, 9), 1, 0)
	r.want("C", tcp(), 5, 0)
}

func TestKillClosesDescriptors(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.start("K")
	r.blocks("B", receive(3, 9))
	r.want("K", kill9("A"), 0, 0)
	r.want("K", kill9("A"), -1, abi.ESRCH)
}

func TestKillWakesThePeer(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.start("K")
	r.blocks("B", receive(3, 9))
	r.blocks("A", receive(4, 9))
	names, results := resumed(r.want("K", kill9("A"), 0, 0))
	if !slices.Equal(names, []string{"B"}) || results[0].Ret != 0 {
		t.Errorf("resumed %v %+v", names, results)
	}
}

func TestKillOneself(t *testing.T) {
	r := open(t, Options{})
	r.start("A")
	if out := r.do("A", kill9("A")); !out.Result.Gone || out.Blocked {
		t.Errorf("got %+v", out)
	}
	if _, err := r.Do(t.Context(), "A", new(tcp())); err == nil {
		t.Error("a dead process took a call")
	}
}

func TestSetuidDropsPrivilege(t *testing.T) {
	r := open(t, Options{})
	r.start("A", "B")
	if !r.hasUsers("A") {
		return
	}
	r.want("A", tcp(), 3, 0)
	r.want("A", abi.Call{Name: "setuid", UID: 1000}, 0, 0)
	r.want("A", withAddress("bind", 3, "127.0.0.1:80"), -1, abi.EACCES)
	r.want("A", kill9("B"), -1, abi.EPERM)
	r.want("B", tcp(), 3, 0)
	r.want("B", withAddress("bind", 3, "127.0.0.1:80"), 0, 0)
	r.want("B", listening(3), 0, 0)
	r.want("A", abi.Call{Name: "execve", Path: "/bin/true"}, 0, 0)
	r.blocks("B", onFD("accept", 3))
	r.want("A", withAddress("connect", 3, "127.0.0.1:80"), 0, 0)
	r.blocks("A", receive(3, 9))
}

func TestExecveClosesWhatIsMarked(t *testing.T) {
	r := open(t, Options{})
	r.start("A")
	marked := tcp()
	marked.Type |= abi.SOCK_CLOEXEC
	r.want("A", marked, 3, 0)
	r.want("A", tcp(), 4, 0)
	r.want("A", marked, 5, 0)
	r.want("A", abi.Call{Name: "execve", Path: "/usr/sbin/nginx"}, 0, 0)
	r.want("A", onFD("close", 3), -1, abi.EBADF)
	r.want("A", onFD("close", 5), -1, abi.EBADF)
	r.want("A", onFD("close", 4), 0, 0)
	r.want("A", abi.Call{Name: "execve", Path: "/usr/sbin/nginx"}, 0, 0)
}

// SIGPIPE has no effect, and an error is returned instead.
func TestBrokenPipe(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.want("B", abi.Call{Name: "shutdown", FD: 3, How: abi.SHUT_WR}, 0, 0)
	r.want("B", send(3, "x"), -1, abi.EPIPE)
	r.want("B", send(3, "x"), -1, abi.EPIPE)
}

// Every call of the language can be run on the host.
func TestEveryCall(t *testing.T) {
	for _, row := range abi.Calls {
		if requests[row.Name] == nil && composites[row.Name] == nil {
			t.Errorf("%s: no system call for it; add it to calls_linux.go", row.Name)
		}
	}
}

func TestUnknownNames(t *testing.T) {
	r := open(t, Options{})
	r.start("A")
	for _, c := range []struct {
		proc, want string
		call       abi.Call
	}{
		{"B", "no process B", tcp()},
		{"A", "no process B", kill9("B")},
		{"A", "does not know", abi.Call{Name: "ioctl"}},
	} {
		if _, err := r.Do(t.Context(), c.proc, &c.call); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: got %v, want %q in it", c.proc, c.call.Name, err, c.want)
		}
	}
	if err := r.Start(t.Context(), "A"); err == nil {
		t.Error("A was started twice")
	}
}
