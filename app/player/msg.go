package player

import (
	"slices"
	"time"
)

// A Msg is something that happened: to a control, to the clock, to the host.
type Msg any

// Messages.
type (
	Go            struct{ Step int } // to a step, 0 being before the first
	Step          struct{ By int }   // so many steps on; negative: back
	ToFailure     struct{ By int }   // 1: to the next failure, -1: to the one before
	TogglePlay    struct{}
	Tick          struct{ Run int } // the time of a PlayAfter has come
	CycleSpeed    struct{}
	PickTab       struct{ Tab Tab }
	TogglePredict struct{}
	ToggleHelp    struct{}
	Select        struct{ Socket int } // lights a socket; again: puts it out
	Scrolled      struct {             // a box of the player shows another part of what is in it
		Box Box
		Window
	}
	SortBy      struct{ Column Column } // a press on a column's head
	RowKey      struct{ Key string }    // moves the focus in the socket table
	Point       struct{ Row int }       // the pointer, or the focus, is on a row of the timeline; -1: on none
	Placed      struct{}                // the player has come to its place in the page
	ToggleStack struct{}                // the sockets that have no place of their own
	Reply       struct{ Label string }
	ShowMe      struct{}
	Edit        struct{ Text string } // the text as it is being typed
	Settle      struct{ Edit int }    // the time of a SettleAfter has come
	Load        struct {              // another scenario is opened
		Name, Title, Text string
		Start             Start
	}
	RemediesCame struct {
		Play, Step int    // those of the FindRemedies
		JSON       string // a Remedies; what is none says that the page cannot search
	}
	Apply     struct{ Remedy int } // of those that are shown, from 0
	Undo      struct{ All bool }   // takes back the last remedy, or all
	HostKnown struct {
		Probe           bool
		Reason, Release string // Reason "" with Probe false: there is no server
	}
	RunHost    struct{}
	CancelHost struct{}
	HostCame   struct { // a piece of a run's stream
		Run    int
		Events []HostEvent
	}
	HostClosed struct { // the stream of a run ended; Reason says why where it broke off
		Run    int
		Reason string
	}
)

// A Cmd is something that Update asks the page to do.
type Cmd any

// Commands.
type (
	PlayAfter struct { // send Tick{Run} when After has passed
		Run   int
		After time.Duration
	}
	SettleAfter struct { // send Settle{Edit} when After has passed
		Edit  int
		After time.Duration
	}
	SetEditor struct{ Text string } // put a text into the editor
	Reveal    struct{}              // scroll what the cursor is at into view, inside the player
	AskHost   struct{}              // answer with HostKnown
	StartRun  struct {              // send HostCame and HostClosed with this Run
		Run  int
		Text string
	}
	StopRun      struct{ Run int }
	FindRemedies struct { // send RemediesCame with this Play and Step
		Text       string
		Line       int // of the call
		Lang       Lang
		Play, Step int
	}
	TopOfTab struct{} // show the chosen tab from its beginning
	ScrollTo struct { // scroll a box
		Box       Box
		Left, Top int
	}
	RevealLit        struct{} // scroll the stage to the socket that was selected
	FocusStack       struct{} // the stack has opened
	FocusStackButton struct{} // the stack has closed
	FocusRow         struct{} // the row of the socket table that the tab key leads to
	RevealHost       struct{} // scroll to the result that came last
	FocusChoice      struct{} // the cursor cannot go on without an answer
	FocusAnswer      struct{} // what had the focus is gone: put it on what the answer was
	FocusUndo        struct{} // what had the focus is gone: put it on what undoes it
	FocusHelp        struct{} // the help has opened
	FocusHelpButton  struct{} // the help has closed
)

// A Box is a part of the player that scrolls.
type Box string

// The boxes whose content depends on what is in sight.
const (
	BoxView   Box = "view" // the chosen tab
	BoxScript Box = "script"
	BoxStack  Box = "stack" // the sockets of the stage's stack
)

// NextTab returns the tab that a key of a tab list leads to.
func NextTab(from Tab, key string) (Tab, bool) {
	i := slices.Index(Tabs, from)
	switch key {
	case "ArrowRight":
		i++
	case "ArrowLeft":
		i += len(Tabs) - 1
	case "Home":
		i = 0
	case "End":
		i = len(Tabs) - 1
	default:
		return from, false
	}
	return Tabs[i%len(Tabs)], true
}

// KeyMsg returns what a key does while the focus is in the player and not in a field.
func KeyMsg(key string, shift bool) (Msg, bool) {
	switch {
	case key == "ArrowRight" && shift:
		return ToFailure{1}, true
	case key == "ArrowLeft" && shift:
		return ToFailure{-1}, true
	case key == "ArrowRight":
		return Step{1}, true
	case key == "ArrowLeft":
		return Step{-1}, true
	case key == "Home":
		return Go{0}, true
	case key == "End":
		return Go{lastStep}, true
	case key == " ":
		return TogglePlay{}, true
	case key == "p" || key == "P":
		return TogglePredict{}, true
	case key == "w" || key == "W":
		return PickTab{TabWhy}, true
	case key == "t" || key == "T":
		return PickTab{TabSockets}, true
	case key == "u" || key == "U":
		return Undo{}, true
	case key == "?":
		return ToggleHelp{}, true
	}
	return nil, false
}
