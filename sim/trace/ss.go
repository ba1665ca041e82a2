package trace

import (
	"net/netip"
	"strconv"
	"strings"

	"portlab/sim/abi"
)

// An SSRow is one socket as ss shows it.
type SSRow struct {
	Type   int    // SOCK_STREAM or SOCK_DGRAM
	State  string // UNCONN, LISTEN, ESTAB, TIME-WAIT and so on
	RecvQ  int    // bytes to read; of a listener, connections in the accept queue
	SendQ  int    // bytes not yet acknowledged; of a listener, the backlog
	Local  netip.AddrPort
	Peer   netip.AddrPort // port 0 where there is none
	V6Only bool           // an IPv6 socket that leaves IPv4 alone
	Device string         // the interface that it is bound to
	Users  []SSUser       // the descriptors that refer to it, in ss's order: latest process first
}

// An SSUser is one descriptor of one process.
type SSUser struct {
	Name string
	PID  int
	FD   int
}

// SS writes a socket table as ss -tuan prints it to a file, with process as ss -tuanp: UDP first,
// otherwise in the order of rows. As ss does, it leaves out TCP sockets that neither listen nor are
// connected. Every line ends in a line feed.
func SS(rows []SSRow, process bool) string {
	table := [][]string{{"Netid", "State", "Recv-Q", "Send-Q", "Local Address:", "Port", "Peer Address:", "Port", "Process"}}
	for _, typ := range []int{abi.SOCK_DGRAM, abi.SOCK_STREAM} {
		for _, r := range rows {
			if r.Type == typ && (typ == abi.SOCK_DGRAM || r.State != "UNCONN") {
				table = append(table, r.cells(process))
			}
		}
	}
	return layOut(table)
}

// cells returns the row's columns. Addresses are two columns, which meet at the colon.
func (r *SSRow) cells(process bool) []string {
	netid := "tcp"
	if r.Type == abi.SOCK_DGRAM {
		netid = "udp"
	}
	users := ""
	if process {
		users = usersText(r.Users)
	}
	local, peer := r.addrText(r.Local.Addr()), r.addrText(r.peerAddr())
	if r.Device != "" {
		local += "%" + r.Device
	}
	return []string{netid, r.State, strconv.Itoa(r.RecvQ), strconv.Itoa(r.SendQ),
		local + ":", portText(r.Local.Port()), peer + ":", portText(r.Peer.Port()), users}
}

// peerAddr is the wildcard of the socket's own family where it has no peer.
func (r *SSRow) peerAddr() netip.Addr {
	switch {
	case r.Peer.Port() != 0 && r.Peer.Addr().IsValid():
		return r.Peer.Addr()
	case r.Local.Addr().Is4():
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}

// addrText writes an address; ss has * for the wildcard of a socket of both families.
func (r *SSRow) addrText(a netip.Addr) string {
	switch {
	case a.Is4():
		return a.String()
	case a.IsUnspecified() && !r.V6Only:
		return "*"
	}
	return "[" + a.String() + "]"
}

func portText(port uint16) string {
	if port == 0 {
		return "*"
	}
	return strconv.Itoa(int(port))
}

func usersText(users []SSUser) string {
	if len(users) == 0 {
		return ""
	}
	parts := make([]string, len(users))
	for i, u := range users {
		parts[i] = `("` + u.Name + `",pid=` + strconv.Itoa(u.PID) + ",fd=" + strconv.Itoa(u.FD) + ")"
	}
	return " users:(" + strings.Join(parts, ",") + ")"
}

// localColumn and peerColumn are the columns that ss sets to the right.
const (
	localColumn = 4
	peerColumn  = 6
)

// portWidth is the least width of the peer's port. ss joins the words Port and Process where no
// port has five digits; a reader is better served by the gap.
const portWidth = 5

// layOut sets a table in columns as ss does: addresses to the right up to their colon, the rest to
// the left, one space between columns but none at the colons and before the process, which brings
// its own.
func layOut(table [][]string) string {
	widths := make([]int, len(table[0]))
	widths[peerColumn+1] = portWidth
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	var out strings.Builder
	for _, row := range table {
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-len(cell))
			switch i {
			case localColumn, peerColumn:
				out.WriteString(pad + cell)
			case peerColumn + 1, len(row) - 1:
				out.WriteString(cell + pad)
			default:
				out.WriteString(cell + pad + " ")
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}
