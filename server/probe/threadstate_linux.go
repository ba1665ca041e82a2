//go:build amd64 || arm64

package probe

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
)

// asleep reports whether a process that is in a call sleeps there and is off its CPU. A sleep that
// a signal could end (state S) waits for an event of unknown time; for locks and the like the
// kernel waits in state D, which passes.
func asleep(pid int) (bool, error) {
	dir := "/proc/" + strconv.Itoa(pid)
	stat, err := os.ReadFile(dir + "/stat")
	if err != nil {
		return false, fmt.Errorf("cannot see the state of a process: %w", err)
	}
	if state(stat) != 'S' {
		return false, nil
	}
	call, err := os.ReadFile(dir + "/syscall")
	if err != nil {
		return false, fmt.Errorf("cannot see which call a process is in: %w", err)
	}
	return !bytes.HasPrefix(call, []byte("running")), nil
}

// state returns the third field of /proc/PID/stat. The second, in parentheses, may hold anything.
func state(stat []byte) byte {
	i := bytes.LastIndexByte(stat, ')')
	if i < 0 || i+2 >= len(stat) {
		return 0
	}
	return stat[i+2]
}

// softnetBacklog is the column of /proc/net/softnet_stat, counted from 0, that holds how many
// packets wait for the line's CPU (net/core/net-procfs.c, softnet_seq_show).
const softnetBacklog = 11

// backlogSize is room for the lines of 400 CPUs.
const backlogSize = 64 << 10

// noBacklog reports whether no packet waits to be received on any CPU. What is sent over loopback
// is received before the sending call returns, unless the CPU was busy with that for long.
func (h *Host) noBacklog() (bool, error) {
	n, err := h.backlog.ReadAt(h.backlogText, 0)
	if err != nil && err != io.EOF {
		return false, fmt.Errorf("cannot see whether packets wait: %w", err)
	}
	for line := range bytes.Lines(h.backlogText[:n]) {
		fields := bytes.Fields(line)
		if len(fields) > softnetBacklog && !bytes.Equal(fields[softnetBacklog], []byte("00000000")) {
			return false, nil
		}
	}
	return true, nil
}
