//go:build amd64 || arm64

package probe

import (
	"bytes"
	"fmt"
	"strconv"
)

// asleep reports whether a process that is in a call sleeps there and is off its CPU. A sleep that
// a signal could end (state S) waits for an event of unknown time; for locks and the like the
// kernel waits in state D, which passes.
func (p *process) asleep() (bool, error) {
	if err := p.openSleepFiles(); err != nil {
		return false, err
	}
	stat, err := p.stat.read()
	if err != nil {
		return false, fmt.Errorf("cannot see the state of a process: %w", err)
	}
	if state(stat) != 'S' {
		return false, nil
	}
	call, err := p.syscall.read()
	if err != nil {
		return false, fmt.Errorf("cannot see which call a process is in: %w", err)
	}
	return !bytes.HasPrefix(call, []byte("running")), nil
}

// sleepSize is room for the parts of /proc/PID/stat and /proc/PID/syscall that asleep reads.
const sleepSize = 512

func (p *process) openSleepFiles() (err error) {
	if p.stat == nil {
		p.stat, err = openProc("/proc/"+strconv.Itoa(p.pid)+"/stat", sleepSize)
	}
	if p.syscall == nil && err == nil {
		p.syscall, err = openProc("/proc/"+strconv.Itoa(p.pid)+"/syscall", sleepSize)
	}
	return err
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
	text, err := h.backlog.read()
	if err != nil {
		return false, fmt.Errorf("cannot see whether packets wait: %w", err)
	}
	for line := range bytes.Lines(text) {
		fields := bytes.Fields(line)
		if len(fields) > softnetBacklog && !bytes.Equal(fields[softnetBacklog], []byte("00000000")) {
			return false, nil
		}
	}
	return true, nil
}
