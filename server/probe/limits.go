package probe

import (
	"fmt"
	"time"
)

// Limits bound one run. A zero field is unlimited.
type Limits struct {
	Steps     int           // calls made
	Processes int           // processes alive at once
	Sockets   int           // sockets made, accepted ones included
	Sleep     time.Duration // sum of all sleeps
	Wall      time.Duration // from Open to the end
}

// DefaultLimits suit scenarios that a person sends to a server: the longest timer of a lesson
// (a TIME_WAIT, 60 s) fits in four times.
var DefaultLimits = Limits{
	Steps:     1000,
	Processes: 32,
	Sockets:   1000,
	Sleep:     250 * time.Second,
	Wall:      300 * time.Second,
}

// MaxData is how many bytes one send can pass and one recv can ask for.
const MaxData = 1 << 20

// A LimitError says which limit a run would have passed.
type LimitError struct {
	What string // what is limited: "steps"
	Max  string // the limit, with its unit where it has one: "1000", "4m10s"
}

// Error names the limit, and what to do.
func (e *LimitError) Error() string {
	return fmt.Sprintf("the run on this host ended: its limit is %s %s; shorten the scenario", e.Max, e.What)
}

func countLimit(what string, used, max int) error {
	if max == 0 || used <= max {
		return nil
	}
	return &LimitError{What: what, Max: fmt.Sprint(max)}
}

func timeLimit(what string, used, max time.Duration) error {
	if max == 0 || used <= max {
		return nil
	}
	return &LimitError{What: what, Max: max.String()}
}
