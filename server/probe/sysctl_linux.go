//go:build amd64 || arm64

package probe

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// The files of /proc/sys/net are those of the namespace of the process that opens them, so the
// namespace's first process does.

// sysctlFile opens a sysctl's file in the namespace's first process.
func (h *Host) sysctlFile(name string, flags uintptr) (fd uintptr, err error) {
	path := "/proc/sys/" + strings.ReplaceAll(name, ".", "/") + "\x00"
	m := h.base.memory
	if err := m.write(atData, []byte(path)); err != nil {
		return 0, err
	}
	atCWD := unix.AT_FDCWD
	n, err := h.call(h.base, unix.SYS_OPENAT, uintptr(atCWD), m.base+atData, flags)
	return uintptr(n), err
}

func (h *Host) closeBase(fd uintptr) { _, _ = h.call(h.base, unix.SYS_CLOSE, fd) }

// sysctl reads a value; fields are separated by one space.
func (h *Host) sysctl(name string) (string, error) {
	fd, err := h.sysctlFile(name, unix.O_RDONLY)
	if err != nil {
		return "", fmt.Errorf("cannot read sysctl %s: %w", name, err)
	}
	defer h.closeBase(fd)
	m := h.base.memory
	n, err := h.call(h.base, unix.SYS_READ, fd, m.base+atData, MaxData)
	if err != nil {
		return "", fmt.Errorf("cannot read sysctl %s: %w", name, err)
	}
	value, err := m.read(atData, n)
	return strings.Join(strings.Fields(string(value)), " "), err
}

// setSysctl sets a value, and keeps the first one for restoreSysctls.
func (h *Host) setSysctl(name, value string) error {
	if _, known := h.sysctls[name]; !known {
		first, err := h.sysctl(name)
		if err != nil && !errors.Is(err, unix.ENOENT) {
			return err
		}
		h.sysctls[name] = first
	}
	h.changed = append(h.changed, name)
	return h.writeSysctl(name, value)
}

// restoreSysctls gives back their first values to those that were set, the last one first, as some
// bound others.
func (h *Host) restoreSysctls() error {
	for _, name := range slices.Backward(h.changed) {
		if err := h.writeSysctl(name, h.sysctls[name]); err != nil {
			return err
		}
	}
	h.changed = nil
	return nil
}

func (h *Host) writeSysctl(name, value string) error {
	fd, err := h.sysctlFile(name, unix.O_WRONLY)
	if errors.Is(err, unix.ENOENT) {
		return fmt.Errorf("this kernel, Linux %s, has no sysctl %s", Release(), name)
	}
	if err != nil {
		return fmt.Errorf("cannot set sysctl %s: %w", name, err)
	}
	defer h.closeBase(fd)
	m := h.base.memory
	if err := m.write(atData, []byte(value+"\n")); err != nil {
		return err
	}
	if _, err := h.call(h.base, unix.SYS_WRITE, fd, m.base+atData, uintptr(len(value)+1)); err != nil {
		return fmt.Errorf("the kernel refuses sysctl %s=%s: %w", name, value, err)
	}
	return nil
}
