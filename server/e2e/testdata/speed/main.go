// The speed program measures the simulator in the browser. It makes two functions: portlabFill and
// portlabSeek, which answer with JSON.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"syscall/js"
	"time"

	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
)

func main() {
	js.Global().Set("portlabFill", js.FuncOf(func(js.Value, []js.Value) any { return answer(fill()) }))
	js.Global().Set("portlabSeek", js.FuncOf(func(js.Value, []js.Value) any { return answer(seek()) }))
	select {}
}

func answer(v map[string]float64) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // numbers can be written
	}
	return string(text)
}

func parse(text string) *scenario.Scenario {
	s, err := scenario.Parse("", text)
	if err != nil {
		panic(err) // it is written here
	}
	return s
}

func milliseconds(f func()) float64 {
	start := time.Now()
	f()
	return float64(time.Since(start).Microseconds()) / 1000
}

const listening = "A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:8080)\n"

// fill measures filling the ephemeral ports with TIME_WAIT.
func fill() map[string]float64 {
	const ports = 28232
	s := parse(listening + "A listen(3, 128)\n" + strings.Repeat("A socket(AF_INET, SOCK_STREAM, 0)\n"+
		"A connect(4, 127.0.0.1:8080)\nA accept(3)\nA close(4)\nA close(5)\n", ports))
	return map[string]float64{"ms": milliseconds(func() { run.New(s, profile.Linux) })}
}

// crowd is a scenario of connections, two sockets each, that stay: 14,000 steps and as many sockets
// for each ten of processes with a thousand descriptors.
func crowd(processes int) string {
	var text strings.Builder
	text.WriteString("sysctl net.core.somaxconn=65535\n" + listening + "A listen(3, 65535)\n")
	for p := range processes {
		for fd := range 1000 {
			fmt.Fprintf(&text, "P%d socket(AF_INET, SOCK_STREAM, 0)\nP%d connect(%d, 127.0.0.1:8080)\n", p, p, fd+3)
		}
	}
	return text.String()
}

// seek measures seeks to random steps of a scenario with 28,000 sockets, and the memory that the
// history takes, the scenario included.
func seek() map[string]float64 {
	s := parse(crowd(14))
	t := run.New(s, profile.Linux)
	rng := rand.New(rand.NewPCG(1, 1))
	var times []float64
	for range 300 {
		k := rng.IntN(t.Len() + 1)
		times = append(times, milliseconds(func() { t.Seek(k) }))
	}
	slices.Sort(times)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Seek(t.Len())
	return map[string]float64{"steps": float64(t.Len()), "sockets": float64(len(t.View().Sockets)),
		"p50": times[len(times)/2], "p99": times[len(times)*99/100], "worst": times[len(times)-1],
		"megabytes": float64(m.HeapAlloc) / (1 << 20)}
}
