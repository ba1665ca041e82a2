package profile

import "portlab/sim/abi"

// A Rule is one check that a kernel makes, with the words that explain it and its source.
type Rule struct {
	ID string // unique, stable: links and tests name it
	// Pass and Fail say what it means that the check passed or failed, in English and Chinese.
	Pass, Fail Text
	Func       string // the kernel function that makes the check
	File       string // its source file
	Doc        string // a man page, an RFC section; "" where the source is all there is
	Changed    Change // zero where no release that is still in use has another rule
	number     uint8  // see Number
}

// Number returns the place of one of Rules in that list.
func (r *Rule) Number() uint8 { return r.number }

// A Text is a sentence in each language of the lessons.
type Text struct{ EN, ZH string }

// In returns the text in the language "en" or "zh".
func (t Text) In(lang string) string {
	if lang == "zh" {
		return t.ZH
	}
	return t.EN
}

// A Check is one rule as it was applied: to which socket, and whether it passed.
type Check struct {
	Rule   *Rule
	Socket int // the socket that decided it, by kernel id; 0 where none did
	OK     bool
}

// A Verdict is a decision with its reason: the checks in the order in which the kernel makes them.
// Where Errno is set the last check is the one that failed.
type Verdict struct {
	Errno  abi.Errno
	Checks []Check
}

// Failed returns the check that decided a refusal, or nil.
func (v *Verdict) Failed() *Check {
	for i := range v.Checks {
		if !v.Checks[i].OK {
			return &v.Checks[i]
		}
	}
	return nil
}

// Require adds a check, unless an earlier one has failed. Where it fails, errno is the answer.
func (v *Verdict) Require(ok bool, errno abi.Errno, rule *Rule) {
	if v.Errno == 0 {
		v.add(ok, errno, Check{Rule: rule, OK: ok})
	}
}

// RequireOf is Require for a check that a socket decides.
func (v *Verdict) RequireOf(ok bool, errno abi.Errno, rule *Rule, socket int) {
	if v.Errno == 0 {
		v.add(ok, errno, Check{Rule: rule, Socket: socket, OK: ok})
	}
}

func (v *Verdict) add(ok bool, errno abi.Errno, c Check) {
	v.Checks = append(v.Checks, c)
	if !ok {
		v.Errno = errno
	}
}

// Note adds a check that passed.
func (v *Verdict) Note(rule *Rule) { v.Require(true, 0, rule) }

// NoteOf is Note for a check that a socket decides.
func (v *Verdict) NoteOf(rule *Rule, socket int) { v.RequireOf(true, 0, rule, socket) }
