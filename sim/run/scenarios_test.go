package run_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// testdata holds one behaviour a file; the claims were made by a real kernel (make confirm).
const testdata = "../testdata/linux"

// scenarios calls f with each scenario file, as a subtest.
func scenarios(t *testing.T, f func(t *testing.T, s *scenario.Scenario)) {
	t.Helper()
	count := 0
	err := filepath.WalkDir(testdata, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".strace") {
			return err
		}
		count++
		name, _ := filepath.Rel(testdata, path)
		t.Run(filepath.ToSlash(name), func(t *testing.T) { f(t, parse(t, path)) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 500 {
		t.Fatalf("found %d scenario files, expected at least 500", count)
	}
}

func parse(t *testing.T, path string) *scenario.Scenario {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Parse(filepath.Base(path), string(src))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryClaimHolds(t *testing.T) {
	scenarios(t, func(t *testing.T, s *scenario.Scenario) {
		tl := run.New(s, profile.Linux)
		if err := tl.Err(); err != nil {
			t.Fatal(err)
		}
		claims := 0
		for _, e := range tl.Events() {
			if e.Claim == nil {
				continue
			}
			claims++
			if !e.OK {
				t.Errorf("line %d: %s\nclaimed: %s", e.Line, trace.Strace(&e), e.Claim.Text)
			}
		}
		if claims == 0 {
			t.Error("the file claims nothing")
		}
	})
}

// A failing or blocked call says why, and the reason does not contradict the result.
func TestEveryRefusalHasItsReason(t *testing.T) {
	scenarios(t, func(t *testing.T, s *scenario.Scenario) {
		for _, e := range run.New(s, profile.Linux).Events() {
			if e.State == trace.Blocked && e.Call.Name == "" {
				continue // a completion that was claimed and did not come: TestEveryClaimHolds
			}
			refused := e.Result.Errno != 0 || e.State == trace.Blocked
			if failed := e.Why.Failed(); refused != (failed != nil) {
				t.Errorf("line %d: %s, but its reason is %+v", e.Line, trace.Strace(&e), failed)
			}
			if e.State != trace.Blocked && e.Why.Errno != e.Result.Errno {
				t.Errorf("line %d: %s, but its reason says %v", e.Line, trace.Strace(&e), e.Why.Errno)
			}
		}
	})
}

// The run to the end and back to step k equals a fresh run to k.
func TestBackEqualsAFreshRun(t *testing.T) {
	scenarios(t, func(t *testing.T, s *scenario.Scenario) {
		back := run.New(s, profile.Linux)
		back.Seek(back.Len())
		for k := back.Len(); k >= 0; k-- {
			back.Seek(k)
			fresh := run.New(s, profile.Linux)
			for range k {
				fresh.Step()
			}
			if got, want := back.View(), fresh.View(); !reflect.DeepEqual(got, want) {
				t.Fatalf("at step %d of %d, going back shows\n%+v\nand a fresh run\n%+v", k, back.Len(), got, want)
			}
		}
	})
}
