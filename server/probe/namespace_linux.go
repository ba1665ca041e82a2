//go:build amd64 || arm64

package probe

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// spawn starts a process of portlab's own image in new namespaces, to be traced by this thread. It
// stops before its first instruction.
//
// A user namespace comes first, also for root: no process of a scenario then has any power over
// this host. Where there are none, root does without.
func (h *Host) spawn() (int, error) {
	const isolated = syscall.CLONE_NEWNET | syscall.CLONE_NEWPID
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return 0, &UnavailableError{Reason: "cannot open " + os.DevNull, Err: err}
	}
	defer null.Close()
	attr := &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL, Cloneflags: isolated | syscall.CLONE_NEWUSER}
	if err := h.mapUsers(attr); err != nil {
		return 0, err
	}
	pid, err := spawnWith(attr, null)
	if err != nil && os.Geteuid() == 0 {
		h.oneUser = false
		pid, err = spawnWith(&syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL, Cloneflags: isolated}, null)
	}
	if err != nil {
		return 0, &UnavailableError{Reason: "this host gives no private network namespace: " + whyRefused(), Err: err}
	}
	return pid, nil
}

func spawnWith(attr *syscall.SysProcAttr, null *os.File) (int, error) {
	fd := null.Fd()
	return syscall.ForkExec("/proc/self/exe", []string{"portlab-scenario"},
		&syscall.ProcAttr{Dir: "/", Files: []uintptr{fd, fd, fd}, Sys: attr})
}

// mapUsers maps the user and group ids of the new namespace. Root keeps all of its own; an
// ordinary user may map only itself, to 0.
func (h *Host) mapUsers(attr *syscall.SysProcAttr) error {
	if os.Geteuid() != 0 {
		h.oneUser = true
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
		return nil
	}
	var err error
	if attr.UidMappings, err = sameIDs("/proc/self/uid_map"); err != nil {
		return err
	}
	attr.GidMappings, err = sameIDs("/proc/self/gid_map")
	attr.GidMappingsEnableSetgroups = true
	return err
}

// sameIDs maps every id that this process can name to itself. The file's lines are: first id
// here, first id outside, how many (user_namespaces(7)).
func sameIDs(file string) ([]syscall.SysProcIDMap, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, &UnavailableError{Reason: "cannot see which user ids this process has", Err: err}
	}
	var ids []syscall.SysProcIDMap
	for line := range strings.Lines(string(text)) {
		var first, outside, n int
		if _, err := fmt.Sscan(line, &first, &outside, &n); err != nil {
			return nil, &UnavailableError{Reason: "cannot read " + file, Err: err}
		}
		ids = append(ids, syscall.SysProcIDMap{ContainerID: first, HostID: first, Size: n})
	}
	return ids, nil
}

// refusals are settings with which a kernel forbids user namespaces.
var refusals = []struct{ file, value, reason string }{
	{"/proc/sys/user/max_user_namespaces", "0", "user namespaces are disabled (sysctl user.max_user_namespaces=0); allow some"},
	{"/proc/sys/user/max_net_namespaces", "0", "network namespaces are disabled (sysctl user.max_net_namespaces=0); allow some"},
	{"/proc/sys/kernel/unprivileged_userns_clone", "0", "user namespaces are for root only (sysctl kernel.unprivileged_userns_clone=0); run portlab as root, or set it to 1"},
	{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor restricts user namespaces to root (sysctl kernel.apparmor_restrict_unprivileged_userns=1); run portlab as root, or set it to 0"},
	{"/proc/sys/kernel/yama/ptrace_scope", "3", "ptrace is disabled until the next boot (sysctl kernel.yama.ptrace_scope=3)"},
}

// whyRefused names the setting that is the likely reason of a refusal.
func whyRefused() string {
	for _, r := range refusals {
		if v, err := os.ReadFile(r.file); err == nil && strings.TrimSpace(string(v)) == r.value {
			return r.reason
		}
	}
	return "no setting known to portlab forbids it, so it is probably a container's or a sandbox's restriction; " +
		"run portlab outside, or allow clone with new namespaces, ptrace and a writable /proc/sys/net there"
}
