package scenario

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func mustParse(t testing.TB, file, src string) *Scenario {
	t.Helper()
	s, err := Parse(file, src)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return s
}

// withoutPos returns s with all positions zero.
func withoutPos(s *Scenario) *Scenario {
	out := &Scenario{}
	for _, l := range s.Lines {
		l.Pos = Pos{}
		if l.Step != nil {
			c := *l.Step
			c.Pos = Pos{}
			l.Step = &c
		}
		if l.Resumed != nil {
			c := *l.Resumed
			c.Pos = Pos{}
			l.Resumed = &c
		}
		if l.Setup != nil {
			c := *l.Setup
			c.Pos = Pos{}
			l.Setup = &c
		}
		out.Lines = append(out.Lines, l)
	}
	return out
}

func checkRoundTrip(t testing.TB, s *Scenario) {
	t.Helper()
	text := Format(s)
	again, err := Parse("", text)
	if err != nil {
		t.Fatalf("Format gives a text with errors: %v\n%s", err, text)
	}
	if a, b := withoutPos(s), withoutPos(again); !reflect.DeepEqual(a, b) {
		for i := range a.Lines {
			if !reflect.DeepEqual(a.Lines[i], b.Lines[i]) {
				t.Errorf("line %d changed: %q", i+1, a.Lines[i].String())
			}
		}
		t.Fatalf("Parse, Format, Parse differ:\n%s", text)
	}
	if twice := Format(again); twice != text {
		t.Fatalf("Format is not idempotent:\n%s\nthen\n%s", text, twice)
	}
}

func TestFormat(t *testing.T) {
	const golden = "testdata/forms.golden"
	s := mustParse(t, "forms.strace", read(t, "testdata/forms.strace"))
	checkRoundTrip(t, s)
	got := Format(s)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want := strings.Split(read(t, golden), "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(want) || line != want[i] {
			t.Fatalf("line %d: got %q, want the line of %s", i+1, line, golden)
		}
	}
}

// TestRoundTripCorpus: every scenario that the simulator is tested with survives Format.
func TestRoundTripCorpus(t *testing.T) {
	files, err := filepath.Glob("../testdata/*/*/*.strace")
	if err != nil || len(files) == 0 {
		t.Fatalf("found no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			checkRoundTrip(t, mustParse(t, file, read(t, file)))
		})
	}
}
