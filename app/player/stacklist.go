package player

// StackRowH is the height of a row of the opened stack, in pixels.
const StackRowH = 32

// A StackList is what is in sight of the opened stack: the sockets that have no place of their own on
// the stage.
type StackList struct {
	Title string
	Total int
	First int // which row Rows begins with, from 0
	Rows  []StackRow
}

// A StackRow is one socket of the stack. Rows are comparable.
type StackRow struct {
	ID   int
	Kind StateKind
	Text string // "TIME-WAIT 60 s"
	Addr string // "127.0.0.1:8080 → 127.0.0.1:40712"
	Lit  bool
}

// StackList returns the opened stack; nil where it is closed, or there is nothing in it now.
func (m *Model) StackList() *StackList {
	scene := m.Scene()
	if !m.Stacked || scene.Stack == nil {
		return nil
	}
	f := m.at()
	l := &StackList{Title: scene.Stack.Title, Total: len(f.stacked)}
	from, to := m.stack.rows(l.Total, StackRowH)
	l.First = from
	for _, at := range f.stacked[from:to] {
		s := f.after.Sockets[at]
		r := StackRow{ID: s.ID, Kind: kindOf(s), Text: m.words.state(s, f.after.Now), Addr: m.words.NotBound, Lit: s.ID == m.Selected}
		if s.Bound {
			r.Addr = shortAddr(s.Local)
		}
		if s.Peer.Port() != 0 {
			r.Addr += " → " + shortAddr(s.Peer)
		}
		l.Rows = append(l.Rows, r)
	}
	return l
}
