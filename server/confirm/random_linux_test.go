package confirm

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"portlab/server/probe"
	"portlab/sim/generate"
	"portlab/sim/interp"
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
	plain, linked := make(chan *scenario.Scenario), make(chan *scenario.Scenario)
	var wait sync.WaitGroup
	for i := range workers {
		next := plain
		if i%4 == 0 {
			next = linked
		}
		wait.Go(func() { serve(t, next) })
	}
	for i := range uint64(*scenarios) {
		if t.Failed() {
			break
		}
		s := generate.New(kind, first+i, *steps)
		if addsLink(s) {
			linked <- s
		} else {
			plain <- s
		}
	}
	close(plain)
	close(linked)
	wait.Wait()
	t.Logf("%d scenarios of kind %s from seed %d", *scenarios, kind.Name, first)
}

// addsLink tells the scenarios for one lot of workers from those for the other: a used host keeps its
// interfaces.
func addsLink(s *scenario.Scenario) bool {
	return slices.ContainsFunc(s.Lines, func(l scenario.Line) bool { return l.Setup != nil && l.Setup.Link != nil })
}

// serve runs scenarios as they come on one host, and those that differ there again on new ones.
func serve(t *testing.T, next <-chan *scenario.Scenario) {
	host := &usedHost{}
	defer func() {
		if err := host.close(); err != nil {
			t.Error(err)
		}
	}()
	for s := range next {
		if s = host.diverges(t, s); s != nil {
			report(t, s)
		}
	}
}

func report(t *testing.T, s *scenario.Scenario) {
	small := shrink(t, s)
	text := scenario.Format(small)
	pairs, err := difference(small)
	if err != nil {
		t.Error(err)
		return
	}
	if agree(pairs) {
		t.Logf("%s differed by the host's timing, and does no more; shrunk:\n%s", s.File, text)
		return
	}
	for _, p := range pairs {
		if !p.Agree {
			text += fmt.Sprintf("# the simulator: %s\n# the host:      %s\n", written(p.Sim), written(p.Host))
		}
	}
	t.Errorf("%s differs; shrunk:\n%s", s.File, text)
}

// diverges returns the scenario where it differs on the host, each of several times: what differs
// once and not again was the host's timing, not its rules.
func diverges(t *testing.T, s *scenario.Scenario) *scenario.Scenario {
	for range 3 {
		pairs, err := difference(s)
		if err != nil {
			t.Errorf("%v\n%s", err, scenario.Format(s))
			return nil
		}
		if agree(pairs) {
			return nil
		}
	}
	return s
}

func agree(pairs []trace.Pair) bool {
	for _, p := range pairs {
		if !p.Agree {
			return false
		}
	}
	return true
}

// difference runs a scenario on both machines.
func difference(s *scenario.Scenario) ([]trace.Pair, error) {
	host, err := probe.Open(context.Background(), probe.Options{})
	if err != nil {
		return nil, err
	}
	pairs, err := differenceOn(s, host)
	return pairs, errors.Join(err, host.Close())
}

// differenceOn runs a scenario on the simulator and on a host. One that the simulator cannot run is an
// error; one that only the host cannot run differs there.
func differenceOn(s *scenario.Scenario, host interp.Machine) ([]trace.Pair, error) {
	simulated, err := events(s, run.NewMachine(profile.Linux))
	if err != nil {
		return nil, err
	}
	real, err := events(s, host)
	if fault := (*scenario.Error)(nil); err != nil && !errors.As(err, &fault) {
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
