// Package interp runs a scenario on a Machine: the simulated kernel or a real host. What the two
// must do alike is here and nowhere else: which process a name is, what a $port stands for, which
// completion belongs to which line, and whether a claim held.
//
// An Interp goes through the text line by line. It never guesses: a step of a process that is
// blocked or dead, or a $port that nothing has bound yet, ends the run with a *scenario.Error. A
// claim never changes what runs.
//
// A completion is reported right after the step that caused it, while the line that claims it
// stands somewhere below. So the claims are given to their calls before the run (see pairing), and
// a line whose completion has come by then has nothing left to say; one whose completion has not
// gives an Event with Missing set.
package interp
