//go:build amd64 || arm64

package probe

import (
	"os"
	"strings"
)

// refusals are settings with which a kernel forbids what the probe needs.
var refusals = []struct{ file, value, reason string }{
	{"/proc/sys/user/max_user_namespaces", "0", "user namespaces are disabled (sysctl user.max_user_namespaces=0); allow some, or run portlab as root"},
	{"/proc/sys/user/max_net_namespaces", "0", "network namespaces are disabled (sysctl user.max_net_namespaces=0); allow some"},
	{"/proc/sys/user/max_pid_namespaces", "0", "process namespaces are disabled (sysctl user.max_pid_namespaces=0); allow some"},
	{"/proc/sys/kernel/unprivileged_userns_clone", "0", "user namespaces are for root only (sysctl kernel.unprivileged_userns_clone=0); run portlab as root, or set it to 1"},
	{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor keeps user namespaces for root (sysctl kernel.apparmor_restrict_unprivileged_userns=1); run portlab as root, or set it to 0"},
	{"/proc/sys/kernel/yama/ptrace_scope", "2", "ptrace is for root only (sysctl kernel.yama.ptrace_scope=2); run portlab as root, or set it to 1"},
	{"/proc/sys/kernel/yama/ptrace_scope", "3", "ptrace is disabled until the next boot (sysctl kernel.yama.ptrace_scope=3)"},
}

// whyRefused names the setting that is the likely reason of a refusal.
func whyRefused() string {
	for _, r := range refusals {
		if v, err := os.ReadFile(r.file); err == nil && strings.TrimSpace(string(v)) == r.value {
			return r.reason
		}
	}
	return "no setting that portlab knows forbids it, so it is probably the restriction of a container or sandbox; " +
		"run portlab outside, or allow there clone(2) with new namespaces, ptrace(2), and writing to /proc/sys/net"
}
