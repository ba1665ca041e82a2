// Package kernel is a machine that behaves as one host's kernel does towards programs that use
// ports: processes with their descriptors, open file descriptions, TCP and UDP sockets over IPv4
// and IPv6, timers on a virtual clock. What differs between systems is asked of a profile.Profile.
//
// A Kernel is pure: calls go in through Do, time passes only in Do's sleep, and what follows comes
// out as an Outcome and as Segments. It leaves out what no socket call shows: routing beyond the
// host's own addresses, fragmentation, congestion control, delayed acknowledgements. Segments take
// no time and are not lost, unless a rule drops them.
package kernel
