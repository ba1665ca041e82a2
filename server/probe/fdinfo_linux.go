//go:build amd64 || arm64

package probe

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// closeOnExec returns the descriptors of a stopped process that are marked close-on-exec, lowest
// first.
func closeOnExec(pid int) ([]int, error) {
	dir := fmt.Sprintf("/proc/%d/fdinfo", pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot see the descriptors of a process: %w", err)
	}
	var fds []int
	for _, e := range entries {
		flags, err := openFlags(dir + "/" + e.Name())
		if err != nil {
			return nil, err
		}
		if fd, err := strconv.Atoi(e.Name()); err == nil && flags&unix.O_CLOEXEC != 0 {
			fds = append(fds, fd)
		}
	}
	slices.Sort(fds)
	return fds, nil
}

// openFlags reads the line "flags:", in octal, to which the kernel adds O_CLOEXEC (proc_pid_fdinfo(5)).
func openFlags(file string) (uint64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("cannot see the flags of a descriptor: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "flags:"); ok {
			return strconv.ParseUint(strings.TrimSpace(value), 8, 64)
		}
	}
	return 0, fmt.Errorf("%s has no flags", file)
}
