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

// A sorting is the places in a picture of the sockets that there are, in an order.
type sorting struct {
	of     *kernel.Picture
	by     Order
	places []int
}

// order returns the places in f.after of the sockets that there are, in the table's order.
func (f *frame) order(o Order) []int {
	if f.sorted.of != f.after || f.sorted.by != o {
		f.sorted = f.sort(f.sorted, o)
	}
	return f.sorted.places
}

// sort sorts f.after. Where another picture was sorted so before, only what is new is put in its place.
func (f *frame) sort(last sorting, o Order) sorting {
	compare := f.comparison(o)
	now := sorting{of: f.after, by: o}
	if compare == nil || last.by != o || o.By == ColumnProcess {
		last = sorting{of: &kernel.Picture{}}
	}
	kept, fresh := last.carry(f.after)
	if compare == nil {
		now.places = fresh
		return now
	}
	slices.SortStableFunc(fresh, compare)
	now.places = merged(kept, fresh, func(a, b int) int { return cmp.Or(compare(a, b), cmp.Compare(a, b)) })
	return now
}

// carry finds the places of another picture: kept are those of sockets that are as they were, in the order
// of s, and fresh all others, in that of the picture.
func (s sorting) carry(to *kernel.Picture) (kept, fresh []int) {
	const gone = -1
	moved := make([]int, len(s.of.Sockets))
	fresh = make([]int, 0, len(to.Sockets)-min(len(to.Sockets), len(moved)))
	at := 0
	for i, now := range to.Sockets {
		for ; at < len(moved) && s.of.Sockets[at].ID < now.ID; at++ {
			moved[at] = gone
		}
		same := at < len(moved) && s.of.Sockets[at] == now
		if at < len(moved) && s.of.Sockets[at].ID == now.ID {
			moved[at] = i
			if !same {
				moved[at] = gone
			}
			at++
		}
		if !same && !now.Gone {
			fresh = append(fresh, i)
		}
	}
	for ; at < len(moved); at++ {
		moved[at] = gone
	}
	kept = make([]int, 0, len(s.places))
	for _, place := range s.places {
		if moved[place] != gone {
			kept = append(kept, moved[place])
		}
	}
	return kept, fresh
}

// merged joins two sorted lists.
func merged(a, b []int, compare func(a, b int) int) []int {
	out := make([]int, 0, len(a)+len(b))
	for _, next := range b {
		n, _ := slices.BinarySearchFunc(a, next, compare)
		out = append(append(out, a[:n]...), next)
		a = a[n:]
	}
	return append(out, a...)
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
