package kernel

import (
	"iter"
	"math/bits"
)

// A sockID is a socket's number, from 1 on; 0 is none. Numbers are not used again, so that one that
// is kept says for ever which socket was meant.
type sockID int32

// A sockTable holds the sockets, by number. They keep their place while they live, and share nothing
// with anything but by number, so that a copy of the pages is a copy of all.
type sockTable struct {
	pages pages[sockPage] // nil where none of the page's sockets is left
	last  sockID
	used  []uint16 // by page, a bit for each socket that was used since the last Look
}

// socksAtOnce is how many sockets lie side by side: fewer than of other things, as they are large, and
// a snapshot copies all of them where one has changed.
const socksAtOnce = 16

type sockPage struct {
	socks [socksAtOnce]Socket
	live  int
}

// at returns the socket with that number, nil where it is gone.
func (t *sockTable) at(id sockID) *Socket {
	if t.peek(id) == nil {
		return nil
	}
	return t.use(id)
}

// peek is at for a caller that only reads; see pages.
func (t *sockTable) peek(id sockID) *Socket {
	if id == 0 {
		return nil
	}
	page := t.pages.list[int(id-1)/socksAtOnce]
	if page == nil {
		return nil
	}
	s := &page.v.socks[int(id-1)%socksAtOnce]
	if s.id != int(id) || s.gone {
		return nil
	}
	return s
}

// buried returns a socket that is gone, and that remove has not let go of yet.
func (t *sockTable) buried(id sockID) *Socket {
	return t.use(id)
}

func (t *sockTable) use(id sockID) *Socket {
	at, i := int(id-1)/socksAtOnce, int(id-1)%socksAtOnce
	t.used[at] |= 1 << i
	return &t.pages.at(at).socks[i]
}

// add makes a socket, which has its number and is zero otherwise.
func (t *sockTable) add() *Socket {
	at := int(t.last) / socksAtOnce
	if at == len(t.pages.list) {
		t.pages.list = append(t.pages.list, t.pages.fresh())
		t.used = append(t.used, 0)
	}
	t.last++
	t.pages.at(at).live++
	s := t.use(t.last)
	*s = Socket{id: int(t.last)}
	return s
}

// remove lets go of a socket.
func (t *sockTable) remove(id sockID) {
	at := int(id-1) / socksAtOnce
	t.use(id).id = 0
	page := t.pages.at(at)
	if page.live--; page.live == 0 && int(t.last) >= (at+1)*socksAtOnce {
		t.pages.drop(at)
	}
}

// all are the sockets, in the order in which they were made, those that are about to be let go of
// included. They are to be read only.
func (t *sockTable) all() iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for at, page := range t.pages.list {
			if page == nil {
				continue
			}
			for i := range page.v.socks {
				if s := &page.v.socks[i]; s.id == at*socksAtOnce+i+1 && !yield(s) {
					return
				}
			}
		}
	}
}

// eachUsed calls f with the number of every socket that was used since the last call, or that restore has
// brought, and the socket where it is there.
func (t *sockTable) eachUsed(f func(id sockID, s *Socket)) {
	for at, used := range t.used {
		t.used[at] = 0
		for ; used != 0; used &= used - 1 {
			i := bits.TrailingZeros16(used)
			id := sockID(at*socksAtOnce + i + 1)
			if page := t.pages.list[at]; page != nil && page.v.socks[i].id == int(id) {
				f(id, &page.v.socks[i])
			} else {
				f(id, nil)
			}
		}
	}
}

func (t *sockTable) restore(from *sockTable) {
	for at, page := range from.pages.list {
		if at == len(t.used) {
			t.used = append(t.used, 0)
		}
		if at >= len(t.pages.list) || t.pages.list[at] != page {
			t.used[at] = ^uint16(0)
		}
	}
	t.used = t.used[:len(from.pages.list)]
	t.last = from.last
	t.pages.restore(&from.pages)
}
