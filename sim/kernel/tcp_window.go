package kernel

// receiveWindow is how many unread bytes a TCP socket holds before its window closes. Linux starts
// near this value and adapts it, unless SO_RCVBUF was set.
const receiveWindow = 65536

// segmentOverhead is what segments cost the receive buffer besides their data: one of them, as those
// that follow it in the queue are joined to it (tcp_try_coalesce). Seen on Linux 6.18 for x86-64.
const segmentOverhead = 832

// window is how many bytes the socket takes beyond those it has received.
func (k *Kernel) window(s *Socket) int32 {
	if s.opts.rcvbufSet && s.tcb != 0 {
		return k.tcb(s).ownWindow(s.opts.rcvbuf)
	}
	return int32(max(receiveWindow-len(k.unread(s)), 0))
}

// windowClamp is how many bytes the socket takes at most.
func (s *Socket) windowClamp() int32 {
	if s.opts.rcvbufSet {
		return s.opts.rcvbuf / 2
	}
	return receiveWindow
}

// ownWindow is the window of a socket with SO_RCVBUF: half of what is free in the buffer until a full
// segment comes, then the part of it that data has in such a segment, in whole ones. What was promised
// holds (__tcp_select_window, tcp_measure_rcv_mss).
func (t *tcb) ownWindow(rcvbuf int32) int32 {
	free := rcvbuf
	if len(t.recv) > 0 {
		free = max(rcvbuf-int32(len(t.recv))-segmentOverhead, 0)
	}
	if segment := int32(t.rcvMss); segment > 0 {
		free = int32(int64(free) * int64(segment) / int64(segment+segmentOverhead))
		free -= free % segment
	} else {
		free /= 2
	}
	return max(free, t.promised())
}

// promised is how many bytes more the peer may send by what it was told last.
func (t *tcb) promised() int32 { return int32(t.rcvEnd - t.rcvNxt) }

// tellRoom tells the peer that there is room again, where there is twice as much as it knows of
// (__tcp_cleanup_rbuf).
func (k *Kernel) tellRoom(s *Socket) {
	known, room := k.tcb(s).promised(), k.window(s)
	if 2*known <= s.windowClamp() && room > 0 && room >= 2*known && !s.shutRecv && s.state != Close {
		k.sendAck(s)
	}
}

// defaultSegment is the least that counts as a window to be halved (TCP_MSS_DEFAULT).
const defaultSegment = 536

// segment is how much data one segment carries: at most half the largest window that the peer has
// shown, so that two are on their way (tcp_bound_to_half_wnd).
func (t *tcb) segment() int {
	limit := int(t.maxWnd)
	if limit > defaultSegment {
		limit /= 2
	}
	return min(limit, maxSegment)
}

// seeWindow notes the window that the peer shows.
func (t *tcb) seeWindow(window int32) {
	t.sndWnd = window
	t.maxWnd = max(t.maxWnd, window)
}

// room is how many bytes the peer still takes.
func (t *tcb) room() int { return int(t.sndWnd) - int(t.sndNxt-t.sndUna) }
