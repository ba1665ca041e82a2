package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"portlab/server"
	"portlab/server/probe"
)

// startServing carries out portlab serve and returns the address that it says it is at, and what ends it.
func startServing(t *testing.T, args ...string) (url string, end func() (status int)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	said, out := io.Pipe()
	status := make(chan int, 1)
	go func() {
		status <- execute(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), streams{strings.NewReader(""), out, io.Discard})
		out.Close()
	}()
	lines := bufio.NewScanner(said)
	for lines.Scan() && url == "" {
		_, url, _ = strings.Cut(lines.Text(), "Portlab is at ")
	}
	go io.Copy(io.Discard, said)
	return url, func() int {
		cancel()
		return <-status
	}
}

func TestServe(t *testing.T) {
	t.Setenv("PORTLAB_BASE_PATH", "/ports")
	url, end := startServing(t, "--probe=off")
	if !strings.HasSuffix(url, "/ports/") {
		t.Errorf("it is at %q, want the base path of the environment", url)
	}
	for path, want := range map[string]int{"en/": 200, "/healthz": 200, "/readyz": 200, "/en/": 404, "api/host": 200} {
		address := url + path
		if strings.HasPrefix(path, "/") {
			address = strings.TrimSuffix(url, "/ports/") + path
		}
		resp, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: status %d, want %d", path, resp.StatusCode, want)
		}
	}
	if status := end(); status != exitOK {
		t.Errorf("told to end, it exits with %d", status)
	}
}

func TestServeMetrics(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	url, end := startServing(t, "--probe=off", "--metrics-addr", addr)
	defer end()
	for address, want := range map[string]int{"http://" + addr + "/metrics": 200, url + "metrics": 404} {
		resp, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: status %d, want %d", address, resp.StatusCode, want)
		}
	}
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for args, want := range map[string]string{
		"--addr " + taken.Addr().String():         "choose another address with --addr HOST:PORT",
		"--metrics-addr " + taken.Addr().String(): "choose another address with --metrics-addr HOST:PORT",
		"--base-path ports":                       "expected a path such as /ports/",
		"--frame-ancestors example.org":           "expected * or an origin",
		"--trusted-proxy proxy":                   "expected an address or a prefix",
		"--log-level loud":                        "loud",
		"--drain-delay soon":                      "soon",
	} {
		command := append([]string{"serve", "--addr", "127.0.0.1:0", "--probe", "off"}, strings.Fields(args)...)
		if got := outcome(command, ""); !strings.Contains(got, want) || !strings.Contains(got, fmt.Sprintf("-- status %d --", exitBad)) {
			t.Errorf("%s: %s\nwant %s", args, got, want)
		}
	}
}

func TestProbeIsOffWhereOthersReachTheServer(t *testing.T) {
	everywhere := &net.TCPAddr{IP: net.IPv4zero, Port: 8000}
	loopback := &net.TCPAddr{IP: net.IPv6loopback, Port: 8000}
	off := []struct {
		cmd  serveCmd
		addr net.Addr
	}{
		{serveCmd{Probe: "auto"}, everywhere},
		{serveCmd{Probe: "auto", TrustedProxy: make([]server.Proxy, 1)}, loopback},
		{serveCmd{Probe: "off"}, loopback},
	}
	for _, c := range off {
		if o := c.cmd.probeOptions(c.addr); o.Runner != nil || o.Off == "" {
			t.Errorf("%+v on %v: %+v", c.cmd, c.addr, o)
		}
	}
	available := probe.Available() == nil
	for mode, addr := range map[string]net.Addr{"auto": loopback, "on": everywhere} {
		c := serveCmd{Probe: mode}
		if o := c.probeOptions(addr); (o.Runner != nil) != available {
			t.Errorf("%s on %v: %+v, while the host can run scenarios: %v", mode, addr, o, available)
		}
	}
}
