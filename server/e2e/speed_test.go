package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkFill measures in the browser how long it takes to fill 28,232 ports with TIME_WAIT, with
// trace and history; at most 300 ms are allowed.
func BenchmarkFill(b *testing.B) {
	p := speedPage(b)
	var times []float64
	for b.Loop() {
		times = append(times, speedOf(p, "portlabFill()")["ms"])
	}
	b.ReportMetric(median(times), "ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkSeek measures in the browser seeks to random steps of a scenario with 28,000 sockets; p99
// may be 8 ms, the worst 16 ms, and the history may take 64 MB.
func BenchmarkSeek(b *testing.B) {
	p := speedPage(b)
	for b.Loop() {
		for what, value := range speedOf(p, "portlabSeek()") {
			b.ReportMetric(value, what)
		}
	}
	b.ReportMetric(0, "ns/op")
}

func speedOf(p *person, call string) map[string]float64 {
	p.t.Helper()
	var got map[string]float64
	if err := json.Unmarshal([]byte(find[string](p, call)), &got); err != nil {
		p.t.Fatal(err)
	}
	return got
}

// speedPage opens a page with the program of testdata/speed.
func speedPage(b *testing.B) *person {
	b.Helper()
	dir := b.TempDir()
	program := filepath.Join(dir, "speed.wasm")
	build := exec.Command("go", "build", "-trimpath", "-o", program, "./testdata/speed")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=js", "GOARCH=wasm")
	if output, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, output)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		b.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(`<!doctype html><link rel="icon" href="data:,"><script src="wasm_exec.js"></script><script>
			const go = new Go();
			go.env = { GOGC: "400" }; // as boot.js has it
			WebAssembly.instantiateStreaming(fetch("speed.wasm"), go.importObject).then(r => go.run(r.instance));
		</script>`))
	})
	mux.HandleFunc("/wasm_exec.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec.js"))
	})
	mux.HandleFunc("/speed.wasm", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, program) })
	site := httptest.NewServer(mux)
	b.Cleanup(site.Close)
	p := visit(b, site.URL)
	p.open("/")
	p.until("the program is there", `typeof portlabSeek === "function"`)
	return p
}
