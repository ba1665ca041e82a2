//go:build amd64 || arm64

package probe

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// Reset ends the scenario's processes and makes the Host what it was when it was opened, which costs less
// than opening another. It reports whether it could: interfaces stay, and connections that outlive
// their processes, as in TIME_WAIT, do too. A Host that could not is still to be closed.
func (h *Host) Reset(ctx context.Context) (bool, error) {
	if err := h.usable(ctx); err != nil {
		return false, err
	}
	// What closes now leaves no TIME_WAIT.
	if err := h.setSysctl("net.ipv4.tcp_max_tw_buckets", "0"); err != nil {
		return false, err
	}
	if err := h.endProcesses(ctx); err != nil {
		return false, err
	}
	if err := h.restoreSysctls(); err != nil {
		return false, err
	}
	h.opened, h.finished, h.used = time.Now(), nil, used{}
	clear(h.inner)
	return h.noSockets()
}

// endProcesses kills the scenario's processes and returns when they are gone.
func (h *Host) endProcesses(ctx context.Context) error {
	for pid, p := range h.byPID {
		p.dying = true
		if err := unix.Kill(pid, unix.SIGKILL); err != nil {
			return fmt.Errorf("cannot end process %s: %w", p.name, err)
		}
	}
	for looks := 0; len(h.byPID) > 0; looks++ {
		if err := h.interrupted(ctx); err != nil {
			return err
		}
		if _, err := h.collect(); err != nil {
			return err
		}
		giveWay(looks)
	}
	return nil
}

// noSockets reports whether the network namespace has no TCP socket left, dead ones and those in
// TIME_WAIT included. Those of UDP end with their processes.
func (h *Host) noSockets() (bool, error) {
	for _, file := range []string{"sockstat", "sockstat6"} {
		text, err := os.ReadFile("/proc/" + strconv.Itoa(h.base.pid) + "/net/" + file)
		if err != nil {
			return false, fmt.Errorf("cannot see whether sockets are left: %w", err)
		}
		for line := range bytes.Lines(text) {
			if socketsIn(bytes.Fields(line)) {
				return false, nil
			}
		}
	}
	return true, nil
}

// socketsIn reads a line such as "TCP: inuse 1 orphan 0 tw 1 alloc 2 mem 0" (net/ipv4/proc.c,
// sockstat_seq_show); orphan, alloc and mem count those of other namespaces too.
func socketsIn(fields [][]byte) bool {
	if len(fields) == 0 || !bytes.HasPrefix(fields[0], []byte("TCP")) {
		return false
	}
	for i := 1; i+1 < len(fields); i += 2 {
		switch string(fields[i]) {
		case "inuse", "tw":
			if string(fields[i+1]) != "0" {
				return true
			}
		}
	}
	return false
}
