package run_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// named finds the scenario files that the coverage table names, alone or several with a star.
var named = regexp.MustCompile("`([a-z0-9_*]+/[a-z0-9_*]+)`")

// The coverage table names scenario files that are there, and each of them.
func TestCoverageTableIsTrue(t *testing.T) {
	table, err := os.ReadFile("../testdata/COVERAGE.md")
	if err != nil {
		t.Fatal(err)
	}
	names := scenarioNames(t)
	inTopic := map[string]bool{}
	for _, m := range named.FindAllStringSubmatch(string(table), -1) {
		found := false
		for _, name := range names {
			if ok, _ := path.Match(m[1], name); ok {
				found, inTopic[name] = true, true
			}
		}
		if !found {
			t.Errorf("the table names %s, and there is no such scenario file", m[1])
		}
	}
	for _, name := range names {
		if !inTopic[name] {
			t.Errorf("%s is in no topic of the table", name)
		}
	}
}

// scenarioNames returns the scenario files without their ending, as the table names them.
func scenarioNames(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(os.DirFS(testdata), "*/*.strace")
	if err != nil || len(names) < 500 {
		t.Fatalf("found %d scenario files (%v), expected at least 500", len(names), err)
	}
	for i := range names {
		names[i] = strings.TrimSuffix(names[i], ".strace")
	}
	return names
}
