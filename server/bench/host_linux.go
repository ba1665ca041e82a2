package main

import (
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// cpu returns the processor time that f takes, of all threads.
func cpu(f func()) time.Duration {
	before := cpuTime()
	f()
	return cpuTime() - before
}

func cpuTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		panic(err) // every Linux has this clock
	}
	return time.Duration(t.Nano())
}

func median[T int | float64 | time.Duration](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}

// inOwnNetwork runs f on a thread that is in a fresh network namespace with loopback up.
func inOwnNetwork(f func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := unix.Unshare(unix.CLONE_NEWNET)
		if err == nil {
			err = loopbackUp()
		}
		if err == nil {
			err = f()
		}
		done <- err
	}()
	return <-done
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

var server = &unix.SockaddrInet4{Port: 8080, Addr: [4]byte{127, 0, 0, 1}}

// hostListener returns a socket that listens at server.
func hostListener() (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		err = unix.Bind(fd, server)
	}
	if err == nil {
		err = unix.Listen(fd, 128)
	}
	return fd, err
}

// hostBind makes a socket, binds it and closes it.
func hostBind() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Bind(fd, server); err != nil {
		return err
	}
	return unix.Close(fd)
}

// hostConnect makes a connection to a listener and closes both ends: the client's first, with a reset
// or without.
func hostConnect(listener int, reset bool) error {
	c, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Connect(c, server); err != nil {
		unix.Close(c)
		return err
	}
	a, _, err := unix.Accept(listener)
	if err == nil && reset {
		err = unix.SetsockoptLinger(c, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	}
	if err == nil {
		err = unix.Close(c)
	}
	if err == nil {
		err = unix.Close(a)
	}
	return err
}
