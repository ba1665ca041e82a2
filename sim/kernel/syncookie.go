package kernel

import "time"

// A listener that has more handshakes under way than its backlog allows remembers no more of them: it
// answers a SYN with a sequence number made of what it would have to remember, a SYN cookie, and makes
// the connection of the ACK that brings it back (net/ipv4/syncookies.c, tcp_syncookies 1). Options of
// the listener that concern the handshake, such as TCP_DEFER_ACCEPT, are then without effect.

// cookieLife is for how long after a cookie was sent a listener looks for them (TCP_SYNCOOKIE_VALID).
const cookieLife = 2 * time.Minute

// cookie is the sequence number that answers the SYN before g, or g itself where that is the SYN.
func cookie(g *Segment, irs uint32) uint32 {
	return hashOf(g.src.Addr(), g.src.Port(), g.dst.Addr(), g.dst.Port()) + irs
}

func (k *Kernel) sendCookie(l *Socket, g *Segment) {
	k.listeners.at(l.listener).cookieUntil = k.clock.now + cookieLife
	k.send(Segment{typ: g.typ, from: l, flags: flagSYN | flagACK, seq: cookie(g, g.seq), ack: g.seq + 1,
		window: receiveWindow, src: g.dst, dst: g.src})
}

// bringsCookie reports whether an ACK acknowledges a cookie of the listener (cookie_tcp_check).
func (k *Kernel) bringsCookie(l *Socket, g *Segment) bool {
	return k.clock.now < k.listeners.at(l.listener).cookieUntil && g.ack-1 == cookie(g, g.seq-1)
}

// cookieReceives makes a connection of the ACK, where there is room (cookie_v4_check).
func (k *Kernel) cookieReceives(l *Socket, g *Segment) (dropped dropReason) {
	if k.full(l) {
		return droppedQueueFull
	}
	child := k.establish(k.request(l, g, g.seq-1, g.ack-1), l)
	return k.segmentArrives(child, g)
}
