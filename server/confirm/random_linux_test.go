package confirm

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"portlab/sim/generate"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

var (
	scenarios = flag.Int("scenarios", 400, "random scenarios to compare, of each kind and for each seed")
	steps     = flag.Int("steps", 25, "calls in a random scenario, besides those that start processes")
	seed      = flag.Uint64("seed", 0, "the first random scenario; 0 for the fixed one and one that is new each time")
	kinds     = flag.String("kind", "", "compare only random scenarios of this kind")
)

// fixedSeed is where the scenarios begin that every run compares, unless told otherwise. Fresh ones
// begin below it.
const fixedSeed = 1 << 32

// TestRandom compares random scenarios on the simulator and on the host. A difference is shrunk and
// printed, ready to become a file of sim/testdata.
func TestRandom(t *testing.T) {
	for _, first := range seeds() {
		for _, kind := range generate.Kinds {
			if *kinds != "" && *kinds != kind.Name {
				continue
			}
			t.Run(fmt.Sprintf("%s/seed=%d", kind.Name, first), func(t *testing.T) { compare(t, kind, first) })
		}
	}
}

func seeds() []uint64 {
	if *seed != 0 {
		return []uint64{*seed}
	}
	return []uint64{fixedSeed, 1 + rand.Uint64N(fixedSeed-1)}
}

// workers is how many scenarios run at once: most of the time goes into their sleeps.
const workers = 24

// compare runs the scenarios of one kind from a seed on, and reports the first few differences.
func compare(t *testing.T, kind generate.Kind, first uint64) {
	next := make(chan uint64)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for source := range next {
				if s := diverges(t, generate.New(kind, source, *steps)); s != nil {
					report(t, kind, source, s)
				}
			}
		})
	}
	for i := range uint64(*scenarios) {
		if t.Failed() {
			break
		}
		next <- first + i
	}
	close(next)
	wait.Wait()
	t.Logf("%d scenarios of kind %s from seed %d", *scenarios, kind.Name, first)
}

func report(t *testing.T, kind generate.Kind, source uint64, s *scenario.Scenario) {
	small := shrink(t, s)
	text := scenario.Format(small)
	pairs, err := difference(small)
	if err != nil {
		t.Error(err)
		return
	}
	for _, p := range pairs {
		if !p.Agree {
			text += fmt.Sprintf("# the simulator: %s\n# the host:      %s\n", written(p.Sim), written(p.Host))
		}
	}
	t.Errorf("%s, seed %d, differs; shrunk:\n%s", kind.Name, source, text)
}

// diverges returns the scenario where it differs on the host, each of several times: what differs
// once and not again was the host's timing, not its rules.
func diverges(t *testing.T, s *scenario.Scenario) *scenario.Scenario {
	parsed, err := scenario.Parse(s.File, scenario.Format(s))
	if err != nil {
		t.Errorf("a generated scenario does not parse: %v\n%s", err, scenario.Format(s))
		return nil
	}
	for range 3 {
		pairs, err := difference(parsed)
		if err != nil {
			t.Errorf("%v\n%s", err, scenario.Format(parsed))
			return nil
		}
		if agree(pairs) {
			return nil
		}
	}
	return parsed
}

func agree(pairs []trace.Pair) bool {
	for _, p := range pairs {
		if !p.Agree {
			return false
		}
	}
	return true
}

// difference runs a scenario on both machines. A scenario that the simulator cannot run is an
// error; one that only the host cannot run differs there.
func difference(s *scenario.Scenario) ([]trace.Pair, error) {
	simulated, err := events(s, run.NewMachine(profile.Linux))
	if err != nil {
		return nil, err
	}
	real, err := onHost(s)
	var fault *scenario.Error
	if err != nil && !asFault(err, &fault) {
		return nil, err
	}
	return trace.Diff(simulated, real), nil
}

// shrink takes lines away as long as the difference stays.
func shrink(t *testing.T, s *scenario.Scenario) *scenario.Scenario {
	for size := max(len(s.Lines)/2, 1); size >= 1; {
		smaller := false
		for from := 0; from+size <= len(s.Lines); from++ {
			if c := without(s, from, size); c != nil && runs(c) && diverges(t, c) != nil {
				s, smaller = c, true
				from--
			}
		}
		if !smaller || size > 1 {
			size /= 2
		}
	}
	return s
}

// without returns the scenario without size lines, or nil where that cannot be read.
func without(s *scenario.Scenario, from, size int) *scenario.Scenario {
	c := &scenario.Scenario{File: s.File}
	c.Lines = append(append(c.Lines, s.Lines[:from]...), s.Lines[from+size:]...)
	parsed, err := scenario.Parse(s.File, scenario.Format(c))
	if err != nil {
		return nil
	}
	return parsed
}

func runs(s *scenario.Scenario) bool {
	_, err := events(s, run.NewMachine(profile.Linux))
	return err == nil
}

func asFault(err error, fault **scenario.Error) bool { return errors.As(err, fault) }
