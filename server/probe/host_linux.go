//go:build amd64 || arm64

package probe

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
	"portlab/sim/interp"
	"portlab/sim/scenario"
)

var errClosed = errors.New("the probe's host is closed")

// A Host is a machine of its own, made of namespaces of the real kernel, on which one scenario
// runs. It belongs to the goroutine that opened it: only that may use it and close it. After an
// error that is not about the arguments a Host is of no more use but to be closed.
type Host struct {
	limits Limits
	onWait func(Wait)
	thread thread
	opened time.Time
	closed bool

	registers registers // what a process's registers are, calls apart
	gadget    uintptr   // where the two instructions are
	carrier   *process  // the parent of base, outside the namespaces
	base      *process  // process 1 of the namespaces; no step of the scenario runs in it
	procs     map[string]*process
	byPID     map[int]*process
	inner     map[string]int            // each process's number in the namespace, dead ones included
	links     map[string]int            // interface indexes
	prefixes  map[string][]netip.Prefix // their addresses, in the order in which they came
	sysctls   map[string]string         // the first values of those that were ever set
	changed   []string                  // those set since the last Reset
	backlog   *procFile                 // /proc/net/softnet_stat

	finished []interp.Resumed // results since the last step, its own included
	used     used
}

// used is what a run has used of its limits.
type used struct {
	steps, sockets int
	sleep          time.Duration
}

// Available returns nil where scenarios can be run on this host, and otherwise why not, as an
// *UnavailableError. It makes a Host to find out.
func Available() error {
	h, err := Open(context.Background(), Options{})
	if err != nil {
		return err
	}
	return h.Close()
}

// Release returns the kernel's release, as uname -r prints it.
func Release() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return unix.ByteSliceToString(u.Release[:])
}

// Open makes a Host: it has loopback and nothing else. The goroutine is bound to its thread until
// it closes the Host. Where this machine does not allow it, the error is an *UnavailableError.
func Open(ctx context.Context, o Options) (*Host, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h := &Host{
		limits: o.Limits, onWait: o.OnWait, opened: time.Now(), thread: lockThread(),
		procs: map[string]*process{}, byPID: map[int]*process{}, inner: map[string]int{}, sysctls: map[string]string{},
		links: map[string]int{"lo": loopback}, prefixes: map[string][]netip.Prefix{"lo": {netip.MustParsePrefix("127.0.0.1/8")}},
	}
	if err := h.boot(); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// Close kills every process of the Host and returns when they are gone, and with them the
// namespaces. Further calls do nothing.
func (h *Host) Close() error {
	if h.closed {
		return nil
	}
	if err := h.thread.check(); err != nil {
		return err
	}
	h.closed = true
	defer h.thread.release()
	return h.end()
}

// Setup changes a sysctl, adds a link or adds an address, in the Host's namespaces only.
func (h *Host) Setup(ctx context.Context, s *scenario.Setup) error {
	if err := h.usable(ctx); err != nil {
		return err
	}
	switch {
	case s.Sysctl != nil:
		return h.setSysctl(s.Sysctl.Name, s.Sysctl.Value)
	case s.Link != nil:
		return h.addLink(s.Link.Name)
	default:
		return h.addAddress(s.Addr.Dev, s.Addr.Prefix)
	}
}

// Sysctls returns the value of each sysctl of the scenario language that this kernel has.
func (h *Host) Sysctls() (map[string]string, error) {
	if err := h.usable(context.Background()); err != nil {
		return nil, err
	}
	values := map[string]string{}
	for _, row := range abi.Sysctls {
		v, err := h.sysctl(row.Name)
		if errors.Is(err, unix.ENOENT) {
			continue
		}
		if err != nil {
			return nil, err
		}
		values[row.Name] = v
	}
	return values, nil
}

// Start makes a fresh process: uid 0 with all capabilities, descriptors 0, 1 and 2 open on
// /dev/null, at most 1024 descriptors, SIGPIPE without effect.
func (h *Host) Start(ctx context.Context, proc string) error {
	if err := h.usable(ctx); err != nil {
		return err
	}
	if h.procs[proc] != nil {
		return fmt.Errorf("process %s exists already", proc)
	}
	if err := h.countProcess(); err != nil {
		return err
	}
	p, err := h.clone(h.base, 0)
	if err != nil {
		return err
	}
	h.enter(p, proc)
	return h.freshen(p)
}

// Do makes a process take one call. It returns when every process of the Host has stopped or
// sleeps in a call.
func (h *Host) Do(ctx context.Context, proc string, call *abi.Call) (interp.Outcome, error) {
	if err := h.usable(ctx); err != nil {
		return interp.Outcome{}, err
	}
	return h.step(ctx, proc, *call)
}

// usable says whether the Host can be used, by this goroutine.
func (h *Host) usable(ctx context.Context) error {
	if h.closed {
		return errClosed
	}
	if err := h.thread.check(); err != nil {
		return err
	}
	return h.interrupted(ctx)
}

// interrupted says whether the run must end now.
func (h *Host) interrupted(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return timeLimit("of wall-clock time", time.Since(h.opened), h.limits.Wall)
}

func (h *Host) countProcess() error {
	return countLimit("processes at once", len(h.procs)+1, h.limits.Processes)
}
