package player

import (
	"strings"

	"portlab/sim/abi"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/run"
)

// A Why is the reason for one step's result.
type Why struct {
	Failed   bool
	Title    string // "EADDRINUSE"
	Text     string // "Address already in use"
	Blockers []Blocker
	Checks   []CheckRow
	Call     string // what the call is for
	CallDoc  Citation
	Note     string // why there is no reason to give; "" where there is one
}

// A Blocker is a socket that stood in the call's way.
type Blocker struct {
	ID   int
	Kind StateKind
	Text string // "socket 4: TIME-WAIT 60 s, 127.0.0.1:8080, no fd"
}

// A CheckRow is one rule as the kernel applied it.
type CheckRow struct {
	OK     bool
	Text   string
	Before string   // what earlier releases do; "" where they do not differ
	Func   Citation // the kernel function
	File   string
	Doc    Citation
}

// A Citation is a source, with its address where it is a public document.
type Citation struct{ Text, URL string }

// cite returns the citation of a manual page, such as "bind(2)", or of an RFC: the first of several.
func cite(doc string) Citation {
	doc, _, _ = strings.Cut(doc, ",")
	c := Citation{Text: doc}
	name, section, ok := manPage(doc)
	if ok {
		c.URL = "https://man7.org/linux/man-pages/man" + section + "/" + name + "." + section + ".html"
	} else if n := rfcNumber(doc); n != "" {
		c.URL = "https://www.rfc-editor.org/rfc/rfc" + n
	}
	return c
}

// kernelSource returns the citation of a rule's function of the kernel, in the release that the rules are
// of; of its file where there are several.
func kernelSource(r *profile.Rule) Citation {
	place := "/C/ident/" + r.Func
	if strings.Contains(r.Func, ",") {
		place = "/source/" + r.File
	}
	return Citation{r.Func, "https://elixir.bootlin.com/linux/v" + profile.Linux.Version.String() + place}
}

// manPage splits "bind(2)" into its name and section.
func manPage(doc string) (name, section string, ok bool) {
	name, rest, found := strings.Cut(doc, "(")
	section, _, closed := strings.Cut(rest, ")")
	if !found || !closed || len(section) != 1 || section[0] < '1' || section[0] > '8' {
		return "", "", false
	}
	return name, section, name != "" && !strings.ContainsAny(name, " /")
}

// rfcNumber returns the number in "RFC 9293, section 3.6", or "".
func rfcNumber(doc string) string {
	rest, found := strings.CutPrefix(doc, "RFC ")
	if !found {
		return ""
	}
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	return rest[:end]
}

// newWhy explains a step; s is nil before the first.
func newWhy(w *Words, lang Lang, s *run.Step, after *kernel.Picture) *Why {
	y := &Why{}
	if s == nil || len(s.Events) == 0 {
		y.Note = w.WhyNothing
		return y
	}
	e := &s.Events[0]
	if row, ok := abi.CallByName(e.Call.Name); ok {
		y.Call, y.CallDoc = w.Summaries[e.Call.Name], cite(row.Doc)
	}
	y.Title = resultText(w, e)
	if y.Title == "0" {
		y.Text = w.Succeeds
	}
	if e.Result.Errno != 0 {
		y.Failed, y.Text = true, w.ErrnoText(e.Result.Errno)
	}
	if e.Why == nil || len(e.Why.Checks) == 0 {
		y.Note = w.WhyNoRule
		return y
	}
	y.Checks = checkRows(lang, e.Why)
	if id := inTheWay(after, s); id != 0 {
		y.Blockers = newBlockers(w, after, id)
	}
	return y
}

func checkRows(lang Lang, v *profile.Verdict) []CheckRow {
	rows := make([]CheckRow, len(v.Checks))
	for i, c := range v.Checks {
		text := c.Rule.Pass
		if !c.OK {
			text = c.Rule.Fail
		}
		rows[i] = CheckRow{OK: c.OK, Text: text.In(string(lang)), Before: c.Rule.Changed.Before.In(string(lang)),
			Func: kernelSource(c.Rule), File: c.Rule.File, Doc: cite(c.Rule.Doc)}
	}
	return rows
}

func newBlockers(w *Words, v *kernel.Picture, id int) []Blocker {
	s := findSocket(v, id)
	if s == nil {
		return nil
	}
	parts := []string{w.state(s, v.Now)}
	if s.Bound {
		parts = append(parts, s.Local.String())
	}
	parts = append(parts, w.refs(s))
	return []Blocker{{id, kindOf(s), w.socket(id) + ": " + strings.Join(parts, w.Comma)}}
}
