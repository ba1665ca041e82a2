package portlab_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An arrow says what a package may import beside the standard library. Names of ours are below the
// module; a name that ends in /... stands for everything below it.
type arrow struct {
	from string
	to   []string
	why  string
}

const (
	goapp    = "github.com/maxence-charriere/go-app/v9/..."
	goldmark = "github.com/yuin/goldmark/..."
	chromedp = "github.com/chromedp/..."
	xsys     = "golang.org/x/sys/..."
	brotli   = "github.com/andybalholm/brotli"
	kong     = "github.com/alecthomas/kong"
	shell    = "mvdan.cc/sh/v3/..."
	metrics  = "github.com/prometheus/client_golang/..."
)

// arrows lists every package; the README draws the same. Tests may import what they like.
var arrows = []arrow{
	{"sim/abi", nil, "names and numbers, which everything else is written in"},
	{"sim/profile", []string{"sim/abi"}, "rules are functions from values to a Verdict: they see no kernel"},
	{"sim/ports", nil, "what the standards and the systems say of port numbers"},
	{"sim/kernel", []string{"sim/abi", "sim/profile"}, "the machine knows nothing of scenarios, so it can be driven by anything"},
	{"sim/scenario", []string{"sim/abi"}, "the language can be read and written without anything to run it on"},
	{"sim/trace", []string{"sim/abi", "sim/profile", "sim/scenario"}, "what happened is written alike for the simulator and the host"},
	{"sim/interp", []string{"sim/abi", "sim/profile", "sim/scenario", "sim/trace"}, "it drives a Machine without knowing which"},
	{"sim/run", []string{"sim/abi", "sim/interp", "sim/kernel", "sim/profile", "sim/scenario", "sim/trace"}, "the simulator as a Machine, with its history"},
	{"sim/remedy", []string{"sim/abi", "sim/interp", "sim/kernel", "sim/profile", "sim/run", "sim/scenario", "sim/trace"},
		"what helps is found by trying it in the simulator"},
	{"sim/generate", []string{"sim/abi", "sim/kernel", "sim/profile", "sim/scenario"}, "random scenarios, made with the simulator running along"},

	{"sim/challenge", []string{"sim/abi", "sim/kernel", "sim/profile", "sim/run", "sim/scenario", "sim/trace"},
		"random scenarios for people, chosen by what the simulator says of them"},

	{"content", nil, "texts only"},
	{"content/lesson", nil, "what is shown, whatever it was written in"},
	{"content/example", []string{"content/lesson"}, "the gallery's files"},
	{"content/facts", []string{"sim/abi", "sim/ports"}, "tables from what the simulator works with"},
	{"content/challenge", nil, "the challenges' files"},
	{"content/challenge/write", []string{"content/challenge", "sim/challenge"}, "adds to those files"},
	{"content/render", []string{"content/facts", "content/lesson", goldmark}, "the one place that knows Markdown"},

	{"content/check", []string{"content/lesson", "content/render", "sim/scenario", "sim/trace", shell},
		"it runs scenarios with what it is given: the simulator, a real kernel"},

	{"app/player", []string{"sim/..."}, "what is shown is decided without a browser, and tested without one"},
	{"app/permalink", nil, "links are read and written without anything that shows them"},
	{"app/ui", []string{"app/player", "sim/...", goapp}, "the one place that knows go-app"},
	{"app/goapp", nil, "it stands in for files of go-app"},
	{"app/wasm", []string{"app/player", "app/ui", goapp}, "main for the browser"},
	{"app/remedies", []string{"sim/..."}, "what a player reads, made where it does not wait for it"},
	{"app/vocabulary", []string{"app/player", "content/facts", "sim/abi"}, "the editor's words, from the simulator's own tables"},
	{"app/worker", []string{"app/remedies"}, "main for the browser's worker"},
	{"web", nil, "what the browser loads; it is no Go"},

	{"server/asset", []string{brotli}, "the form of packed assets, for its writer and its reader"},
	{"server/preview", []string{"golang.org/x/image/..."}, "pictures of scenarios; it draws what is written and runs nothing"},
	{"server/pack", []string{"app/vocabulary", "server/asset", "web"}, "writes the packed assets"},
	{"app/picture", []string{"app/player", "app/ui"}, "the player's own drawing, for pages without the player"},
	{"server", []string{"app/picture", "content", "content/...", "server/asset", "server/preview", "web"}, "the site; it neither simulates nor probes"},
	{"server/probe", []string{"sim/abi", "sim/interp", "sim/profile", "sim/scenario", "sim/trace", xsys},
		"it must not import the simulator, which it is the judge of"},
	{"server/probeapi", []string{"server/probe", "sim/abi", "sim/interp", "sim/profile", "sim/scenario", "sim/trace"}, "the probe over HTTP"},
	{"server/plain", nil, "requests that need no more than an answer, whatever is asked for"},
	{"server/ops", []string{"server/plain", "server/probe", "server/probeapi", "sim/scenario", metrics, xsys}, "what an operator has: log, metrics, health, how it ends"},
	{"server/bench", []string{"sim/abi", "sim/kernel", "sim/profile", "sim/run", "sim/scenario", xsys}, "measures the simulator beside the host's kernel"},
	{"server/confirm", nil, "tests only: they run scenarios on both and import what they need for it"},
	{"server/load", nil, "measures the built program from outside"},
	{"server/e2e", []string{"server", "server/probe", "server/probeapi", chromedp}, "tests in a browser"},
	{"server/portlab", []string{"content", "content/check", "server", "server/asset", "server/ops", "server/probe", "server/probeapi", "sim/...", kong}, "the command joins everything"},
}

// TestArrows fails where a package imports what its row does not allow, or has no row.
func TestArrows(t *testing.T) {
	for pkg, imports := range ourImports(t) {
		row := rowOf(pkg)
		if row == nil {
			t.Errorf("package %s has no row in arrows: add one with what it may import, and draw it in the README", pkg)
			continue
		}
		for imported := range imports {
			if !isStandard(imported) && !slices.ContainsFunc(row.to, func(to string) bool { return covers(to, imported) }) {
				t.Errorf("%s imports %s. It may import %q: %s", pkg, imported, row.to, row.why)
			}
		}
	}
}

// impure is what the simulator must not import, with the reason.
var impure = map[string]string{
	"crypto/rand": "a run must be the same every time",
	"log":         "what happened is data for the caller",
	"math/rand":   "it seeds itself, and a run must be the same every time; math/rand/v2 has sources with a seed",
	"net":         "the network is simulated; net/netip has the addresses",
	"net/http":    "the network is simulated",
	"os":          "the simulator does no input or output",
	"os/exec":     "the simulator does no input or output",
	"sync":        "the simulator has no goroutines",
	"syscall":     "its numbers differ between platforms; sim/abi has ours",
}

func TestSimulatorIsPure(t *testing.T) {
	for pkg, imports := range ourImports(t) {
		for imported := range imports {
			if why, banned := impure[imported]; banned && strings.HasPrefix(pkg, "sim/") {
				t.Errorf("%s imports %s: %s", pkg, imported, why)
			}
		}
	}
}

// heavy is what must not be part of the WebAssembly, with the reason. The sizes are what each adds
// after brotli. What go-app brings with it (encoding/json, regexp, math/big) is paid for already.
var heavy = map[string]string{
	"html/template":                 "771 kB; pages are rendered natively",
	"log/slog":                      "272 kB",
	"net/http":                      "370 kB; go-app is built without its server, see bin/wasm.mod in the Makefile",
	"testing":                       "for tests",
	"github.com/alecthomas/kong":    "the command line is native",
	"github.com/andybalholm/brotli": "assets are packed natively",
	"github.com/chromedp/chromedp":  "for tests",
	"github.com/yuin/goldmark":      "860 kB; lessons are rendered natively",
	"golang.org/x/sys/unix":         "the probe is native",
	"mvdan.cc/sh/v3/syntax":         "for the check of lessons",
	"portlab/content/facts":         "lessons are rendered natively",
	"portlab/app/vocabulary":        "it is an asset of its own",
	"portlab/content/render":        "lessons are rendered natively",
	"portlab/server":                "the browser is its client",
	"portlab/server/probe":          "the probe is native",
	"portlab/server/probeapi":       "the browser is its client",
}

func TestWebAssemblyIsLight(t *testing.T) {
	cmd := exec.Command("go", "list", "-modfile=bin/wasm.mod", "-deps", "./app/wasm", "./app/worker")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	for pkg := range strings.FieldsSeq(string(out)) {
		if why, banned := heavy[pkg]; banned {
			t.Errorf("the WebAssembly pulls in %s: %s. Find how with: GOOS=js GOARCH=wasm go mod why -modfile=bin/wasm.mod %s", pkg, why, pkg)
		}
	}
}

// ourImports returns what each package of ours imports, by the folders of both, on whichever system:
// build constraints are not looked at, and tests are left out.
func ourImports(t *testing.T) map[string]map[string]bool {
	t.Helper()
	list := map[string]map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "bin" || len(d.Name()) > 1 && d.Name()[0] == '.'):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(file))
		if list[pkg] == nil {
			list[pkg] = map[string]bool{}
		}
		for _, spec := range parsed.Imports {
			list[pkg][strings.Trim(spec.Path.Value, `"`)] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// rowOf returns the row of a package of ours.
func rowOf(pkg string) *arrow {
	for i := range arrows {
		if arrows[i].from == pkg {
			return &arrows[i]
		}
	}
	return nil
}

// covers reports whether a name of a row stands for the imported package.
func covers(to, imported string) bool {
	imported = strings.TrimPrefix(imported, "portlab/")
	if prefix, below := strings.CutSuffix(to, "/..."); below {
		return imported == prefix || strings.HasPrefix(imported, prefix+"/")
	}
	return imported == to
}

// isStandard reports whether a package is the standard library's: the first element of any other
// has a dot, or is the module's name.
func isStandard(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	return !strings.Contains(first, ".") && first != "portlab"
}
