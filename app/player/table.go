package player

import (
	"net/netip"
	"strconv"
	"strings"

	"portlab/sim/kernel"
)

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
}

// newTable lists the sockets of a view.
func newTable(w *Words, before, after *kernel.View, selected int) []TableRow {
	users := socketUsers(after)
	var rows []TableRow
	for i := range after.Sockets {
		s := &after.Sockets[i]
		if s.Gone {
			continue
		}
		rows = append(rows, TableRow{
			ID: s.ID, Kind: kindOf(s), Netid: strings.ToLower(protocol(s.Type)), State: s.State,
			RecvQ: strconv.Itoa(s.RecvQ), SendQ: strconv.Itoa(s.SendQ),
			Local: ssAddr(s, s.Local), Peer: ssAddr(s, s.Peer),
			Process: users[s.ID], Options: tableOptions(w, s),
			Changed: socketChanged(findSocket(before, s.ID), s),
			Lit:     s.ID == selected, Unseen: !s.Bound,
		})
	}
	return rows
}

// socketUsers writes who holds each socket, as ss -p does: users:(("A",pid=100,fd=3)).
func socketUsers(v *kernel.View) map[int]string {
	users := map[int][]string{}
	for i := range v.Processes {
		p := &v.Processes[i]
		for _, f := range p.FDs {
			if id := descriptionSocket(v, f.Description); id != 0 {
				users[id] = append(users[id], "(\""+p.Name+"\",pid="+strconv.Itoa(p.PID)+",fd="+strconv.Itoa(f.FD)+")")
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
func tableOptions(w *Words, s *kernel.SocketView) string {
	parts := s.Options
	if s.Timer != nil {
		timer := "timer:(" + s.Timer.Name + "," + seconds(s.Timer.Left) + "sec)"
		parts = append([]string{timer}, parts...)
	}
	if s.Listener != 0 {
		parts = append([]string{fill(w.InQueueOf, "socket", w.socket(s.Listener))}, parts...)
	}
	return strings.Join(parts, " ")
}
