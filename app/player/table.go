package player

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"portlab/sim/kernel"
)

// RowH is the height of a row of the socket table, and HeadH that of its head, in pixels.
const (
	RowH  = 28
	HeadH = 29
)

// A Table is the part of the socket table that is in sight.
type Table struct {
	Total int // rows, of which only some are here
	First int // which row Rows begins with, from 0
	Rows  []TableRow
	Order Order
}

// A TableRow is one socket in the columns and words of ss. Rows are comparable.
type TableRow struct {
	ID      int
	Kind    StateKind
	Netid   string
	State   string
	RecvQ   string
	SendQ   string
	Local   string
	Peer    string
	Process string
	Options string
	Changed bool
	Lit     bool
	Unseen  bool // ss does not list it: it has no port yet
	Entry   bool // the tab key leads here
}

// table writes the rows in sight.
func (f *frame) table(m *Model) *Table {
	order := f.order(m.sort)
	t := &Table{Total: len(order), Order: m.sort}
	from, to := m.view.rows(len(order), RowH)
	shown := order[from:to]
	users := socketUsers(f.after, shown)
	t.First = from
	for i, at := range shown {
		s := f.after.Sockets[at]
		r := tableRow(m.words, s, f.after.Now)
		r.Process = users[s.ID]
		r.Changed = socketChanged(findSocket(f.before, s.ID), s)
		r.Lit = s.ID == m.Selected
		r.Entry = from+i == max(from, min(m.row, to-1))
		t.Rows = append(t.Rows, r)
	}
	return t
}

func tableRow(w *Words, s *kernel.SocketView, now time.Duration) TableRow {
	return TableRow{
		ID: s.ID, Kind: kindOf(s), Netid: strings.ToLower(protocol(s.Type)), State: s.State,
		RecvQ: strconv.Itoa(s.RecvQ), SendQ: strconv.Itoa(s.SendQ),
		Local: ssAddr(s, s.Local), Peer: ssAddr(s, s.Peer),
		Options: tableOptions(w, s, now), Unseen: !s.Bound,
	}
}

// rowOf returns which row of the table a socket has, -1 where it has none.
func (m *Model) rowOf(id int) int {
	f := m.at()
	if f == nil {
		return -1
	}
	return slices.IndexFunc(f.order(m.sort), func(at int) bool { return f.after.Sockets[at].ID == id })
}

// socketUsers writes who holds each of some sockets, as ss -p does: users:(("A",pid=100,fd=3)).
func socketUsers(v *kernel.Picture, shown []int) map[int]string {
	wanted := make(map[int]bool, len(shown))
	for _, at := range shown {
		wanted[v.Sockets[at].ID] = true
	}
	users := map[int][]string{}
	for _, p := range v.Processes {
		for _, f := range p.FDs {
			if wanted[f.Socket] {
				users[f.Socket] = append(users[f.Socket], "(\""+p.Name+"\",pid="+strconv.Itoa(p.PID)+",fd="+strconv.Itoa(f.FD)+")")
			}
		}
	}
	text := make(map[int]string, len(users))
	for id, list := range users {
		text[id] = "users:(" + strings.Join(list, ",") + ")"
	}
	return text
}

// ssAddr writes an address as ss -n does, with * for a port that is not there.
func ssAddr(s *kernel.SocketView, a netip.AddrPort) string {
	addr := a.Addr()
	if !addr.IsValid() {
		addr = netip.IPv4Unspecified()
		if s.Local.Addr().Is6() {
			addr = netip.IPv6Unspecified()
		}
	}
	host := addr.String()
	if addr.Is6() {
		host = "[" + host + "]"
	}
	if a.Port() == 0 {
		return host + ":*"
	}
	return host + ":" + strconv.Itoa(int(a.Port()))
}

// tableOptions lists a socket's timer and options, as ss -o and -e would beside each other.
func tableOptions(w *Words, s *kernel.SocketView, now time.Duration) string {
	parts := s.Options
	if s.Timer != nil {
		timer := "timer:(" + s.Timer.Name + "," + seconds(s.Timer.Ends-now) + "sec)"
		parts = append([]string{timer}, parts...)
	}
	if s.Listener != 0 {
		parts = append([]string{fill(w.InQueueOf, "socket", w.socket(s.Listener))}, parts...)
	}
	return strings.Join(parts, " ")
}
