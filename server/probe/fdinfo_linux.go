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

// descriptors returns the open descriptors of a stopped process, lowest first.
func descriptors(pid int) ([]int, error) {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fdinfo", pid))
	if err != nil {
		return nil, fmt.Errorf("cannot see the descriptors of a process: %w", err)
	}
	var fds []int
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			return nil, fmt.Errorf("cannot see the descriptors of a process: %w", err)
		}
		fds = append(fds, fd)
	}
	slices.Sort(fds)
	return fds, nil
}

// closeOnExec returns those that are marked close-on-exec.
func closeOnExec(pid int) ([]int, error) {
	fds, err := descriptors(pid)
	if err != nil {
		return nil, err
	}
	var marked []int
	for _, fd := range fds {
		flags, err := openFlags(fmt.Sprintf("/proc/%d/fdinfo/%d", pid, fd))
		if err != nil {
			return nil, err
		}
		if flags&unix.O_CLOEXEC != 0 {
			marked = append(marked, fd)
		}
	}
	return marked, nil
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
