// Package trace is what happened when a scenario ran: Events, whether they agree with what was
// claimed, and how they are written: as strace, as JSON, and sockets as ss.
package trace
