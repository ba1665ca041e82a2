package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
)

// BenchmarkStart measures, in one run and in turns, how long it takes from the navigation to the
// first step answered and painted in the lesson, and to the greeting painted in go-app's smallest
// program. Every visit finds an empty cache. The metrics are medians.
func BenchmarkStart(b *testing.B) {
	portlab, hello := serve(b).URL, serveHello(b)
	var lesson, greeting []float64
	for b.Loop() {
		lesson = append(lesson, timeTo(b, portlab, lessonPath, `() => {
			const next = document.querySelector('.player-slot [role="region"] [data-do="next"]');
			if (next && !window.pressed) {
				window.pressed = true;
				next.click();
			}
			return document.querySelector('[aria-current="step"]')?.dataset.step === "1";
		}`))
		greeting = append(greeting, timeTo(b, hello, "/", `() => document.querySelector("h1")?.textContent === "Hello, World!"`))
	}
	b.ReportMetric(median(lesson), "lesson-ms")
	b.ReportMetric(median(greeting), "hello-ms")
	b.ReportMetric(0, "ns/op")
}

// timeTo opens a page and returns the milliseconds from the navigation until what the condition
// describes has been painted.
func timeTo(b *testing.B, site, path, condition string) float64 {
	p := visit(b, site)
	defer p.leave()
	command(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		var paintedAt = 0;
		const met = ` + condition + `;
		const observer = new MutationObserver(() => {
			if (!met()) return;
			observer.disconnect();
			requestAnimationFrame(() => setTimeout(() => { paintedAt = performance.now(); }));
		});
		observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });`})
	p.open(path)
	p.until("it is painted", `paintedAt > 0`)
	return find[float64](p, `paintedAt`)
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// serveHello builds and starts go-app's smallest program, and returns its address.
func serveHello(b *testing.B) string {
	dir := b.TempDir()
	build(b, filepath.Join(dir, "hello"))
	build(b, filepath.Join(dir, "web", "app.wasm"), "GOOS=js", "GOARCH=wasm")
	if err := os.WriteFile(filepath.Join(dir, "web", "icon.svg"), []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), 0o644); err != nil {
		b.Fatal(err)
	}
	server := exec.Command(filepath.Join(dir, "hello"))
	server.Dir = dir
	output, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := server.Process.Kill(); err != nil {
			b.Error(err)
		}
		_ = server.Wait() // it was killed
	})
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(address)
}

func build(b *testing.B, to string, environment ...string) {
	command := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", to, "./testdata/hello")
	command.Env = append(append(os.Environ(), "CGO_ENABLED=0"), environment...)
	if output, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", command, err, output)
	}
}
