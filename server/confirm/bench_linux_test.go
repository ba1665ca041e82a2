package confirm

import (
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
)

// inOwnNetwork runs f on a thread that is in a fresh network namespace with loopback up.
func inOwnNetwork(b *testing.B, f func()) {
	b.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := unix.Unshare(unix.CLONE_NEWNET)
		if err == nil {
			err = loopbackUp()
		}
		if err == nil {
			f()
		}
		done <- err
	}()
	if err := <-done; err != nil {
		b.Fatal(err)
	}
}

func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	req, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	req.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, req)
}

var loopback = &unix.SockaddrInet4{Port: 8080, Addr: [4]byte{127, 0, 0, 1}}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// The benchmarks come in pairs: what the kernel does and what the simulator does in the same time,
// its history kept. One operation is one round of the calls named.

// socket, bind, close
func BenchmarkKernelBind(b *testing.B) {
	inOwnNetwork(b, func() {
		b.ResetTimer()
		for range b.N {
			fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
			must(err)
			must(unix.Bind(fd, loopback))
			must(unix.Close(fd))
		}
	})
}

// text repeats a scenario's steps, so that one run of it makes many.
func text(before, each string, times int) *scenario.Scenario {
	s, err := scenario.Parse("bench", before+strings.Repeat(each, times))
	must(err)
	return s
}

// rounds is how many one run of the simulator makes.
const rounds = 1000

func BenchmarkSimBind(b *testing.B) {
	s := text("", "A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:8080)\nA close(3)\n", rounds)
	repeat(b, s)
}

// socket, connect, accept, setsockopt, close, close
func BenchmarkKernelConnect(b *testing.B) {
	inOwnNetwork(b, func() {
		l, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		must(err)
		must(unix.Bind(l, loopback))
		must(unix.Listen(l, 128))
		b.ResetTimer()
		for range b.N {
			c, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
			must(err)
			must(unix.Connect(c, loopback))
			a, _, err := unix.Accept(l)
			must(err)
			must(unix.SetsockoptLinger(c, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1}))
			must(unix.Close(c))
			must(unix.Close(a))
		}
	})
}

func BenchmarkSimConnect(b *testing.B) {
	s := text("A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:8080)\nA listen(3, 128)\n",
		"A socket(AF_INET, SOCK_STREAM, 0)\nA connect(4, 127.0.0.1:8080)\nA accept(3)\n"+
			"A setsockopt(4, SOL_SOCKET, SO_LINGER, {1, 0})\nA close(4)\nA close(5)\n", rounds)
	repeat(b, s)
}

// repeat runs the scenario, of that many rounds, until b.N are made.
func repeat(b *testing.B, s *scenario.Scenario) {
	b.ResetTimer()
	for range (b.N + rounds - 1) / rounds {
		run.New(s, profile.Linux)
	}
}
