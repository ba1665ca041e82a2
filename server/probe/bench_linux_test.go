//go:build amd64 || arm64

package probe

import (
	"context"
	"testing"

	"portlab/sim/abi"
)

// BenchmarkScenario runs the restart scenario without its wait: 13 calls, 3 processes, one Host
// each time. Its rate is what the differential test can reach; -cpu 1,2 shows one and two at once.
func BenchmarkScenario(b *testing.B) {
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := restart(); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "scenarios/s")
}

func restart() error {
	ctx := context.Background()
	h, err := Open(ctx, Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	for _, s := range []struct {
		proc string
		call abi.Call
	}{
		{"A", tcp()},
		{"A", withAddress("bind", 3, "127.0.0.1:8080")},
		{"A", listening(3)},
		{"B", tcp()},
		{"B", withAddress("connect", 3, "127.0.0.1:8080")},
		{"A", onFD("accept", 3)},
		{"A", onFD("accept", 3)},
		{"B", onFD("close", 3)},
		{"C", tcp()},
		{"C", withAddress("bind", 3, "127.0.0.1:8080")},
		{"C", abi.Call{Name: "kill", Target: "A", Signal: abi.SIGKILL}},
	} {
		if h.procs[s.proc] == nil {
			if err := h.Start(ctx, s.proc); err != nil {
				return err
			}
		}
		if _, err := h.Do(ctx, s.proc, &s.call); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkCall measures one call that returns at once.
func BenchmarkCall(b *testing.B) {
	ctx := context.Background()
	h, err := Open(ctx, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	if err := h.Start(ctx, "A"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := h.Do(ctx, "A", new(onFD("listen", 9))); err != nil {
			b.Fatal(err)
		}
	}
}
