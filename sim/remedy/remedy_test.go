package remedy_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portlab/sim/abi"
	"portlab/sim/generate"
	"portlab/sim/profile"
	"portlab/sim/remedy"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

const testdata = "../testdata/linux/"

func read(t testing.TB, file string) string {
	t.Helper()
	src, err := os.ReadFile(testdata + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

func parse(t testing.TB, src string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Parse("", src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return s
}

const listenTwice = `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 0.0.0.0:8080) = 0
A listen(3, 128) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 0.0.0.0:8080) = -1 EADDRINUSE (Address already in use)
`

var tests = []struct {
	name string
	file string // of testdata, or
	src  string
	line int
	want []string // remedies, in order; others may stand between
	not  []string // what must not be offered
	miss []string // misses, in order, each with its rule
}{
	{
		name: "listen twice on one wildcard", src: listenTwice, line: 5,
		want: []string{"set SO_REUSEPORT on both A and B before their bind", "bind 0.0.0.0:8081 instead", "bind 0.0.0.0:0 instead",
			"let A close fd 3 first", "kill A first"},
		miss: []string{"SO_REUSEADDR on both A and B does not help: port.listening", "SO_REUSEPORT on B alone does not help: port.no_reuse"},
	},
	{
		name: "the second listen", file: "bind/reuseaddr_both_bound.strace", line: 9,
		want: []string{"set SO_REUSEPORT on both A and B before their bind"},
	},
	{
		name: "restart", file: "timewait/restart.strace", line: 12,
		want: []string{"set SO_REUSEADDR on both A and A2 before their bind", "wait 60 s", "let B close first, before line 8",
			"set SO_REUSEPORT on both A and A2 before their bind", "bind 127.0.0.2:8080 instead", "bind 127.0.0.1:8081 instead"},
		miss: []string{"SO_REUSEADDR on A2 alone does not help: port.owner_no_reuse", "SO_REUSEPORT on A2 alone does not help: port.no_reuse",
			"net.ipv4.tcp_fin_timeout=5 does not help, nor after 10 s: port.no_reuse", "net.ipv4.tcp_tw_reuse=1 does not help: port.no_reuse"},
	},
	{
		name: "restart with the option in the new server only", file: "timewait/reuseaddr_new_only.strace", line: 13,
		want: []string{"set SO_REUSEADDR on A before its bind", "wait 60 s"},
	},
	{
		name: "an orphan in FIN_WAIT2", file: "timewait/fin_wait2_orphan.strace", line: 12,
		want: []string{"wait 2 s", "let B close first, before line 9"},
	},
	{
		name: "an option that was cleared", file: "bind/reuseaddr_cleared_after_bind.strace", line: 8,
		want: []string{"do not clear SO_REUSEADDR on line 5"},
	},
	{
		name: "two sockets of one process", file: "bind/own_second_socket.strace", line: 5,
		want: []string{"set SO_REUSEADDR on both A (line 2) and A (line 4) before their bind"},
		miss: []string{"SO_REUSEADDR on A (line 4) alone does not help: port.owner_no_reuse"},
	},
	{
		name: "three owners", file: "bind/any_owner_conflicts.strace", line: 7,
		want: []string{"set SO_REUSEADDR on A, B and C before their bind", "let A close fd 3 first, and let B close fd 3 first"},
	},
	{
		name: "another user", file: "reuseport/other_user.strace", line: 8,
		want: []string{"run B as root: leave out its setuid"},
	},
	{
		name: "both must listen afterwards",
		src: `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:8080) = -1 EADDRINUSE
A listen(3, 1) = 0
B listen(3, 1) = 0
`,
		line: 4,
		want: []string{"set SO_REUSEPORT on both A and B before their bind"},
		not:  []string{"set SO_REUSEADDR on both A and B before their bind"},
	},
	{
		name: "privilege", file: "bind/privileged_port.strace", line: 6,
		want: []string{"call bind before setuid drops the privilege", "bind 127.0.0.1:8081 instead", "run B as root: leave out its setuid",
			"set the sysctl net.ipv4.ip_unprivileged_port_start=81"},
		not: []string{"set SO_REUSEADDR on B before its bind"},
	},
	{
		name: "an address of another host", file: "bind/not_local.strace", line: 3,
		want: []string{"set IP_FREEBIND on A before its bind", "bind 127.0.0.1:8080 instead", "set the sysctl net.ipv4.ip_nonlocal_bind=1",
			"give the host the address 192.0.2.1"},
	},
	{
		name: "bound twice", file: "bind/twice.strace", line: 4,
		want: []string{"leave out the bind to 127.0.0.1:8080 on line 3", "use a new socket, fd 4"},
	},
	{
		name: "the other family", file: "bind/wrong_family.strace", line: 3,
		want: []string{"bind 127.0.0.1:8080 instead", "make the socket with AF_INET6"},
	},
	{
		name: "a dual-stack wildcard", file: "ipv6/dual_stack.strace", line: 6,
		want: []string{"set IPV6_V6ONLY on A before its bind"},
	},
	{
		name: "an option too late", file: "ipv6/v6only.strace", line: 5,
		want: []string{"set it before bind"},
	},
	{
		name: "nobody listens", file: "connect/refused.strace", line: 3,
		want: []string{"let a server listen at 127.0.0.1:8080 first"},
	},
	{
		name: "bound and not listening",
		src: `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B connect(3, 127.0.0.1:8080) = -1 ECONNREFUSED
`,
		line: 4,
		want: []string{"let A listen first"},
	},
	{
		name: "a full accept queue", file: "connect/backlog_full.strace", line: 8,
		want: []string{"let A listen with a backlog of 128", "let A accept a connection first"},
	},
	{
		name: "all ephemeral ports in use", file: "connect/range_exhausted.strace", line: 14,
		want: []string{"set the sysctl net.ipv4.ip_local_port_range=40000 41001"},
	},
	{
		name: "port 0 of a range in use",
		src: `sysctl net.ipv4.ip_local_port_range=40000 40000
A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:0) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:0) = -1 EADDRINUSE
`,
		line: 5,
		want: []string{"set IP_BIND_ADDRESS_NO_PORT on B before its bind", "bind 127.0.0.2:0 instead", "bind 127.0.0.1:1024 instead",
			"let A close fd 3 first", "set the sysctl net.ipv4.ip_local_port_range=40000 41000",
			"set the sysctl net.ipv4.ip_autobind_reuse=1, and set SO_REUSEADDR on both A and B before their bind"},
	},
	{
		name: "a young TIME_WAIT", file: "timewait/tw_reuse.strace", line: 12,
		want: []string{"wait 2 s"},
	},
	{
		name: "a 4-tuple in use", file: "connect/tuple_taken.strace", line: 12,
		want: []string{"bind 127.0.0.1:40001 instead", "leave out the bind to 127.0.0.1:40000 on line 11"},
	},
	{
		name: "nothing to accept", file: "accept/nonblocking.strace", line: 6,
		want: []string{"let a client connect to 127.0.0.1:8080 first"},
	},
	{
		name: "nothing to receive", file: "io/reset_while_blocked.strace", line: 8,
		want: []string{"let A send something first"},
	},
	{
		name: "broadcast", file: "udp/broadcast.strace", line: 9,
		want: []string{"set SO_BROADCAST on C"},
	},
	{
		name: "a port that has a name",
		src: `A socket(AF_INET, SOCK_STREAM, 0) = 3
A listen(3, 5) = 0
A getsockname(3) = 0.0.0.0:$p
A accept(3 <unfinished ...>
`,
		line: 4,
		want: []string{"let a client connect to 127.0.0.1:$p first"},
	},
	{
		name: "nowhere to send to", file: "udp/receive.strace", line: 9,
		want: []string{"connect to 127.0.0.1:5353 first"},
	},
	{
		name: "a call that succeeds", src: listenTwice, line: 2,
	},
	{
		name: "a line that is no call", src: "# nothing\n", line: 1,
	},
}

func TestFind(t *testing.T) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := test.src
			if test.file != "" {
				src = read(t, test.file)
			}
			got := remedy.Find(parse(t, src), test.line, profile.Linux)
			texts := remedies(got)
			if !inOrder(texts, test.want) || test.want == nil && len(texts) > 0 {
				t.Errorf("found\n%s\nexpected, in this order,\n%s", strings.Join(texts, "\n"), strings.Join(test.want, "\n"))
			}
			for _, not := range test.not {
				if slices.Contains(texts, not) {
					t.Errorf("found %q, which does not do", not)
				}
			}
			if misses := misses(got); !inOrder(misses, test.miss) {
				t.Errorf("misses are\n%s\nexpected, in this order,\n%s", strings.Join(misses, "\n"), strings.Join(test.miss, "\n"))
			}
		})
	}
}

func remedies(a remedy.Answer) []string {
	var out []string
	for _, r := range a.Remedies {
		out = append(out, r.Text.EN)
	}
	return out
}

func misses(a remedy.Answer) []string {
	var out []string
	for _, m := range a.Misses {
		out = append(out, m.Text.EN+": "+m.Rule.ID)
	}
	return out
}

// inOrder reports whether all of want are in got, in that order.
func inOrder(got, want []string) bool {
	for _, g := range got {
		if len(want) > 0 && g == want[0] {
			want = want[1:]
		}
	}
	return len(want) == 0
}

func TestChangedText(t *testing.T) {
	src := read(t, "timewait/restart.strace")
	s := parse(t, src)
	a := remedy.Find(s, 12, profile.Linux)
	want := []string{
		`# The server closed first: its TIME_WAIT keeps the port for 60 s.
A socket(AF_INET, SOCK_STREAM, 0) = 3
A setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0
A bind(3, 127.0.0.1:8080) = 0
A listen(3, 128) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B connect(3, 127.0.0.1:8080) = 0
A accept(3) = 4
A close(4) = 0
B close(3) = 0
A exit(0) = ?
A2 socket(AF_INET, SOCK_STREAM, 0) = 3
A2 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0
A2 bind(3, 127.0.0.1:8080) = 0
A2 bind(3, 127.0.0.2:8080) = -1 EINVAL (Invalid argument)
A3 socket(AF_INET, SOCK_STREAM, 0) = 3
A3 bind(3, 0.0.0.0:8080) = -1 EADDRINUSE (Address already in use)
A3 sleep(65) = 0
A3 bind(3, 127.0.0.1:8080) = -1 EADDRINUSE (Address already in use)
`,
		`# The server closed first: its TIME_WAIT keeps the port for 60 s.
A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
A listen(3, 128) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B connect(3, 127.0.0.1:8080) = 0
A accept(3) = 4
A close(4) = 0
B close(3) = 0
A exit(0) = ?
A2 socket(AF_INET, SOCK_STREAM, 0) = 3
A2 sleep(65) = 0
A2 bind(3, 127.0.0.1:8080) = 0
A2 bind(3, 127.0.0.2:8080) = -1 EINVAL (Invalid argument)
A3 socket(AF_INET, SOCK_STREAM, 0) = 3
A3 bind(3, 0.0.0.0:8080) = -1 EADDRINUSE (Address already in use)
A3 sleep(65) = 0
A3 bind(3, 127.0.0.1:8080) = -1 EADDRINUSE (Address already in use)
`,
	}
	for i, w := range want {
		if got := scenario.Format(a.Remedies[i].Apply(s)); got != w {
			t.Errorf("%s gives\n%s\nexpected\n%s", a.Remedies[i].Text.EN, got, w)
		}
	}
}

// Every remedy holds what it says: written down, read again and run, the call succeeds. A port in use
// always has one.
func TestEveryRemedyWorks(t *testing.T) {
	err := filepath.WalkDir(testdata, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".strace") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(testdata, path)
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			for _, e := range checkAll(t, string(src)) {
				if e.Result.Errno == abi.EADDRINUSE {
					t.Errorf("line %d has no remedy: %s", e.Line, trace.Strace(&e))
				}
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRemediesOfRandomScenarios(t *testing.T) {
	const each = 40
	for _, kind := range generate.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			for seed := range uint64(each) {
				checkAll(t, scenario.Format(generate.New(kind, seed, 25)))
			}
		})
	}
}

// checkAll checks the remedies of each refused call of a text, and returns those that have none.
func checkAll(t *testing.T, src string) (without []trace.Event) {
	t.Helper()
	s := parse(t, src)
	for _, e := range run.New(s, profile.Linux).Events() {
		if e.Missing || e.State == trace.Resumed || e.State == trace.Done && e.Result.Errno == 0 {
			continue
		}
		a := remedy.Find(s, e.Line, profile.Linux)
		if len(a.Remedies) == 0 {
			without = append(without, e)
		}
		check(t, s, src, e.Line, a)
		if t.Failed() {
			t.Fatalf("in\n%s", src)
		}
	}
	if after := scenario.Format(s); after != scenario.Format(parse(t, src)) {
		t.Errorf("the scenario was changed to\n%s", after)
	}
	return without
}

func check(t *testing.T, s *scenario.Scenario, src string, line int, a remedy.Answer) {
	t.Helper()
	if len(a.Remedies) > remedy.Most {
		t.Errorf("line %d: %d remedies, expected at most %d", line, len(a.Remedies), remedy.Most)
	}
	seen := map[string]bool{}
	for i := range a.Remedies {
		r := &a.Remedies[i]
		if i > 0 && r.Size < a.Remedies[i-1].Size {
			t.Errorf("line %d: %q is smaller than the one before it", line, r.Text.EN)
		}
		checkText(t, r.Text)
		text := scenario.Format(r.Apply(s))
		if patched := scenario.Format(parse(t, r.Patch(src))); patched != text {
			t.Errorf("line %d, %s: Patch gives\n%s\nand Apply\n%s", line, r.Text.EN, patched, text)
		}
		if seen[text] {
			t.Errorf("line %d: %q is there twice", line, r.Text.EN)
		}
		seen[text] = true
		checkWorks(t, text, r.Line(line, len(s.Lines)), r, claimsHold(s))
	}
	for _, m := range a.Misses {
		checkText(t, m.Text)
	}
}

func checkText(t *testing.T, text profile.Text) {
	t.Helper()
	for _, s := range []string{text.EN, text.ZH} {
		if s == "" || strings.Contains(s, "{0}") || strings.Contains(s, "  ") || strings.TrimSpace(s) != s {
			t.Errorf("the text %q is not well formed", s)
		}
	}
}

// checkWorks runs the changed text, in which the call is on the given line. Where all claims held
// before, they do after.
func checkWorks(t *testing.T, text string, line int, r *remedy.Remedy, held bool) {
	t.Helper()
	changed := run.New(parse(t, text), profile.Linux)
	if err := changed.Err(); err != nil && held {
		t.Errorf("%s: %v\n%s", r.Text.EN, err, text)
	}
	works := false
	for _, e := range changed.Events() {
		if e.Line == line && e.State == trace.Done && e.Result.Errno == 0 {
			works = true
		}
		if e.Claim != nil && !e.OK && held {
			t.Errorf("%s: the changed text claims what does not hold: %s\n%s", r.Text.EN, trace.Strace(&e), text)
		}
	}
	if !works {
		t.Errorf("%s: line %d does not succeed in\n%s", r.Text.EN, line, text)
	}
}

// claimsHold reports whether the scenario runs to its end and claims nothing that is not so.
func claimsHold(s *scenario.Scenario) bool {
	tl := run.New(s, profile.Linux)
	return tl.Err() == nil && !slices.ContainsFunc(tl.Events(), func(e trace.Event) bool { return e.Claim != nil && !e.OK })
}

// thirty is a scenario of thirty steps whose last is refused by what many steps before did.
func thirty(b *testing.B) *scenario.Scenario {
	text := "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:8080) = 0\nA listen(3, 128) = 0\n"
	for _, client := range []string{"B", "C", "D", "E"} {
		text += client + " socket(AF_INET, SOCK_STREAM, 0) = 3\n" + client + " connect(3, 127.0.0.1:8080) = 0\n" +
			"A accept(3) = 4\n" + client + " send(3, \"hello\") = 5\nA recv(4, 10) = 5\nA close(4) = 0\n"
	}
	text += "A exit(0) = ?\nA2 socket(AF_INET, SOCK_STREAM, 0) = 3\nA2 bind(3, 127.0.0.1:8080) = -1 EADDRINUSE\n"
	return parse(b, text)
}

func BenchmarkFind(b *testing.B) {
	s := thirty(b)
	b.ReportAllocs()
	for b.Loop() {
		if a := remedy.Find(s, len(s.Lines), profile.Linux); len(a.Remedies) == 0 {
			b.Fatal("nothing found")
		}
	}
}
