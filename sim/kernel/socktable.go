package kernel

// A sockID is a socket's number, from 1 on; 0 is none. Numbers are not used again, so that one that
// is kept says for ever which socket was meant.
type sockID int32

// A sockTable holds the sockets, by number. They keep their place while they live, and share nothing
// with anything but by number, so that a copy of the pages is a copy of all.
type sockTable struct {
	pages pages[sockPage] // nil where none of the page's sockets is left
	last  sockID
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
	s := t.look(id)
	if s != nil {
		t.pages.list[int(id-1)/socksAtOnce].used = true
	}
	return s
}

// look is at for a socket that the caller does not change.
func (t *sockTable) look(id sockID) *Socket {
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
	return &t.pages.at(int(id-1) / socksAtOnce).socks[(id-1)%socksAtOnce]
}

// add makes a socket, which has its number and is zero otherwise.
func (t *sockTable) add() *Socket {
	at := int(t.last) / socksAtOnce
	if at == len(t.pages.list) {
		t.pages.list = append(t.pages.list, t.pages.fresh())
	}
	page, i := t.pages.at(at), t.last%socksAtOnce
	t.last++
	page.live++
	page.socks[i] = Socket{id: int(t.last)}
	return &page.socks[i]
}

// remove lets go of a socket.
func (t *sockTable) remove(id sockID) {
	at := int(id-1) / socksAtOnce
	page := t.pages.at(at)
	page.socks[(id-1)%socksAtOnce].id = 0
	if page.live--; page.live == 0 && int(t.last) >= (at+1)*socksAtOnce {
		t.pages.drop(at)
	}
}

// each calls f with every socket, in the order in which they were made, those that are about to be
// let go of included. f must not change them.
func (t *sockTable) each(f func(*Socket)) {
	for at, page := range t.pages.list {
		if page == nil {
			continue
		}
		for i := range page.v.socks {
			if s := &page.v.socks[i]; s.id == at*socksAtOnce+i+1 {
				f(s)
			}
		}
	}
}
