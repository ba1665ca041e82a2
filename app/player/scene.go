package player

import (
	"net/netip"
	"slices"
	"strconv"
	"time"

	"portlab/sim/kernel"
	"portlab/sim/run"
	"portlab/sim/trace"
)

// A Scene is the stage at one step: what to draw and where. The same values make the nested list
// that stands for the drawing on a phone and to a screen reader.
type Scene struct {
	W, H      int
	Clock     string
	PortsY    int // the base line of the ports' heading; 0 where there are none
	Procs     []ProcCard
	Sockets   []SocketBox
	Stack     *SocketStack
	Arrows    []Arrow
	Conflicts []Conflict
	Buckets   []BucketChip
}

// A ProcCard is one process.
type ProcCard struct {
	Rect    Rect
	Name    string
	PID     string // "pid 100"
	Status  string // "running", "in accept", "exited 0", with the uid where it is not root
	Dense   bool   // name and status share a line, without the pid
	Dead    bool
	Blocked bool
	Active  bool // it took this step
	Changed bool
	FDs     []FDChip
	Empty   string // "no descriptors"; "" where there are some
}

// An FDChip is one descriptor, or several that have no place of their own.
type FDChip struct {
	Rect    Rect
	Label   string // "fd 3"
	Target  string // "socket 1"; for a file its name
	Note    string // "close-on-exec"
	Socket  int    // SocketView.ID; 0 for a file
	Changed bool
	Lit     bool // it refers to the selected socket
}

// StateKind is what the colour and the sign of a socket tell.
type StateKind string

// The kinds of states. Each has a colour and a shape of its own.
const (
	KindIdle    StateKind = "idle"    // neither listening nor connected
	KindListen  StateKind = "listen"  //
	KindOpening StateKind = "opening" // the handshake is not finished
	KindEstab   StateKind = "estab"   //
	KindHalf    StateKind = "half"    // one side has closed
	KindWait    StateKind = "wait"    // TIME_WAIT
	KindGone    StateKind = "gone"    // destroyed by this step
)

// A SocketBox is one socket. Boxes are comparable.
type SocketBox struct {
	ID      int
	Rect    Rect
	Kind    StateKind
	State   string // "LISTEN", "TIME-WAIT 60 s"
	Name    string // "socket 3"
	Proto   string // "TCP"
	Local   string
	Peer    string
	Refs    string // "refs 1", "no fd", "in the accept queue of socket 1"
	Options string
	Queue   QueueBar // of a listener
	Changed bool
	Active  bool // this step's call is about it
	Blocks  bool // it stood in the way of this step's call
	Lit     bool // selected
}

// A QueueBar is a listener's accept queue.
type QueueBar struct {
	Label string // "accept queue 1, backlog 128"
	Used  int    // connections that wait
	Full  bool
}

// A SocketStack stands for the sockets that have no place of their own.
type SocketStack struct {
	Rect   Rect
	Title  string // "188 more sockets"
	Counts []string
	Lit    bool // the selected socket is in it
}

// An Arrow goes from a descriptor to its socket.
type Arrow struct {
	Key            string // "A 3": process and descriptor
	X1, Y1, X2, Y2 int
	Lit, Changed   bool
}

// A Conflict is the line from the socket of a call that failed to one that stood in its way.
type Conflict struct {
	X, Y1, Y2 int // along the right edge of the sockets
	Label     string
	LabelAt   Rect
}

// A BucketChip is one port with the sockets that own it.
type BucketChip struct {
	Rect Rect
	Text string // "TCP 8080: 1, 4"
}

// sceneMaker draws one step.
type sceneMaker struct {
	words         *Words
	layout        *Layout
	before, after *kernel.Picture
	step          *run.Step // nil at position 0
	selected      int
	scene         *Scene
	stacked       []int // the places in after of the sockets in the stack
}

func (m *sceneMaker) make() *Scene {
	m.scene = &Scene{W: m.layout.W, H: m.layout.H, Clock: fill(m.words.Clock, "t", clock(m.after.Now)), PortsY: m.layout.PortsY}
	m.drawSockets()
	m.drawProcs()
	m.drawBuckets()
	m.drawConflicts()
	return m.scene
}

func (m *sceneMaker) drawProcs() {
	for i := range m.after.Processes {
		p := m.after.Processes[i]
		place, ok := m.layout.Procs[p.Name]
		if !ok {
			continue
		}
		m.scene.Procs = append(m.scene.Procs, m.procCard(p, place))
	}
}

func (m *sceneMaker) procCard(p *kernel.ProcessView, place ProcPlace) ProcCard {
	old := findProcess(m.before, p.Name)
	c := ProcCard{
		Rect: place.Rect, Name: p.Name, PID: "pid " + strconv.Itoa(p.PID),
		Status:  m.status(p),
		Dead:    p.State == kernel.Exited || p.State == kernel.Killed,
		Blocked: p.State == kernel.Waiting,
		Active:  m.acts(p.Name),
		Dense:   m.layout.Dense,
		Changed: old == nil || old.State != p.State || old.UID != p.UID,
	}
	c.FDs = m.fdChips(p, old, place)
	if len(c.FDs) == 0 {
		c.Empty = m.words.NoDescriptors
	}
	return c
}

// status says what a process is doing, and as whom where that is not root.
func (m *sceneMaker) status(p *kernel.ProcessView) string {
	var s string
	switch p.State {
	case kernel.Waiting:
		call := ""
		if p.BlockedIn != nil {
			call = p.BlockedIn.Name
		}
		s = fill(m.words.BlockedIn, "call", call)
	case kernel.Exited:
		s = fill(m.words.ExitedWith, "n", strconv.Itoa(p.Status))
	case kernel.Killed:
		s = m.words.WasKilled
	default:
		s = m.words.Running
	}
	if p.UID != 0 {
		s += " · uid " + strconv.Itoa(p.UID)
	}
	return s
}

func (m *sceneMaker) acts(proc string) bool {
	if m.step == nil {
		return false
	}
	for i := range m.step.Events {
		if m.step.Events[i].Proc == proc {
			return true
		}
	}
	return false
}

func (m *sceneMaker) fdChips(p, old *kernel.ProcessView, place ProcPlace) []FDChip {
	var chips []FDChip
	hidden := 0
	for _, f := range p.FDs {
		r, ok := place.FDs[f.FD]
		switch {
		case !showsFD(f):
		case !ok:
			hidden++
		default:
			chips = append(chips, m.fdChip(p.Name, f, old, r))
		}
	}
	if hidden > 0 {
		chips = append(chips, FDChip{Rect: place.More, Label: fill(m.words.MoreFDs, "n", strconv.Itoa(hidden))})
	}
	return chips
}

func (m *sceneMaker) fdChip(proc string, f kernel.FDView, old *kernel.ProcessView, r Rect) FDChip {
	c := FDChip{Rect: r, Label: "fd " + strconv.Itoa(f.FD), Target: f.File}
	c.Changed = old == nil || !slices.Contains(old.FDs, f)
	if f.CloseOnExec {
		c.Note = "CLOEXEC"
	}
	c.Socket = f.Socket
	if c.Socket == 0 {
		return c
	}
	c.Target = m.words.socket(c.Socket)
	c.Lit = c.Socket == m.selected
	if to, ok := m.placeOf(c.Socket); ok {
		m.scene.Arrows = append(m.scene.Arrows, Arrow{
			Key: proc + " " + strconv.Itoa(f.FD),
			X1:  r.X + r.W, Y1: r.Y + r.H/2, X2: to.X, Y2: to.Y + to.H/2,
			Lit: c.Lit, Changed: c.Changed,
		})
	}
	return c
}

// placeOf returns where a socket is drawn: at its own place or in the stack.
func (m *sceneMaker) placeOf(id int) (Rect, bool) {
	if r, own := m.layout.socket(id); own {
		return r, true
	}
	return m.layout.Stack, m.layout.Stack.W > 0
}

func (m *sceneMaker) drawSockets() {
	replaced := replacedSockets(m.after.Sockets)
	blockers := m.blockers()
	for i := range m.after.Sockets {
		s := m.after.Sockets[i]
		r, own := m.layout.socket(s.ID)
		switch {
		case s.Gone && (replaced[s.ID] || !own):
		case own:
			m.scene.Sockets = append(m.scene.Sockets, m.socketBox(s, r, slices.Contains(blockers, s.ID)))
		default:
			m.stacked = append(m.stacked, i)
		}
	}
	m.drawStack()
}

func (m *sceneMaker) socketBox(s *kernel.SocketView, r Rect, blocks bool) SocketBox {
	b := SocketBox{
		ID: s.ID, Rect: r, Kind: kindOf(s), State: m.words.state(s, m.after.Now),
		Name: m.words.socket(s.ID), Proto: protocol(s.Type),
		Local: m.words.NotBound, Refs: m.words.refs(s),
		Options: optionList(s.Options, 28),
		Changed: socketChanged(findSocket(m.before, s.ID), s),
		Active:  s.ID == m.acting(),
		Blocks:  blocks, Lit: s.ID == m.selected,
	}
	if s.Bound {
		b.Local = shortAddr(s.Local)
	}
	if s.Peer.Port() != 0 {
		b.Peer = "→ " + shortAddr(s.Peer)
	}
	if s.Device != "" {
		b.Local += " %" + s.Device
	}
	if s.State == "LISTEN" {
		b.Queue = m.queueBar(s)
	} else if s.Listener != 0 {
		b.Options = fill(m.words.InQueueOf, "socket", m.words.socket(s.Listener))
	}
	return b
}

func (m *sceneMaker) queueBar(s *kernel.SocketView) QueueBar {
	return QueueBar{
		Label: fill(m.words.AcceptQueue, "n", strconv.Itoa(s.RecvQ), "max", strconv.Itoa(s.SendQ)),
		Used:  s.RecvQ,
		Full:  s.RecvQ > s.SendQ,
	}
}

func (m *sceneMaker) drawStack() {
	if len(m.stacked) == 0 {
		return
	}
	st := &SocketStack{Rect: m.layout.Stack, Title: fill(m.words.MoreSockets, "n", strconv.Itoa(len(m.stacked)))}
	var states []string
	var count []int
	for _, at := range m.stacked {
		s := m.after.Sockets[at]
		i := slices.Index(states, s.State)
		if i < 0 {
			i = len(states)
			states, count = append(states, s.State), append(count, 0)
		}
		count[i]++
		st.Lit = st.Lit || s.ID == m.selected
	}
	for i, name := range states {
		st.Counts = append(st.Counts, strconv.Itoa(count[i])+" "+name)
	}
	m.scene.Stack = st
}

func (m *sceneMaker) drawBuckets() {
	for _, b := range m.after.Buckets {
		r := m.layout.Buckets[kernel.Port{Type: b.Type, Number: b.Port}]
		text := protocol(b.Type) + " " + strconv.Itoa(int(b.Port)) + ": " + ownerList(b.Owners)
		m.scene.Buckets = append(m.scene.Buckets, BucketChip{r, text})
	}
	if hidden := m.after.Ports - len(m.after.Buckets); hidden > 0 && m.layout.More.W > 0 {
		text := fill(m.words.MorePorts, "n", strconv.Itoa(hidden))
		m.scene.Buckets = append(m.scene.Buckets, BucketChip{m.layout.More, text})
	}
}

// ownerList names the first few owners of a port by their sockets' numbers.
func ownerList(ids []int) string {
	const room = 4
	s := ""
	for i, id := range ids {
		if i == room {
			return s + " +" + strconv.Itoa(len(ids)-room)
		}
		if i > 0 {
			s += ", "
		}
		s += strconv.Itoa(id)
	}
	return s
}

// blockers returns the sockets that stood in the way of this step's call.
func (m *sceneMaker) blockers() []int {
	if m.step == nil {
		return nil
	}
	e := firstEvent(*m.step)
	if e == nil || e.Result.Errno == 0 && e.State != trace.Blocked {
		return nil
	}
	if id := inTheWay(m.after, m.step); id != 0 {
		return []int{id}
	}
	return nil
}

// acting returns the socket that this step's call is about, or 0.
func (m *sceneMaker) acting() int {
	if m.step == nil {
		return 0
	}
	e := firstEvent(*m.step)
	if e == nil || !takesFD(e.Call.Name) {
		return 0
	}
	return socketOf(m.after, e.Proc, e.Call.FD)
}

func (m *sceneMaker) drawConflicts() {
	ids := m.blockers()
	if len(ids) == 0 {
		return
	}
	self := m.acting()
	from, ok := m.placeOf(self)
	if self == 0 || !ok {
		return
	}
	e := firstEvent(*m.step)
	var drawn []Rect
	for _, id := range ids {
		to, ok := m.placeOf(id)
		if !ok || id == self || to == from || slices.Contains(drawn, to) {
			continue
		}
		drawn = append(drawn, to)
		label := ""
		if len(drawn) == 1 {
			label = fill(m.words.BlocksCall, "p", e.Proc, "call", e.Call.Name)
		}
		m.scene.Conflicts = append(m.scene.Conflicts, conflictLine(from, to, label))
	}
}

// conflictLine draws the line in the rail, and its label in the gap beside the socket it leads to.
func conflictLine(from, to Rect, label string) Conflict {
	c := Conflict{X: to.X + to.W, Y1: from.Y + from.H/2, Y2: to.Y + to.H/2, Label: label}
	c.LabelAt = Rect{to.X, to.Y + to.H + 2, to.W, sockGap - 4}
	if from.Y < to.Y {
		c.LabelAt.Y = to.Y - sockGap + 2
	}
	return c
}

// kindOf sorts ss's states by what they look like.
func kindOf(s *kernel.SocketView) StateKind {
	if s.Gone {
		return KindGone
	}
	switch s.State {
	case "LISTEN":
		return KindListen
	case "ESTAB":
		return KindEstab
	case "TIME-WAIT":
		return KindWait
	case "SYN-SENT", "SYN-RECV":
		return KindOpening
	case "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "LAST-ACK", "CLOSING":
		return KindHalf
	}
	return KindIdle
}

// socketChanged reports whether a step did something to a socket. That time passed for its timer
// is no change.
func socketChanged(old, s *kernel.SocketView) bool {
	if old == nil {
		return true
	}
	return old.State != s.State || old.Local != s.Local || old.Peer != s.Peer || old.Bound != s.Bound ||
		old.RecvQ != s.RecvQ || old.SendQ != s.SendQ || old.Refs != s.Refs || old.Gone != s.Gone ||
		old.Listener != s.Listener || old.Device != s.Device || !slices.Equal(old.Options, s.Options)
}

func findProcess(v *kernel.Picture, name string) *kernel.ProcessView {
	for i := range v.Processes {
		if v.Processes[i].Name == name {
			return v.Processes[i]
		}
	}
	return nil
}

// optionList joins option names while they fit into so many characters.
func optionList(options []string, room int) string {
	s := ""
	for i, o := range options {
		sep := ""
		if i > 0 {
			sep = " "
		}
		if len(s)+len(sep)+len(o) > room {
			return s + " +" + strconv.Itoa(len(options)-i)
		}
		s += sep + o
	}
	return s
}

// shortAddr writes an address and port as the scenario language does, shortened in the middle
// where it would not fit its box.
func shortAddr(a netip.AddrPort) string {
	const room = 29
	s := a.String()
	if len(s) <= room {
		return s
	}
	return s[:room/2-1] + "…" + s[len(s)-room/2:]
}

// clock writes the virtual time, "12.500 s".
func clock(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) + " s"
}

// seconds writes what is left of a timer in whole seconds, rounded up.
func seconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}
