//go:build amd64 || arm64

package probe

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// childRole, in the environment, makes this test program do something else than test.
const childRole = "PORTLAB_PROBE_TEST"

func TestMain(m *testing.M) {
	switch os.Getenv(childRole) {
	case "hold":
		hold()
	case "without namespaces":
		if err := os.WriteFile("/proc/sys/user/max_net_namespaces", []byte("0"), 0); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// hold opens a Host with a blocked process and a sleeping one, prints the processes' numbers, and
// never ends.
func hold() {
	h, err := Open(context.Background(), Options{OnWait: func(Wait) { fmt.Println("waiting") }})
	if err != nil {
		panic(err)
	}
	fmt.Println(h.carrier.pid)
	fmt.Println(h.base.pid)
	for _, name := range []string{"A", "B"} {
		if err := h.Start(context.Background(), name); err != nil {
			panic(err)
		}
		fmt.Println(h.procs[name].pid)
	}
	for _, c := range []abi.Call{udp(), receive(3, 9)} {
		if _, err := h.Do(context.Background(), "A", &c); err != nil {
			panic(err)
		}
	}
	h.Do(context.Background(), "B", new(sleep(time.Hour)))
}

// A watch sees processes end, also those that are not this program's children.
type watch []unix.PollFd

func watchAll(t *testing.T, pids ...int) watch {
	t.Helper()
	var w watch
	for _, pid := range pids {
		fd, err := unix.PidfdOpen(pid, 0)
		if err != nil {
			t.Fatalf("process %d is not there to be watched: %v", pid, err)
		}
		t.Cleanup(func() { unix.Close(fd) })
		w = append(w, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	}
	return w
}

// gone waits until all have ended.
func (w watch) gone(t *testing.T) {
	t.Helper()
	for i := range w {
		for {
			_, err := unix.Poll(w[i:i+1], -1)
			if err == nil {
				break
			}
			if err != unix.EINTR {
				t.Fatal(err)
			}
		}
	}
}

func (h *Host) pids() []int {
	pids := []int{h.carrier.pid, h.base.pid}
	for pid := range h.byPID {
		pids = append(pids, pid)
	}
	return pids
}

// When the server gets SIGKILL every process of a run ends, and so do the namespaces.
func TestServerKilled(t *testing.T) {
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), childRole+"=hold")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pids []int
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "waiting" {
		var pid int
		if _, err := fmt.Sscan(lines.Text(), &pid); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	if len(pids) != 4 {
		t.Fatalf("the program printed %v, want four processes", pids)
	}
	w := watchAll(t, pids...)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	w.gone(t)
	if err := cmd.Wait(); err == nil {
		t.Error("the program ended without a signal")
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	var before, after unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		t.Fatal(err)
	}
	files := openFiles(t)
	r := open(t, Options{})
	r.connected()
	r.blocks("B", receive(3, 9))
	r.want("A", abi.Call{Name: "fork", Child: "C"}, 0, 0)
	pids := r.pids()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for _, pid := range pids {
		if err := unix.Kill(pid, 0); err != unix.ESRCH {
			t.Errorf("process %d is still there (%v)", pid, err)
		}
	}
	if err := unix.SchedGetaffinity(0, &after); err != nil || after != before {
		t.Errorf("the thread's CPUs: %v, were %v (%v)", after, before, err)
	}
	if n := openFiles(t); n != files {
		t.Errorf("%d files are open, there were %d", n, files)
	}
	if err := r.Start(t.Context(), "D"); !errors.Is(err, errClosed) {
		t.Errorf("Start after Close: %v", err)
	}
}

func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// A host's namespaces are its own: none is this program's, and processes see only their own kind.
func TestNamespaces(t *testing.T) {
	r := open(t, Options{})
	r.start("A")
	for _, ns := range []string{"net", "pid_for_children"} {
		inside, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/%s", r.procs["A"].pid, ns))
		if err != nil {
			t.Fatal(err)
		}
		if outside, err := os.Readlink("/proc/self/ns/" + ns); err != nil || outside == inside {
			t.Errorf("%s is shared: %s (%v)", ns, outside, err)
		}
	}
}

func TestOtherGoroutine(t *testing.T) {
	r := open(t, Options{})
	got := make(chan error)
	go func() { got <- r.Start(context.Background(), "A") }()
	if err := <-got; !errors.Is(err, errThread) {
		t.Errorf("got %v", err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := open(t, Options{OnWait: func(Wait) { cancel() }})
	r.start("A", "B")
	r.want("A", udp(), 3, 0)
	r.blocks("A", receive(3, 9))
	if _, err := r.Do(ctx, "B", new(sleep(time.Hour))); !errors.Is(err, context.Canceled) {
		t.Errorf("sleep: %v", err)
	}
	if _, err := r.Do(ctx, "B", new(udp())); !errors.Is(err, context.Canceled) {
		t.Errorf("the next step: %v", err)
	}
	if err := r.Setup(ctx, sysctlIs("net.ipv4.tcp_tw_reuse", "1")); !errors.Is(err, context.Canceled) {
		t.Errorf("setup: %v", err)
	}
	if _, err := Open(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v", err)
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		limits Limits
		calls  []abi.Call // by A
		want   string
	}{
		{Limits{Steps: 2}, []abi.Call{tcp(), tcp(), tcp()}, "its limit is 2 steps"},
		{Limits{Processes: 2}, []abi.Call{{Name: "fork", Child: "B"}, {Name: "fork", Child: "C"}}, "its limit is 2 processes at once"},
		{Limits{Sockets: 1}, []abi.Call{tcp(), tcp()}, "its limit is 1 sockets"},
		{Limits{Sleep: 2 * time.Millisecond}, []abi.Call{sleep(time.Millisecond), sleep(time.Hour)}, "its limit is 2ms of sleep"},
		{Limits{Wall: time.Second}, []abi.Call{sleep(time.Hour)}, "its limit is 1s of wall-clock time"},
		{Limits{}, []abi.Call{send(1, strings.Repeat("x", MaxData+1))}, "its limit is 1048576 bytes"},
		{Limits{}, []abi.Call{receive(1, MaxData+1)}, "its limit is 1048576 bytes"},
	} {
		t.Run(c.want, func(t *testing.T) {
			r := open(t, Options{Limits: c.limits})
			r.start("A")
			var err error
			for _, call := range c.calls {
				if err != nil {
					t.Fatalf("the limit came early: %v", err)
				}
				_, err = r.Do(t.Context(), "A", &call)
			}
			var limit *LimitError
			if !errors.As(err, &limit) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A dead process makes room for another.
func TestProcessLimitCountsTheLiving(t *testing.T) {
	r := open(t, Options{Limits: Limits{Processes: 1}})
	r.start("A")
	r.do("A", abi.Call{Name: "exit"})
	r.start("B")
}

func TestSleepReports(t *testing.T) {
	var waits []Wait
	r := open(t, Options{OnWait: func(w Wait) { waits = append(waits, w) }})
	r.start("A")
	const total = 1500 * time.Millisecond
	out := r.want("A", sleep(total), 0, 0)
	next := r.want("A", tcp(), 3, 0)
	if passed := next.Time - out.Time; passed < total {
		t.Errorf("%v passed", passed)
	}
	if len(waits) != 2 || waits[1] != (Wait{"A", total, total}) || waits[0].Elapsed < time.Second {
		t.Errorf("reports: %v", waits)
	}
}

// A connection that the full accept queue dropped is made when the client repeats its SYN.
func TestCompletionsDuringSleep(t *testing.T) {
	r := open(t, Options{})
	r.start("A", "B", "C", "D")
	r.want("A", tcp(), 3, 0)
	r.want("A", withAddress("bind", 3, "127.0.0.1:8080"), 0, 0)
	r.want("A", abi.Call{Name: "listen", FD: 3, Backlog: 0}, 0, 0)
	r.want("B", tcp(), 3, 0)
	r.want("B", withAddress("connect", 3, "127.0.0.1:8080"), 0, 0)
	r.want("C", tcp(), 3, 0)
	r.blocks("C", withAddress("connect", 3, "127.0.0.1:8080"))
	r.want("A", onFD("accept", 3), 4, 0)
	out := r.want("D", sleep(2*time.Second), 0, 0)
	names, results := resumed(out)
	if len(names) != 1 || names[0] != "C" || results[0].Errno != 0 {
		t.Fatalf("resumed %v %+v", names, results)
	}
	if at := out.Resumed[0].Time - out.Time; at < 500*time.Millisecond || at > 2*time.Second {
		t.Errorf("it came after %v", at)
	}
}

// The mechanism needs no privilege: the same tests as an ordinary user, where root runs these.
func TestOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		return
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^(TestRestart|TestAccept.*|TestKill.*|TestSetuid.*|TestExecve.*|TestLinks|TestSysctls|TestCloseLeavesNothing)$")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// A machine that forbids namespaces is told apart, and the message names the setting.
func TestUnavailable(t *testing.T) {
	cmd := exec.Command("/proc/self/exe", "-test.run=^TestRestart$")
	cmd.Env = append(os.Environ(), childRole+"=without namespaces")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "user.max_net_namespaces=0") {
		t.Errorf("%v\n%s", err, out)
	}
}

// A reset Host has nothing of the scenario before: no process, no port, no sysctl, no descriptor.
func TestReset(t *testing.T) {
	r := open(t, Options{})
	r.start("A", "B")
	port := "net.ipv4.ip_unprivileged_port_start"
	for _, value := range []string{"80", "0"} {
		if err := r.Setup(t.Context(), sysctlIs(port, value)); err != nil {
			t.Fatal(err)
		}
	}
	r.want("A", tcp(), 3, 0)
	r.want("A", withAddress("bind", 3, "0.0.0.0:8080"), 0, 0)
	r.want("A", listening(3), 0, 0)
	r.want("B", tcp(), 3, 0)
	r.want("B", withAddress("connect", 3, "127.0.0.1:8080"), 0, 0)
	r.blocks("B", receive(3, 1))
	if clean, err := r.Reset(t.Context()); !clean || err != nil {
		t.Fatalf("Reset: %t %v", clean, err)
	}
	if values, err := r.Sysctls(); err != nil || values[port] != "1024" {
		t.Errorf("%s is %s (%v)", port, values[port], err)
	}
	r.start("A")
	r.want("A", tcp(), 3, 0)
	r.want("A", withAddress("bind", 3, "127.0.0.1:8080"), 0, 0)
}

// What is in TIME_WAIT cannot be reset.
func TestResetTimeWait(t *testing.T) {
	r := open(t, Options{})
	r.start("A", "B")
	r.want("A", tcp(), 3, 0)
	r.want("A", withAddress("bind", 3, "127.0.0.1:8080"), 0, 0)
	r.want("A", listening(3), 0, 0)
	r.want("B", tcp(), 3, 0)
	r.want("B", withAddress("connect", 3, "127.0.0.1:8080"), 0, 0)
	r.want("A", onFD("accept", 3), 4, 0)
	r.want("A", onFD("close", 4), 0, 0)
	r.want("B", onFD("close", 3), 0, 0)
	if clean, err := r.Reset(t.Context()); clean || err != nil {
		t.Errorf("Reset: %t %v", clean, err)
	}
}
