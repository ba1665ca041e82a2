// Package challenge makes short random scenarios for people to predict: few processes that want the same
// ports, and at the end a call whose result is worth thinking about. Package generate makes the ones for
// tests, which want everything at once.
package challenge

import (
	"math/rand/v2"
	"slices"
	"strings"

	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A Level says how hard a challenge is.
type Level struct {
	Name      string
	processes int // at most
	steps     int // at most
	least     int // steps at least
	questions int // at most
	options   bool
	hard      bool // fork, SO_REUSEPORT, IPv6 and UDP too
}

// Levels are all levels, the easiest first.
var Levels = []Level{
	{Name: "easy", processes: 2, steps: 6, least: 4, questions: 1},
	{Name: "medium", processes: 3, steps: 9, least: 6, questions: 1, options: true},
	{Name: "hard", processes: 3, steps: 12, least: 8, questions: 2, options: true, hard: true},
}

// asked are the calls that students are asked about.
var asked = []string{"bind", "listen", "connect", "accept"}

// New returns the scenario of a level and seed, with ? for the results to predict.
func New(l Level, seed uint64) string {
	g := &generator{level: l, rng: rand.New(rand.NewPCG(seed, uint64(len(l.Name))))}
	refused := g.chance(65)
	for {
		lines := g.walk()
		if t := play(lines); t != nil && g.worthAsking(t, refused) {
			return g.ask(g.trim(lines))
		}
	}
}

// play runs lines; nil where they are no scenario, or a line is of a process that waits.
func play(lines []string) *run.Timeline {
	sc, err := scenario.Parse("", strings.Join(lines, "\n")+"\n")
	if err != nil {
		return nil
	}
	t := run.New(sc, profile.Linux)
	if t.Err() != nil || t.Len() == 0 {
		return nil
	}
	t.Seek(t.Len())
	return t
}

// last returns what became of the last call.
func last(t *run.Timeline) *trace.Event { return &t.StepAt(t.Len()).Events[0] }

// worthAsking reports whether the last call is one of those to ask about, was refused as wanted, and had
// another socket on a port that might stand in its way. What is easy may also just wait or be refused.
func (g *generator) worthAsking(t *run.Timeline, refused bool) bool {
	e := last(t)
	if !slices.Contains(asked, e.Call.Name) || refused != (e.Result.Errno != 0) {
		return false
	}
	return contested(t.View()) || !g.level.options && (refused || e.State == trace.Blocked)
}

// contested reports whether two sockets have one port.
func contested(v kernel.View) bool {
	seen := map[uint16]bool{}
	for _, s := range v.Sockets {
		if port := s.Local.Port(); port != 0 && !s.Gone && s.State != "ESTAB" {
			if seen[port] {
				return true
			}
			seen[port] = true
		}
	}
	return false
}

// trim leaves out lines that the last result does not depend on, but not all: some distract.
func (g *generator) trim(lines []string) []string {
	end := *last(play(lines))
	for i := len(lines) - 2; i >= 0; i-- {
		if linesOf(lines, i) > 1 && (len(lines) <= g.level.least || g.chance(30)) {
			continue
		}
		shorter := slices.Delete(slices.Clone(lines), i, i+1)
		t := play(shorter)
		if t == nil || t.Len() != len(shorter) || !g.worthAsking(t, end.Result.Errno != 0) {
			continue
		}
		if e := last(t); e.State == end.State && e.Result == end.Result {
			lines = shorter
		}
	}
	return lines
}

// linesOf returns how many lines the process of line i has.
func linesOf(lines []string, i int) int {
	proc, _, _ := strings.Cut(lines[i], " ")
	n := 0
	for _, l := range lines {
		if strings.HasPrefix(l, proc+" ") {
			n++
		}
	}
	return n
}

// ask writes the scenario with its results, and with ? for those to predict.
func (g *generator) ask(lines []string) string {
	t := play(lines)
	var out []string
	questions := 0
	for k := t.Len(); k >= 1; k-- {
		e := t.StepAt(k).Events[0]
		line := trace.Strace(&e)
		if slices.Contains(asked, e.Call.Name) && questions < g.level.questions {
			questions++
			line = lines[k-1] + " = ?"
		}
		out = append(out, line)
	}
	slices.Reverse(out)
	return strings.Join(out, "\n") + "\n"
}
