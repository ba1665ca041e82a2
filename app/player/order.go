package player

import (
	"cmp"
	"slices"
	"strings"

	"portlab/sim/kernel"
)

// A Column is one of the socket table's.
type Column string

// The columns, as ss names them.
const (
	ColumnNetid   Column = "Netid"
	ColumnState   Column = "State"
	ColumnRecvQ   Column = "Recv-Q"
	ColumnSendQ   Column = "Send-Q"
	ColumnLocal   Column = "Local Address:Port"
	ColumnPeer    Column = "Peer Address:Port"
	ColumnProcess Column = "Process"
	ColumnOptions Column = "Options"
)

// Columns lists the columns in order.
var Columns = []Column{ColumnNetid, ColumnState, ColumnRecvQ, ColumnSendQ, ColumnLocal, ColumnPeer, ColumnProcess, ColumnOptions}

// An Order is how the socket table is sorted. The zero Order is that in which the sockets were made.
type Order struct {
	By   Column
	Down bool // the greatest first
}

// next returns the order after a press on a column's head: upwards, downwards, as they were made.
func (o Order) next(by Column) Order {
	switch {
	case o.By != by:
		return Order{By: by}
	case !o.Down:
		return Order{by, true}
	}
	return Order{}
}

// order returns the places in f.after of the sockets that there are, in the table's order.
func (f *frame) order(o Order) []int {
	if f.sorted != nil && f.sortedBy == o {
		return f.sorted
	}
	list := make([]int, 0, len(f.after.Sockets))
	for i := range f.after.Sockets {
		if !f.after.Sockets[i].Gone {
			list = append(list, i)
		}
	}
	if compare := f.comparison(o); compare != nil {
		slices.SortStableFunc(list, compare)
	}
	f.sorted, f.sortedBy = list, o
	return list
}

// comparison compares two places of f.after; nil for the order in which the sockets were made.
func (f *frame) comparison(o Order) func(a, b int) int {
	compare := comparisons[o.By]
	if o.By == ColumnProcess {
		compare = byUser(f.after)
	}
	if compare == nil {
		return nil
	}
	sign := 1
	if o.Down {
		sign = -1
	}
	return func(a, b int) int { return sign * compare(f.after.Sockets[a], f.after.Sockets[b]) }
}

var comparisons = map[Column]func(a, b *kernel.SocketView) int{
	ColumnNetid: func(a, b *kernel.SocketView) int { return cmp.Compare(a.Type, b.Type) },
	ColumnState: func(a, b *kernel.SocketView) int { return strings.Compare(a.State, b.State) },
	ColumnRecvQ: func(a, b *kernel.SocketView) int { return cmp.Compare(a.RecvQ, b.RecvQ) },
	ColumnSendQ: func(a, b *kernel.SocketView) int { return cmp.Compare(a.SendQ, b.SendQ) },
	ColumnLocal: func(a, b *kernel.SocketView) int { return a.Local.Compare(b.Local) },
	ColumnPeer:  func(a, b *kernel.SocketView) int { return a.Peer.Compare(b.Peer) },
	ColumnOptions: func(a, b *kernel.SocketView) int {
		return cmp.Or(cmp.Compare(timeLeft(a), timeLeft(b)), slices.Compare(a.Options, b.Options))
	},
}

// timeLeft returns what is left of a socket's timer; sockets without one come first.
func timeLeft(s *kernel.SocketView) int64 {
	if s.Timer == nil {
		return -1
	}
	return int64(s.Timer.Ends)
}

// byUser compares sockets by the first process that holds them and its descriptor; those that no
// process holds come first.
func byUser(v *kernel.Picture) func(a, b *kernel.SocketView) int {
	type user struct{ process, fd int }
	users := map[int]user{}
	for i := range v.Processes {
		for _, f := range v.Processes[i].FDs {
			id := f.Socket
			if _, known := users[id]; !known {
				users[id] = user{i + 1, f.FD}
			}
		}
	}
	return func(a, b *kernel.SocketView) int {
		ua, ub := users[a.ID], users[b.ID]
		return cmp.Or(cmp.Compare(ua.process, ub.process), cmp.Compare(ua.fd, ub.fd))
	}
}
