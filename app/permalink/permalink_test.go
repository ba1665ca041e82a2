package permalink

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portlab/sim/scenario"
)

// A kept is a link of testdata/links.json with what it must open, for ever.
type kept struct {
	Version  string // of Portlab, when it was made
	Fragment string
	Link     Link
	Error    string // "" where the link is whole
}

func keptLinks(t *testing.T) []kept {
	t.Helper()
	text, err := os.ReadFile("testdata/links.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []kept
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestKeptLinksOpen wants every link that was ever made to open what it opened then. A row is never
// changed or taken away; a new form of link gets new rows.
func TestKeptLinksOpen(t *testing.T) {
	for _, k := range keptLinks(t) {
		l, err := Parse(k.Fragment)
		if l != k.Link || message(err) != k.Error {
			t.Errorf("%s: got %+v, %v; want %+v, %q", k.Fragment, l, err, k.Link, k.Error)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestLinksAreShort packs every recorded scenario of at most 30 steps.
func TestLinksAreShort(t *testing.T) {
	files, err := filepath.Glob("../../sim/testdata/linux/*/*.strace")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Glob("../../content/examples/*.strace")
	if err != nil {
		t.Fatal(err)
	}
	packed, longest := 0, 0
	for _, file := range append(files, examples...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if steps(string(text)) > 30 {
			continue
		}
		n := len(Link{Text: string(text), Step: 30, View: "timeline", Title: strings.Repeat("t", 40)}.Fragment())
		packed, longest = packed+1, max(longest, n)
		if n > 2048 {
			t.Errorf("%s: its link has %d bytes, at most 2048 wanted", file, n)
		}
	}
	if packed < 100 {
		t.Errorf("%d scenarios were packed, want all of sim/testdata", packed)
	}
	t.Logf("%d scenarios of at most 30 steps; the longest link has %d bytes", packed, longest)
}

func steps(text string) int {
	sc, _ := scenario.Parse("", text) // a scenario with errors is packed like any other
	n := 0
	for i := range sc.Lines {
		if sc.Lines[i].Step != nil {
			n++
		}
	}
	return n
}

// TestDamagedLink cuts a link off at every place, and wants the lines that are left and an error.
func TestDamagedLink(t *testing.T) {
	text := strings.Repeat("A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:8080) = 0\n# zwölf Wörter\n", 9)
	whole := Link{Text: text, Step: 7, View: "why"}.Fragment()
	start := strings.Index(whole, "&s=") + len("&s=")
	for end := start + 1; end < len(whole); end++ {
		l, err := Parse(whole[:end])
		if !errors.Is(err, ErrDamaged) || l.Step != 7 || l.View != "why" || !strings.HasPrefix(text, l.Text) {
			t.Fatalf("cut off after %d bytes: %+v, %v", end, l, err)
		}
	}
	if l, _ := Parse(whole[:len(whole)-4]); len(l.Text) == 0 {
		t.Error("of a link without its last 4 bytes nothing is left")
	}
}

func TestHostileLinks(t *testing.T) {
	bomb := pack(strings.Repeat("A close(3)\n", 1<<20))
	for fragment, want := range map[string]error{
		"s=" + bomb:                       ErrHuge,
		"s=" + strings.Repeat("A", 1<<20): ErrHuge,
		"s=Ag":                            ErrNewer,
		"s=AQ":                            ErrDamaged,
		"s=%00<script>":                   ErrDamaged,
		"step=-1":                         nil,
		"step=99999999999999999999":       nil,
		"&&==&%zz&s":                      nil,
	} {
		l, err := Parse(fragment)
		if !errors.Is(err, want) || l != (Link{}) {
			t.Errorf("%.40s: %+v, %v; want nothing and %v", fragment, l, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Link{Text: "A socket(AF_INET, SOCK_STREAM, 0) = 3\n", Step: 1, View: "why", Title: "T & t"}.Fragment())
	f.Add("s=AQAAAAAA&step=3")
	f.Fuzz(func(t *testing.T, fragment string) {
		l, err := Parse(fragment)
		if err != nil || len(l.Text) > most {
			return
		}
		again, err := Parse(l.Fragment())
		if again != l || err != nil {
			t.Errorf("%q is %+v, and again %+v, %v", fragment, l, again, err)
		}
	})
}

func FuzzPack(f *testing.F) {
	f.Add("A socket(AF_INET, SOCK_STREAM, 0) = 3\n# 端口\n")
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || len(text) > most {
			return
		}
		if got, err := unpack(pack(text)); got != text || err != nil {
			t.Errorf("packed and unpacked %q is %q, %v", text, got, err)
		}
	})
}
