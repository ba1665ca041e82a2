// Package trace is what happened when a scenario ran: Events, whether they agree with what was
// claimed and with those of another run, and how they are written: as strace, as JSON, and sockets
// as ss.
//
// It knows nothing of the machine that ran the scenario; an Event of the simulator and one of a
// real host differ in Why and Time only. Left out of what is written are strace's time stamps and
// ss's timers.
package trace
