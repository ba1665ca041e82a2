package trace

import (
	"net/netip"
	"testing"

	"portlab/sim/abi"
)

func row(typ int, state string, recvq, sendq int, local, peer string, users ...SSUser) SSRow {
	r := SSRow{Type: typ, State: state, RecvQ: recvq, SendQ: sendq, Local: netip.MustParseAddrPort(local), Users: users}
	if peer != "" {
		r.Peer = netip.MustParseAddrPort(peer)
	}
	return r
}

// table is what python3 with pids 9230 and 9189 had open when ss (iproute2 6.1) printed the texts below.
func table() []SSRow {
	py := func(pid, fd int) SSUser { return SSUser{"python3", pid, fd} }
	v6only := row(abi.SOCK_STREAM, "LISTEN", 0, 5, "[::]:80", "", py(9230, 4), py(9189, 4))
	v6only.V6Only = true
	onLo := row(abi.SOCK_DGRAM, "UNCONN", 0, 0, "0.0.0.0:54", "", py(9189, 12))
	onLo.Device = "lo"
	return []SSRow{
		row(abi.SOCK_STREAM, "LISTEN", 0, 5, "0.0.0.0:80", "", py(9230, 3), py(9189, 3)),
		row(abi.SOCK_DGRAM, "UNCONN", 832, 0, "127.0.0.1:53", "", py(9189, 11)),
		onLo,
		row(abi.SOCK_STREAM, "UNCONN", 0, 0, "127.0.0.1:81", "", py(9189, 14)),
		row(abi.SOCK_DGRAM, "ESTAB", 0, 0, "127.0.0.1:33411", "127.0.0.1:53", py(9189, 13)),
		row(abi.SOCK_STREAM, "ESTAB", 0, 0, "127.0.0.1:80", "127.0.0.1:50470", py(9230, 7), py(9189, 7)),
		row(abi.SOCK_STREAM, "LISTEN", 0, 5, "[::]:8080", "", py(9230, 5), py(9189, 5)),
		v6only,
		row(abi.SOCK_STREAM, "ESTAB", 0, 0, "[::ffff:127.0.0.1]:8080", "[::ffff:127.0.0.1]:39944", py(9189, 9)),
		row(abi.SOCK_STREAM, "TIME-WAIT", 0, 0, "[::1]:56270", "[::1]:8080"),
	}
}

func TestSS(t *testing.T) {
	const want = "" +
		"Netid State     Recv-Q Send-Q      Local Address:Port        Peer Address:Port Process\n" +
		"udp   UNCONN    832    0               127.0.0.1:53               0.0.0.0:*           \n" +
		"udp   UNCONN    0      0              0.0.0.0%lo:54               0.0.0.0:*           \n" +
		"udp   ESTAB     0      0               127.0.0.1:33411          127.0.0.1:53          \n" +
		"tcp   LISTEN    0      5                 0.0.0.0:80               0.0.0.0:*           \n" +
		"tcp   ESTAB     0      0               127.0.0.1:80             127.0.0.1:50470       \n" +
		"tcp   LISTEN    0      5                       *:8080                   *:*           \n" +
		"tcp   LISTEN    0      5                    [::]:80                  [::]:*           \n" +
		"tcp   ESTAB     0      0      [::ffff:127.0.0.1]:8080  [::ffff:127.0.0.1]:39944       \n" +
		"tcp   TIME-WAIT 0      0                   [::1]:56270              [::1]:8080        \n"
	if got := SS(table(), false); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestSSProcess(t *testing.T) {
	const want = "" +
		"Netid State     Recv-Q Send-Q      Local Address:Port        Peer Address:Port Process                                                     \n" +
		"udp   UNCONN    832    0               127.0.0.1:53               0.0.0.0:*     users:((\"python3\",pid=9189,fd=11))                         \n" +
		"udp   UNCONN    0      0              0.0.0.0%lo:54               0.0.0.0:*     users:((\"python3\",pid=9189,fd=12))                         \n" +
		"udp   ESTAB     0      0               127.0.0.1:33411          127.0.0.1:53    users:((\"python3\",pid=9189,fd=13))                         \n" +
		"tcp   LISTEN    0      5                 0.0.0.0:80               0.0.0.0:*     users:((\"python3\",pid=9230,fd=3),(\"python3\",pid=9189,fd=3))\n" +
		"tcp   ESTAB     0      0               127.0.0.1:80             127.0.0.1:50470 users:((\"python3\",pid=9230,fd=7),(\"python3\",pid=9189,fd=7))\n" +
		"tcp   LISTEN    0      5                       *:8080                   *:*     users:((\"python3\",pid=9230,fd=5),(\"python3\",pid=9189,fd=5))\n" +
		"tcp   LISTEN    0      5                    [::]:80                  [::]:*     users:((\"python3\",pid=9230,fd=4),(\"python3\",pid=9189,fd=4))\n" +
		"tcp   ESTAB     0      0      [::ffff:127.0.0.1]:8080  [::ffff:127.0.0.1]:39944 users:((\"python3\",pid=9189,fd=9))                          \n" +
		"tcp   TIME-WAIT 0      0                   [::1]:56270              [::1]:8080                                                             \n"
	if got := SS(table(), true); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestSSEmpty(t *testing.T) {
	const want = "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
	if got := SS(nil, false); got != want {
		t.Errorf("got %q", got)
	}
}
