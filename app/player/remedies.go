package player

import (
	"encoding/json"

	"portlab/sim/trace"
)

// SearchState is how far the search for remedies of one step is.
type SearchState string

// The states of a search.
const (
	SearchNone    SearchState = ""        // nothing to search for: the call succeeded, or is not shown
	SearchRunning SearchState = "running" //
	SearchDone    SearchState = "done"    //
	SearchFailed  SearchState = "failed"  // the page cannot search
)

// Remedies are the smallest changes of the scenario after which a call succeeds.
type Remedies struct {
	State SearchState
	Waits bool // the call blocks: the changes let it return at once
	Found []Remedy
	// Misses are changes that people try and that do not help.
	Misses []Miss
	// Expected is what the call's own arguments would have to be, where nothing around it would help.
	Expected string
}

// A Remedy is one change of the scenario.
type Remedy struct {
	Text     string // what it does: "set SO_REUSEADDR on both A and A2 before their bind"
	Scenario string // the whole text after it
	Line     int    // of the call in that text
}

// A Miss is a change that does not help, and the rule that refuses the call all the same.
type Miss struct{ Text, Why string }

// refused returns the call of the step under the cursor where it failed or blocks, and may be known to;
// nil elsewhere.
func (m *Model) refused() *trace.Event {
	if m.play == nil || m.Pos == 0 || m.Pos > m.known() {
		return nil
	}
	e := firstEvent(m.play.trace.StepAt(m.Pos))
	if e == nil || e.Missing || mark(e) == MarkOK {
		return nil
	}
	return e
}

// search asks for the remedies of the step under the cursor where its reason is shown and nobody has
// searched yet.
func (m *Model) search() []Cmd {
	e := m.refused()
	if m.Tab != TabWhy || m.Playing || e == nil || m.play.remedies[m.Pos] != nil {
		return nil
	}
	m.play.remedies[m.Pos] = &Remedies{State: SearchRunning, Waits: e.State == trace.Blocked}
	return []Cmd{FindRemedies{Text: m.play.text, Line: e.Line, Lang: m.Lang, Play: m.play.number, Step: m.Pos}}
}

// remediesCame takes what a search has found, unless the scenario has changed meanwhile.
func (m *Model) remediesCame(msg RemediesCame) {
	if m.play == nil || m.play.number != msg.Play {
		return
	}
	was := m.play.remedies[msg.Step]
	if was == nil {
		return
	}
	now := &Remedies{State: SearchDone, Waits: was.Waits}
	if json.Unmarshal([]byte(msg.JSON), now) != nil {
		now.State = SearchFailed
	}
	m.play.remedies[msg.Step] = now
}

// Remedies returns what is known of the changes that would let the call under the cursor succeed; nil
// where it needs none.
func (m *Model) Remedies() *Remedies {
	if m.refused() == nil {
		return nil
	}
	return m.play.remedies[m.Pos]
}

// RemediesTitle is the heading of the remedies.
func (w *Words) RemediesTitle(r *Remedies) string {
	if r.Waits {
		return w.WouldReturn
	}
	return w.WouldSucceed
}

// RemediesNote says how the search stands, where it has not found anything to show.
func (w *Words) RemediesNote(r *Remedies) string {
	switch {
	case r.State == SearchRunning:
		return w.Searching
	case r.State == SearchFailed:
		return w.NoSearch
	case r.Expected != "":
		return fill(w.WrongCall, "expected", r.Expected)
	case len(r.Found) == 0:
		return w.NoRemedy
	}
	return ""
}
