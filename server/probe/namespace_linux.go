//go:build amd64 || arm64

package probe

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// spawn starts the carrier: a process of portlab's own image, traced by this thread, that stops
// before its first instruction. It stays outside the namespaces and makes them. Its process group,
// to which all its descendants belong, tells them from other children of this program.
func (h *Host) spawn() error {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", os.DevNull, err)
	}
	defer null.Close()
	fd := null.Fd()
	pid, err := syscall.ForkExec("/proc/self/exe", []string{"portlab-scenario"}, &syscall.ProcAttr{
		Dir: "/", Files: []uintptr{fd, fd, fd}, Sys: &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL, Setpgid: true},
	})
	if err != nil {
		return fmt.Errorf("cannot start a process to trace: %w", err)
	}
	h.carrier = &process{name: "0", pid: pid}
	return nil
}

// isolate makes the namespaces, with process 1 in them.
//
// A user namespace comes first, also for root: no process of a scenario then has any power over
// this machine. Where there are none, root does without.
func (h *Host) isolate() error {
	const isolated = unix.CLONE_NEWNET | unix.CLONE_NEWPID
	base, err := h.clone(h.carrier, isolated|unix.CLONE_NEWUSER)
	if err == nil {
		h.base = base
		return h.mapUsers(base.pid)
	}
	if os.Geteuid() == 0 {
		h.base, err = h.clone(h.carrier, isolated)
	}
	return err
}

// mapUsers maps the user and group ids of the new namespace. Root keeps all of its own; an
// ordinary user may map only itself, to 0, and may then not have setgroups(2) allowed.
func (h *Host) mapUsers(pid int) error {
	if os.Geteuid() != 0 {
		if err := writeMap(pid, "setgroups", "deny"); err != nil {
			return err
		}
		if err := writeMap(pid, "uid_map", fmt.Sprintf("0 %d 1", os.Geteuid())); err != nil {
			return err
		}
		return writeMap(pid, "gid_map", fmt.Sprintf("0 %d 1", os.Getegid()))
	}
	for _, file := range []string{"uid_map", "gid_map"} {
		own, err := readMap("self", file)
		if err != nil {
			return err
		}
		if err := writeMap(pid, file, sameIDs(own)); err != nil {
			return err
		}
	}
	return nil
}

func writeMap(pid int, file, text string) error {
	err := os.WriteFile(fmt.Sprintf("/proc/%d/%s", pid, file), []byte(text), 0)
	if err != nil {
		return fmt.Errorf("cannot map user ids: %w", err)
	}
	return nil
}

// An idRange is a line of /proc/PID/uid_map (user_namespaces(7)): n ids that begin with first here
// and with outside in the namespace around.
type idRange struct{ first, outside, n uint64 }

func readMap(pid, file string) ([]idRange, error) {
	text, err := os.ReadFile("/proc/" + pid + "/" + file)
	if err != nil {
		return nil, fmt.Errorf("cannot see which user ids there are: %w", err)
	}
	var ranges []idRange
	for line := range strings.Lines(string(text)) {
		var r idRange
		if _, err := fmt.Sscan(line, &r.first, &r.outside, &r.n); err != nil {
			return nil, fmt.Errorf("/proc/%s/%s: found %q, expected three numbers: %w", pid, file, line, err)
		}
		ranges = append(ranges, r)
	}
	return ranges, nil
}

// sameIDs is the map of a namespace inside one with the given map that changes no id.
func sameIDs(around []idRange) string {
	var lines strings.Builder
	for _, r := range around {
		fmt.Fprintln(&lines, r.first, r.first, r.n)
	}
	return lines.String()
}

// hasUser reports whether the namespaces have a user id.
func (h *Host) hasUser(uid int) (bool, error) {
	ranges, err := readMap(strconv.Itoa(h.base.pid), "uid_map")
	for _, r := range ranges {
		if uint64(uid) >= r.first && uint64(uid)-r.first < r.n {
			return true, nil
		}
	}
	return false, err
}
