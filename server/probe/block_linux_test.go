//go:build amd64 || arm64

package probe

import (
	"slices"
	"strings"
	"testing"

	"portlab/sim/abi"
	"portlab/sim/interp"
)

func send(fd int, data string) abi.Call { return abi.Call{Name: "send", FD: fd, Data: data} }

func receive(fd, n int) abi.Call { return abi.Call{Name: "recv", FD: fd, Len: n} }

// resumed returns the names of the processes whose calls completed, with what they returned.
func resumed(out interp.Outcome) (names []string, results []abi.Result) {
	for _, r := range out.Resumed {
		names, results = append(names, r.Proc), append(results, r.Result)
	}
	return names, results
}

func TestAcceptBlocksUntilConnect(t *testing.T) {
	r := open(t, Options{})
	r.start("A", "B")
	r.want("A", tcp(), 3, 0)
	r.want("A", withAddress("bind", 3, "127.0.0.1:8080"), 0, 0)
	r.want("A", listening(3), 0, 0)
	r.blocks("A", onFD("accept", 3))
	r.want("B", tcp(), 3, 0)
	r.want("B", withAddress("bind", 3, "127.0.0.1:9000"), 0, 0)
	out := r.want("B", withAddress("connect", 3, "127.0.0.1:8080"), 0, 0)
	names, results := resumed(out)
	if !slices.Equal(names, []string{"A"}) || results[0].Ret != 4 || results[0].Addr != addr("127.0.0.1:9000") {
		t.Errorf("resumed %v %+v", names, results)
	}
}

// Of processes that wait on one listener the kernel wakes the one that waited first.
func TestAcceptWakesInOrder(t *testing.T) {
	r := open(t, Options{})
	r.start("A", "B")
	r.want("A", tcp(), 3, 0)
	r.want("A", withAddress("bind", 3, "127.0.0.1:8080"), 0, 0)
	r.want("A", listening(3), 0, 0)
	workers := []string{"W1", "W2", "W3"}
	for _, w := range workers {
		r.want("A", abi.Call{Name: "fork", Child: w}, 0, 0)
		r.blocks(w, onFD("accept", 3))
	}
	for i, w := range workers {
		r.want("B", tcp(), 3+i, 0)
		out := r.want("B", withAddress("connect", 3+i, "127.0.0.1:8080"), 0, 0)
		if names, _ := resumed(out); !slices.Equal(names, []string{w}) {
			t.Errorf("connection %d woke %v, want %s", i+1, names, w)
		}
	}
}

func TestReceiveBlocksUntilSend(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.blocks("B", receive(3, 100))
	_, results := resumed(r.want("A", send(4, "hello"), 5, 0))
	if len(results) != 1 || results[0].Data != "hello" {
		t.Errorf("resumed %+v", results)
	}
	r.blocks("B", abi.Call{Name: "read", FD: 3, Len: 100})
	_, results = resumed(r.want("A", onFD("close", 4), 0, 0))
	if len(results) != 1 || results[0].Ret != 0 {
		t.Errorf("resumed %+v", results)
	}
}

// A send that finds the buffers full blocks; the reader that makes room completes it.
func TestSendBlocksWhileFull(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	sent := 0
	for out := (interp.Outcome{}); !out.Blocked; sent += out.Result.Ret {
		out = r.do("A", send(4, strings.Repeat("x", MaxData)))
	}
	sent += MaxData
	for got, done := 0, false; got < sent; {
		out := r.do("B", receive(3, MaxData))
		if out.Blocked || out.Result.Errno != 0 {
			t.Fatalf("after %d of %d bytes: %+v", got, sent, out)
		}
		got += len(out.Result.Data)
		if names, results := resumed(out); len(names) > 0 {
			done = results[0].Ret == MaxData
		}
		if got == sent && !done {
			t.Error("everything was read and the send is still blocked")
		}
	}
}

// A process blocked in a call is no more able to take another.
func TestBlockedProcessCannotStep(t *testing.T) {
	r := open(t, Options{})
	r.connected()
	r.blocks("B", receive(3, 1))
	if _, err := r.Do(t.Context(), "B", new(onFD("close", 3))); err == nil || !strings.Contains(err.Error(), "blocked") {
		t.Errorf("got %v", err)
	}
}

// The states between close and its acknowledgement are not seen between steps.
func TestAcknowledgedAtOnce(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "[::1]"} {
		r := open(t, Options{})
		r.connectedOver(host)
		r.want("A", send(4, "x"), 1, 0) // an exchange makes the kernel prefer delayed acknowledgements
		r.want("B", receive(3, 9), 1, 0)
		r.want("B", send(3, "x"), 1, 0)
		r.want("A", receive(4, 9), 1, 0)
		r.want("A", abi.Call{Name: "shutdown", FD: 4, How: abi.SHUT_WR}, 0, 0)
		r.wantState("A", 4, "TCP_FIN_WAIT2")
		r.wantState("B", 3, "TCP_CLOSE_WAIT")
	}
}
