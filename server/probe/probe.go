package probe

import "time"

// Options say how a Host is made.
type Options struct {
	Limits Limits
	// OnWait, where set, is called about once a second while a sleep goes on, and at its end, by
	// the goroutine that called Do.
	OnWait func(Wait)
}

// A Wait is how far a sleep has come.
type Wait struct {
	Proc    string
	Total   time.Duration // what the scenario asked for
	Elapsed time.Duration // at most Total
}

// An UnavailableError says why this host cannot run scenarios.
type UnavailableError struct {
	Reason string // what is missing, and what to do
	Err    error  // the system's own answer; nil where there is none
}

// Error returns the reason with the system's answer.
func (e *UnavailableError) Error() string {
	if e.Err == nil {
		return e.Reason
	}
	return e.Reason + " (" + e.Err.Error() + ")"
}

// Unwrap returns the system's answer.
func (e *UnavailableError) Unwrap() error { return e.Err }
