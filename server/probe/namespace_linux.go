//go:build amd64 || arm64

package probe

import (
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// spawn starts the carrier: a process of portlab's own image, traced by this thread, that stops
// before its first instruction. It stays outside the namespaces and makes them.
func (h *Host) spawn() error {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", os.DevNull, err)
	}
	defer null.Close()
	fd := null.Fd()
	pid, err := syscall.ForkExec("/proc/self/exe", []string{"portlab-scenario"}, &syscall.ProcAttr{
		Dir: "/", Files: []uintptr{fd, fd, fd}, Sys: &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL},
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
	uids, gids := fmt.Sprintf("0 %d 1", os.Geteuid()), fmt.Sprintf("0 %d 1", os.Getegid())
	h.oneUser = os.Geteuid() != 0
	if h.oneUser {
		if err := writeMap(pid, "setgroups", "deny"); err != nil {
			return err
		}
	} else {
		var err error
		if uids, err = sameIDs("/proc/self/uid_map"); err != nil {
			return err
		}
		if gids, err = sameIDs("/proc/self/gid_map"); err != nil {
			return err
		}
	}
	if err := writeMap(pid, "uid_map", uids); err != nil {
		return err
	}
	return writeMap(pid, "gid_map", gids)
}

func writeMap(pid int, file, text string) error {
	err := os.WriteFile(fmt.Sprintf("/proc/%d/%s", pid, file), []byte(text), 0)
	if err != nil {
		return fmt.Errorf("cannot map user ids: %w", err)
	}
	return nil
}

// sameIDs maps every id that this process can name to itself. The file's lines are: first id
// here, first id outside, how many (user_namespaces(7)).
func sameIDs(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("cannot see which user ids this process has: %w", err)
	}
	var ids strings.Builder
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) != 3 {
			return "", fmt.Errorf("%s: found %q, expected three numbers", file, line)
		}
		fmt.Fprintln(&ids, f[0], f[0], f[2])
	}
	return ids.String(), nil
}
