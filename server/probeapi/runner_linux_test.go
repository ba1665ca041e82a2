//go:build amd64 || arm64

package probeapi

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"portlab/server/probe"
	"portlab/sim/scenario"
)

// TestThisHost runs a scenario on the kernel, over HTTP.
func TestThisHost(t *testing.T) {
	server := httptest.NewServer(New(Options{Runner: ThisHost(probe.DefaultLimits)}))
	defer server.Close()
	got := strings.Join(readAll(t.Context(), t, server.URL, `# Two listeners
sysctl net.ipv4.tcp_fin_timeout=30
A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:80) = 0
A listen(3, 1) = 0
A accept(3) <unfinished ...>
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:80) = 0
B sleep(0.01) = 0
B connect(3, 127.0.0.1:80) = 0
`), "\n")
	for _, want := range []string{
		`event: host`, `"release":"` + probe.Release(), `"net.ipv4.tcp_fin_timeout":"60"`,
		`{"line":8,"proc":"B","call":"bind","state":"done","ret":-1,"errno":"EADDRINUSE","claim":"0","ok":false}`,
		`{"line":6,"proc":"A","call":"accept","state":"blocked"`,
		`{"line":9,"seconds":0.01,"elapsed":0.01}`,
		`{"line":6,"proc":"A","call":"accept","state":"resumed","ret":4,"addr":`,
		`event: end`, `{"ok":false,"steps":8,`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
}

func TestThisHostLimits(t *testing.T) {
	server := httptest.NewServer(New(Options{Runner: ThisHost(probe.Limits{Steps: 1})}))
	defer server.Close()
	got := strings.Join(readAll(t.Context(), t, server.URL, "A dup(0)\nA dup(0)\n"), "\n")
	want := "event: error\ndata: {\"message\":\"the run on this host ended: its limit is 1 steps; shorten the scenario\",\"line\":2}"
	if !strings.Contains(got, want) {
		t.Errorf("got\n%s", got)
	}
}

// watched tells when a run has ended, and so when its processes are gone.
type watched struct {
	Runner
	ended chan error
}

func (w watched) Run(ctx context.Context, s *scenario.Scenario, o Observer) error {
	err := w.Runner.Run(ctx, s, o)
	w.ended <- err
	return err
}

// When the client goes away during a sleep the run ends.
func TestThisHostDisconnect(t *testing.T) {
	runner := watched{ThisHost(probe.Limits{}), make(chan error)}
	server := httptest.NewServer(New(Options{Runner: runner}))
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	req := httptest.NewRequestWithContext(ctx, "POST", server.URL+"/api/probe", strings.NewReader("A sleep(3600) = 0\n"))
	req.RequestURI = ""
	req.Header.Set("Content-Type", "text/plain")
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	readLines(resp.Body, func(line string) bool { return line == "event: wait" })
	leave()
	if err := <-runner.ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the run ended with %v", err)
	}
}
