// Package probe runs scenarios on the real host: it is an interp.Machine whose answers are the
// Linux kernel's. It decides nothing and knows no rule; package sim/kernel is what it is compared
// with, and is never imported.
//
// # A machine of its own
//
// Every Host is a new user, process and network namespace, so each port, address and sysctl in it
// is free and nothing of the machine around it is touched. The namespaces end with their
// processes. Loopback is up; its routes carry the "quickack" metric, because in the scenario
// language the network takes no time and an acknowledgement delayed by 40 ms would show states
// that the language says are not seen.
//
// # Processes without a program
//
// A scenario's process must have true descriptor numbers, a true fork and true blocking calls.
// A Go program offers none of these: its runtime owns descriptors and threads. So a process here
// is portlab's own image, started under ptrace(2) and stopped before its first instruction. Two
// instructions are written at that place, a system call and a breakpoint, and from then on the
// tracer makes each call of the scenario by setting the registers and letting the process run
// through those two. Nothing else is ever executed in it. Whatever else the host needs done
// inside the namespace (links, addresses, sysctls) is done the same way, by the first process,
// which is the namespace's process 1.
//
// # When has a call blocked?
//
// No time-out decides it. The thread that traces and all processes of its Host share one CPU:
// when the tracer yields the process runs until it meets the breakpoint or sleeps. A call has
// blocked when /proc/PID/stat says that the process sleeps, and /proc/PID/syscall says that it is
// off its CPU inside that call. One call can wake others; Do returns once two looks in a row find
// every process stopped or asleep and no packet waiting for a CPU (/proc/net/softnet_stat).
//
// # Nothing stays behind
//
// Killing process 1 of the namespaces kills all of them; Close does it, and waits until they are
// gone. When portlab itself ends without Close, also by SIGKILL, the kernel kills them
// (PTRACE_O_EXITKILL, and PR_SET_PDEATHSIG until that is set).
//
// # What differs from a scenario run by hand
//
// execve closes the descriptors marked close-on-exec and runs nothing. A link is a bridge without
// ports, with ARP off: it answers as a dummy does, and loading its kernel module, unlike dummy's,
// adds no interface to the host. An ordinary user can map only one user id, so setuid to another
// is refused with an error there.
package probe
