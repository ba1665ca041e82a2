//go:build amd64 || arm64

package probeapi

import (
	"context"
	"flag"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"portlab/server/probe"
)

var soak = flag.Int("soak", 150, "how many requests TestNothingIsLeft sends; make soak sends ten thousand")

// A soakRequest is one kind of request of TestNothingIsLeft.
type soakRequest struct {
	name, text string
	leave      string // the client goes away when it reads this line; "" stays to the end
	says       string // what the answer holds; nothing where the client leaves
}

var soakRequests = []soakRequest{
	{"runs", "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:8080) = 0\nA listen(3, 1) = 0\nA fork() = W\n", "", "event: end"},
	{"blocked at the end", "A socket(AF_INET, SOCK_DGRAM, 0) = 3\nA bind(3, 127.0.0.1:53) = 0\nA recv(3, 9) <unfinished ...>\n", "", "event: end"},
	{"leaves in a sleep", "A sleep(3600) = 0\n", "event: wait", ""},
	{"leaves at once", "A fork() = W\nW sleep(3600) = 0\n", "event: host", ""},
	{"too many steps", strings.Repeat("A dup(0)\nA close(3)\n", 30), "", "its limit is 50 steps"},
	{"too many processes", "A fork() = B\nA fork() = C\nA fork() = D\nA fork() = E\n", "", "its limit is 4 processes"},
	{"too much sleep", "A sleep(100) = 0\n", "", "its limit is"},
	{"no scenario", "A lisen(3, 1)\n", "", "unknown call"},
	{"too long", strings.Repeat("#", MaxBody+1), "", "longer than"},
}

// TestNothingIsLeft sends all kinds of requests, several at once, and then looks for what they left in
// this process: children, descriptors, threads in namespaces of a run.
func TestNothingIsLeft(t *testing.T) {
	limits := probe.Limits{Steps: 50, Processes: 4, Sockets: 10, Sleep: 2 * time.Hour, Wall: time.Minute}
	short := limits
	short.Sleep = time.Second
	server := httptest.NewServer(byScenario(
		New(Options{Runner: ThisHost(limits), AtOnce: 6, Burst: math.MaxInt32}),
		New(Options{Runner: ThisHost(short), AtOnce: 6, Burst: math.MaxInt32})))
	send(t, server, soakRequests[0]) // what is opened once, and stays, is open now
	http.DefaultClient.CloseIdleConnections()
	before := takeStock(t)

	numbers := make(chan int)
	var clients sync.WaitGroup
	for range 7 { // one more than may run at once
		clients.Go(func() {
			for n := range numbers {
				for busy := true; busy; {
					busy = send(t, server, soakRequests[n%len(soakRequests)])
				}
			}
		})
	}
	for n := range *soak {
		numbers <- n
	}
	close(numbers)
	clients.Wait()
	server.Close() // returns when every run has ended
	http.DefaultClient.CloseIdleConnections()

	deadline := time.After(10 * time.Second)
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		now := takeStock(t)
		if now.children == 0 && now.descriptors <= before.descriptors && now.namespaces == 1 {
			return
		}
		select {
		case <-again.C: // the client's connections close in their own time
		case <-deadline:
			t.Fatalf("after %d requests there are %+v; before there were %+v", *soak, now, before)
		}
	}
}

// byScenario sends the scenario that sleeps too long to the handler whose runs may sleep for a second.
func byScenario(long, short http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Query().Get("sleep") == "short" {
			short.ServeHTTP(w, req)
			return
		}
		long.ServeHTTP(w, req)
	})
}

// send sends one request and checks the answer, unless it is that too many runs are under way.
func send(t *testing.T, server *httptest.Server, r soakRequest) (busy bool) {
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	address := server.URL + "/api/probe"
	if r.name == "too much sleep" {
		address += "?sleep=short"
	}
	req, err := http.NewRequestWithContext(ctx, "POST", address, strings.NewReader(r.text))
	if err != nil {
		t.Error(err)
		return false
	}
	req.Header.Set("Content-Type", "text/plain")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Errorf("%s: %v", r.name, err)
		return false
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests {
		return true
	}
	lines := readLines(resp.Body, func(line string) bool { return r.leave != "" && line == r.leave })
	if got := strings.Join(lines, "\n"); !strings.Contains(got, r.says+r.leave) {
		t.Errorf("%s: status %d, want %q in\n%s", r.name, resp.StatusCode, r.says+r.leave, got)
	}
	return false
}

// A stock is what this process has that a run could leave behind.
type stock struct{ children, descriptors, namespaces int }

// takeStock counts the children, the open descriptors, and the network namespaces that threads are in.
func takeStock(t *testing.T) (s stock) {
	t.Helper()
	threads, err := filepath.Glob("/proc/self/task/*")
	if err != nil {
		t.Fatal(err)
	}
	namespaces := map[string]bool{}
	for _, thread := range threads {
		children, _ := os.ReadFile(thread + "/children") // a thread may end while it is looked at
		s.children += len(strings.Fields(string(children)))
		if ns, err := os.Readlink(thread + "/ns/net"); err == nil {
			namespaces[ns] = true
		}
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	s.descriptors, s.namespaces = len(open), len(namespaces)
	return s
}
