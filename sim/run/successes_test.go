package run_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// surprises are the kinds of success that surprise, each with a scenario file that shows it, the call
// there, and the rule that must be named.
var surprises = []struct{ kind, file, call, rule string }{
	{"bind beside TIME_WAIT with SO_REUSEADDR on both", "timewait/reuseaddr_both", "A2 bind(3, 127.0.0.1:8080)", "port.reuseaddr"},
	{"listen beside TIME_WAIT with SO_REUSEADDR on both", "timewait/reuseaddr_both", "A2 listen(3, 128)", "port.reuseaddr"},
	{"bind beside TIME_WAIT with SO_REUSEPORT, another user's", "state/time_wait_reuseport_other_user", "C bind(3, 127.0.0.1:8080)", "port.reuseport"},
	{"bind beside an orphan in FIN_WAIT2 with SO_REUSEADDR on both", "state/fin_wait2_reuseaddr", "C bind(3, 127.0.0.1:8080)", "port.reuseaddr"},
	{"bind beside living connections with SO_REUSEADDR on both", "state/connected_reuseaddr_wildcard", "C bind(3, 0.0.0.0:8080)", "port.reuseaddr"},
	{"bind beside a bound socket with SO_REUSEADDR on both", "bind/reuseaddr_both_bound", "B bind(3, 127.0.0.1:8080)", "port.reuseaddr"},
	{"listen that passes the second check beside a bound socket", "bind/reuseaddr_both_bound", "A listen(3, 1)", "port.reuseaddr"},
	{"bind of a specific address beside the wildcard with SO_REUSEADDR on both", "bind/reuseaddr_wildcard_and_specific", "B bind(3, 127.0.0.1:8080)", "port.reuseaddr"},
	{"bind of a specific address beside another", "bind/two_specific", "B bind(3, 127.0.0.2:8080)", "port.address"},
	{"listen at a specific address beside another", "bind/two_specific", "B listen(3, 1)", "port.address"},
	{"bind and listen with SO_REUSEPORT of one user", "reuseport/group", "B bind(3, 0.0.0.0:8080)", "port.reuseport_known"},
	{"bind with SO_REUSEPORT beside an address", "reuseport/specific_and_wildcard", "B bind(3, 127.0.0.1:8080)", "port.reuseport_known"},
	{"bind with SO_REUSEPORT that was set on the other later", "reuseport/set_after_bind", "B bind(3, 127.0.0.1:8080)", "port.reuseport"},
	{"bind beside a socket that has cleared SO_REUSEPORT since", "reuseport/remembered", "B bind(3, 127.0.0.1:8080)", "port.reuseport_known"},
	{"UDP sockets that share by SO_REUSEADDR", "udp/last_bound_receives", "B bind(3, 127.0.0.1:5353)", "port.datagram_reuseaddr"},
	{"UDP sockets of two users that share by SO_REUSEADDR", "udp/reuseaddr_other_user", "B bind(3, 127.0.0.1:5353)", "port.datagram_reuseaddr"},
	{"UDP sockets that share by SO_REUSEPORT", "reuseport/udp", "B bind(3, 127.0.0.1:5353)", "port.reuseport"},
	{"bind to another host's address with IP_FREEBIND", "bind/freebind_listen", "A bind(3, 10.1.2.3:8080)", "bind.nonlocal"},
	{"bind to another host's address with ip_nonlocal_bind", "bind/nonlocal_sysctl", "A bind(3, 192.0.2.1:8080)", "bind.nonlocal"},
	{"bind to a privileged port without privilege", "bind/unprivileged_port_start", "A bind(3, 127.0.0.1:80)", "bind.privilege"},
	{"0.0.0.0 beside an IPv6 only ::", "ipv6/v6only", "B bind(3, 0.0.0.0:8080)", "port.address"},
	{"sockets on two devices", "bind/device", "B bind(3, 0.0.0.0:8080)", "port.device"},
	{"bind with port 0 and IP_BIND_ADDRESS_NO_PORT", "port0/no_port_shared", "B bind(3, 127.0.0.2:0)", "bind.no_port"},
	{"port 0 that shares by ip_autobind_reuse", "port0/autobind_reuse", "B bind(3, 127.0.0.1:0)", "port.reuseaddr"},
	{"an automatic port that two connections share", "connect/shared_auto_port", "B connect(4, 127.0.0.1:8081)", "connect.shared_port"},
	{"an automatic port shared after IP_BIND_ADDRESS_NO_PORT", "port0/no_port_shared", "C connect(3, 127.0.0.1:8081)", "connect.shared_port"},
	{"connect over a 4-tuple in TIME_WAIT by tcp_tw_reuse", "timewait/tw_reuse", "B connect(3, 127.0.0.1:8080)", "timewait.reuse"},
	{"connect over a 4-tuple in TIME_WAIT from a bound port", "timewait/explicit_port", "B connect(3, 127.0.0.1:8080)", "timewait.explicit"},
	{"connect to oneself", "connect/self", "A connect(3, 127.0.0.1:8080)", "connect.crossed"},
	{"connect of both ends, the one that waited", "tcp/simultaneous_open_blocked", "A connect(3, 127.0.0.1:9002)", "connect.crossed"},
	{"connect of both ends, the other", "tcp/simultaneous_open_blocked", "B connect(3, 127.0.0.1:9001)", "connect.crossed"},
	{"connect to an address whose listener is on the wildcard", "connect/to_wildcard", "B connect(3, 0.0.0.0:8080)", "connect.listener"},
	{"connect before anybody accepts", "connect/unaccepted", "B connect(3, 127.0.0.1:8080)", "connect.listener"},
	{"UDP connect where nobody is", "udp/refused_send", "A connect(3, 127.0.0.1:5353)", "connect.datagram"},
	{"UDP send where nobody is", "udp/nobody", "A sendto(3, \"x\", 127.0.0.1:5353)", "send.datagram"},
	{"send after the peer's half-close", "close/send_after_end", "B send(3, \"x\")", "send.half_closed"},
	{"the first send after the peer's close", "close/data_to_closed", "B send(3, \"x\")", "send.half_closed"},
	{"close that leaves an orphan", "timewait/fin_wait2_orphan", "A close(4)", "close.orphan"},
	{"close that gives up waiting", "tcp/linger_time_fin_wait1", "B close(3)", "close.orphan"},
	{"close with SO_LINGER that was acknowledged", "close/linger_waits", "A close(4)", "close.linger"},
	{"close with unread data", "timewait/unread_data", "A close(4)", "close.reset"},
	{"close with SO_LINGER {1, 0}", "timewait/linger_zero", "A close(4)", "close.reset"},
	{"close of a socket that a child has too", "fork/close_sends_no_fin", "A close(4)", "close.shared"},
	{"listen on a listener", "accept/backlog_raised", "A listen(3, 5)", "listen.again"},
	{"accept on a listener that processes share", "accept/worker_dies", "W accept(3)", "accept.queue"},
	{"AF_UNSPEC on a connected socket", "connect/unspec", "B connect(3, AF_UNSPEC)", "connect.dissolve"},
}

// A surprising success carries the rule that allowed it.
func TestEverySurprisingSuccessHasItsReason(t *testing.T) {
	for _, s := range surprises {
		e := lastSuccess(t, s.file, s.call)
		if e == nil {
			t.Errorf("%s: in %s no %s succeeds", s.kind, s.file, s.call)
			continue
		}
		named := slices.ContainsFunc(e.Why.Checks, func(c profile.Check) bool { return c.OK && c.Rule.ID == s.rule })
		if !named {
			t.Errorf("%s: the reason of %s in %s does not name %s: %+v", s.kind, s.call, s.file, s.rule, e.Why.Checks)
		}
	}
}

// lastSuccess runs a scenario file and returns the last event of a line that is this call and succeeds,
// nil for none.
func lastSuccess(t *testing.T, file, call string) (last *trace.Event) {
	t.Helper()
	path := filepath.Join(testdata, file+".strace")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(src), "\n")
	for _, e := range run.New(parse(t, path), profile.Linux).Events() {
		if e.State != trace.Blocked && e.Result.Errno == 0 && strings.HasPrefix(lines[e.Line-1], strings.TrimSuffix(call, ")")) {
			last = &e
		}
	}
	return last
}

// Where bind says that nobody holds the port, nobody does.
func TestUnownedPortHasNoOwner(t *testing.T) {
	scenarios(t, func(t *testing.T, s *scenario.Scenario) {
		tl := run.New(s, profile.Linux)
		for k := range tl.Len() {
			tl.Seek(k)
			before := tl.View()
			for _, e := range tl.StepAt(k + 1).Events {
				if e.Call.Name != "bind" || e.Call.Addr.Port == 0 || e.Why == nil || !names(e.Why, profile.PortUnowned) {
					continue
				}
				if ids := otherOwners(&before, &e); len(ids) > 0 {
					t.Errorf("line %d: %s, and says that nobody holds the port; sockets %v do", e.Line, trace.Strace(&e), ids)
				}
			}
		}
	})
}

func names(v *profile.Verdict, rule *profile.Rule) bool {
	return slices.ContainsFunc(v.Checks, func(c profile.Check) bool { return c.Rule == rule })
}

// otherOwners returns the other sockets that hold the port that a bind asks for, by ID.
func otherOwners(v *kernel.View, bind *trace.Event) []int {
	asking := socketAt(v, bind.Proc, bind.Call.FD)
	for _, b := range v.Buckets {
		if b.Type == asking.Type && b.Port == bind.Call.Addr.Port {
			return slices.DeleteFunc(b.Owners, func(id int) bool { return id == asking.ID })
		}
	}
	return nil
}

// socketAt returns the socket of a process's descriptor.
func socketAt(v *kernel.View, process string, fd int) *kernel.SocketView {
	p := v.Processes[slices.IndexFunc(v.Processes, func(p kernel.ProcessView) bool { return p.Name == process })]
	id := p.FDs[slices.IndexFunc(p.FDs, func(f kernel.FDView) bool { return f.FD == fd })].Socket
	return &v.Sockets[slices.IndexFunc(v.Sockets, func(s kernel.SocketView) bool { return s.ID == id })]
}
