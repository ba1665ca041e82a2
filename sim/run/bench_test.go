package run_test

import (
	"strings"
	"testing"

	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
)

// BenchmarkRound runs rounds of calls, with trace and history; make bench compares them with a kernel's.
func BenchmarkRound(b *testing.B) {
	for _, bm := range []struct{ name, before, round string }{
		{"bind", "", "A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:8080)\nA close(3)\n"},
		{"connect", "A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:8080)\nA listen(3, 128)\n",
			"A socket(AF_INET, SOCK_STREAM, 0)\nA connect(4, 127.0.0.1:8080)\nA accept(3)\n" +
				"A setsockopt(4, SOL_SOCKET, SO_LINGER, {1, 0})\nA close(4)\nA close(5)\n"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			const rounds = 1000
			s, err := scenario.Parse("", bm.before+strings.Repeat(bm.round, rounds))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for range (b.N + rounds - 1) / rounds {
				run.New(s, profile.Linux)
			}
		})
	}
}
