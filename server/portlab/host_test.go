package main

import (
	"strings"
	"testing"

	"portlab/server/probe"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

const twoBinds = `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:8080) = -1 EADDRINUSE (Address already in use)
B bind(3, 127.0.0.1:0) = 0
`

// onThisHost returns what a command must print: that, or where this host cannot run scenarios, the
// reason.
func onThisHost(out string) string {
	if err := probe.Available(); err != nil {
		return outMark + "-- stderr --\n" + err.Error() + "\n-- status 2 --\n"
	}
	return outMark + out + "-- stderr --\n-- status 0 --\n"
}

func TestProbe(t *testing.T) {
	if got, want := outcome([]string{"probe", "-"}, twoBinds), onThisHost(twoBinds); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCompare(t *testing.T) {
	var lines strings.Builder
	for line := range strings.Lines(twoBinds) {
		lines.WriteString("✓ " + line)
	}
	want := onThisHost(lines.String() + "# 5 of 5 agree with Linux " + probe.Release() + "\n")
	if got := outcome([]string{"compare", "-"}, twoBinds); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCompareLetsChosenPortsDiffer: the number of a port that the kernel chooses is no disagreement.
func TestCompareLetsChosenPortsDiffer(t *testing.T) {
	got := outcome([]string{"compare", "-"}, twoBinds+"B getsockname(3) = 127.0.0.1:$p\n")
	if want := "# 6 of 6 agree"; probe.Available() == nil && !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant %q in it", got, want)
	}
}

func TestCompareAsJSON(t *testing.T) {
	want := onThisHost(`{"line":1,"proc":"A","call":"socket","state":"done","ret":3,` +
		`"host":{"line":1,"proc":"A","call":"socket","state":"done","ret":3},"agree":true}` + "\n")
	if got := outcome([]string{"compare", "--json", "-"}, "A socket(AF_INET, SOCK_STREAM, 0)"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// compare names the rules that an older kernel does not have.
func TestCompareNamesRulesOfOtherReleases(t *testing.T) {
	const text = "A bind(0, 127.0.0.1:80)\nA socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:80)\nA bind(3, 127.0.0.1:80)"
	s, err := scenario.Parse("test.strace", text)
	if err != nil {
		t.Fatal(err)
	}
	events, err := simulated(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if other := otherRules(events, "4.9.337-old"); len(other) != 1 || other[0] != profile.BindPrivilege {
		t.Errorf("Linux 4.9 has other rules: %v", other)
	}
	if other := otherRules(events, profile.Linux.Version.String()+".7"); len(other) != 0 {
		t.Errorf("the release that is simulated has other rules: %v", other)
	}
}
