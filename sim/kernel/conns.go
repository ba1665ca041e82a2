package kernel

import (
	"encoding/binary"
	"net/netip"

	"portlab/sim/abi"
)

// A sockHash files sockets by a hash of their addresses and ports, as Linux files connections
// (ehash) and listeners (lhash2): chains through Socket.nextHash.
type sockHash struct {
	heads pages[[headsAtOnce]sockID] // a power of two of them, or none
	count int
}

// headsAtOnce is how many chains begin in one piece of a sockHash.
const headsAtOnce = 64

func (h *sockHash) size() int { return len(h.heads.list) * headsAtOnce }

// head returns the beginning of a chain, to be changed.
func (h *sockHash) head(hash uint32) *sockID {
	at := int(hash) & (h.size() - 1)
	return &h.heads.at(at / headsAtOnce)[at%headsAtOnce]
}

// first returns the first of the sockets that may have that hash, 0 for none.
func (h *sockHash) first(hash uint32) sockID {
	if h.count == 0 {
		return 0
	}
	at := int(hash) & (h.size() - 1)
	return h.heads.list[at/headsAtOnce].v[at%headsAtOnce]
}

// add files a socket before the others of its hash.
func (h *sockHash) add(k *Kernel, s *Socket, hash uint32) {
	if h.count >= h.size() {
		h.grow(k)
	}
	h.count++
	s.hash, s.filed = hash, true
	head := h.head(hash)
	s.nextHash, *head = *head, sockID(s.id)
}

// addLast files a socket behind the others of its hash.
func (h *sockHash) addLast(k *Kernel, s *Socket, hash uint32) {
	h.add(k, s, hash)
	head := h.head(hash)
	*head, s.nextHash = s.nextHash, 0
	for *head != 0 {
		head = &k.socks.at(*head).nextHash
	}
	*head = sockID(s.id)
}

// remove takes a socket out, if it is in.
func (h *sockHash) remove(k *Kernel, s *Socket) {
	if !s.filed {
		return
	}
	at := h.head(s.hash)
	for *at != sockID(s.id) {
		at = &k.socks.at(*at).nextHash
	}
	*at, s.nextHash, s.filed = s.nextHash, 0, false
	h.count--
}

// growth is by how much the number of chains grows: seldom, as that changes every socket, of which a
// Snapshot then shares none with the one before.
const growth = 8

// grow makes more chains. Sockets of one hash stay in order.
func (h *sockHash) grow(k *Kernel) {
	old := h.heads.list
	h.heads.list = nil
	for range max(growth*len(old), 1) {
		h.heads.list = append(h.heads.list, h.heads.fresh())
	}
	for _, page := range old {
		for _, id := range page.v {
			h.refile(k, id)
		}
	}
}

// refile files the sockets of a chain behind those of their new chains.
func (h *sockHash) refile(k *Kernel, id sockID) {
	for s := k.socks.at(id); s != nil; {
		next := k.socks.at(s.nextHash)
		s.nextHash = 0
		at := h.head(s.hash)
		for *at != 0 {
			at = &k.socks.at(*at).nextHash
		}
		*at = sockID(s.id)
		s = next
	}
}

func (h *sockHash) freeze(to *sockHash) (own int) {
	to.count = h.count
	return h.heads.freeze(&to.heads)
}

func (h *sockHash) restore(from *sockHash) {
	h.count = from.count
	h.heads.restore(&from.heads)
}

// hashOf mixes two addresses with their ports.
func hashOf(a netip.Addr, port uint16, b netip.Addr, other uint16) uint32 {
	h := (addrBits(a)*0x9E3779B97F4A7C15 ^ addrBits(b)) + uint64(port)<<16 + uint64(other)
	h *= 0xD6E8FEB86659FD93
	return uint32(h >> 32)
}

func addrBits(a netip.Addr) uint64 {
	if a.Is4() {
		b := a.As4()
		return uint64(binary.BigEndian.Uint32(b[:]))
	}
	b := a.As16()
	return binary.BigEndian.Uint64(b[:8])*31 + binary.BigEndian.Uint64(b[8:])
}

// connHash is where a connection is filed: by its 4-tuple as the host that has it sees it, addresses
// unmapped.
func connHash(local, remote netip.AddrPort) uint32 {
	return hashOf(local.Addr(), local.Port(), remote.Addr(), remote.Port())
}

// ends returns the two ends of a connection, addresses unmapped.
func (s *Socket) ends() (local, remote netip.AddrPort) {
	return netip.AddrPortFrom(s.local().Unmap(), s.sport), netip.AddrPortFrom(s.daddr.Unmap(), s.dport)
}

// joins reports whether a connection's ends are these, addresses unmapped.
func (s *Socket) joins(local, remote netip.AddrPort) bool {
	return s.sport == local.Port() && s.dport == remote.Port() &&
		s.local().Unmap() == local.Addr() && s.daddr.Unmap() == remote.Addr()
}

// connAt finds the connection with that 4-tuple which a device's traffic reaches: one bound to the
// device or to none (inet_match). Of two, the one that was filed last. peekConn is connAt for a caller that
// only reads; see pages.
func (k *Kernel) connAt(local, remote netip.AddrPort, device string) *Socket {
	if s := k.peekConn(local, remote, device); s != nil {
		return k.socks.at(s.ref())
	}
	return nil
}

func (k *Kernel) peekConn(local, remote netip.AddrPort, device string) *Socket {
	for s := k.socks.peek(k.conns.first(connHash(local, remote))); s != nil; s = k.socks.peek(s.nextHash) {
		if s.joins(local, remote) && (s.opts.device == "" || s.opts.device == device) {
			return s
		}
	}
	return nil
}

// fileConn files a connection in the place of one with the same 4-tuple and device, if there is one.
func (k *Kernel) fileConn(s *Socket) {
	local, remote := s.ends()
	hash := connHash(local, remote)
	for o := k.socks.peek(k.conns.first(hash)); o != nil; o = k.socks.peek(o.nextHash) {
		if o.joins(local, remote) && o.opts.device == s.opts.device {
			k.conns.remove(k, k.socks.at(o.ref()))
			break
		}
	}
	k.conns.add(k, s, hash)
}

// hash files a connection (inet_ehash_insert). A TIME_WAIT that had its 4-tuple ends, as
// TimeWaitReusable allowed, and the new connection's numbers go on from there.
func (k *Kernel) hash(s *Socket) {
	local, remote := s.ends()
	if old := k.connAt(local, remote, s.opts.device); old != nil && old.mini {
		iss := k.tcb(old).sndNxt + k.prof.TimeWaitISNStep
		k.newTCB(s).iss = iss
		k.endTimeWait(old)
	}
	k.fileConn(s)
	s.hashed = true
	if s.connectBind {
		k.noteDial(s)
	}
}

// unhashConn takes a connection out of the table.
func (k *Kernel) unhashConn(s *Socket) {
	if s.filed {
		k.conns.remove(k, s)
		k.dropDial(s, s.sport)
	}
	s.hashed = false
}

// rebindDevice gives a socket another device, under which it is found from now on. A connection keeps
// its place among those of one 4-tuple.
func (k *Kernel) rebindDevice(s *Socket, device string) {
	s.opts.device = device
	if s.filed && s.typ == abi.SOCK_STREAM && s.state != Listen {
		if d := k.dialled[s.dialKey()]; d != nil {
			d.onDevice = true
		}
	}
}
