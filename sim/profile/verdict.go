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
}

// A Text is a sentence in each language of the lessons.
type Text struct{ EN, ZH string }

// In returns the text in the language "en" or "zh".
func (t Text) In(lang string) string {
	if lang == "zh" {
		return t.ZH
	}
	return t.EN
}

// A Check is one rule as it was applied: to which sockets, and whether it passed.
type Check struct {
	Rule    *Rule
	OK      bool
	Sockets []int // the sockets that decided it, by kernel id; nil where none did
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
func (v *Verdict) Require(ok bool, errno abi.Errno, rule *Rule, sockets ...int) {
	if v.Errno != 0 {
		return
	}
	v.Checks = append(v.Checks, Check{Rule: rule, OK: ok, Sockets: sockets})
	if !ok {
		v.Errno = errno
	}
}

// Note adds a check that passed.
func (v *Verdict) Note(rule *Rule, sockets ...int) { v.Require(true, 0, rule, sockets...) }

// Refuse returns the Verdict of a call that one rule refused.
func Refuse(errno abi.Errno, rule *Rule, sockets ...int) Verdict {
	return Verdict{Errno: errno, Checks: []Check{{Rule: rule, Sockets: sockets}}}
}
