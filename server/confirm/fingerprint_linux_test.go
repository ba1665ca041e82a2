package confirm

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"hash"
	"hash/fnv"
	"reflect"
	"testing"

	"portlab/sim/generate"
	"portlab/sim/interp"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// viewed is how many random scenarios there are to one whose every view counts.
const viewed = 20

// TestFingerprint says of each kind what the simulator makes of random scenarios, as one number: a
// change that should change nothing leaves it as it is. It logs them (go test -v -run Fingerprint),
// and sees to it that a Timeline shows what the run without a history showed.
func TestFingerprint(t *testing.T) {
	first := cmp.Or(*seed, fixedSeed)
	for _, kind := range generate.Kinds {
		if *kinds != "" && *kinds != kind.Name {
			continue
		}
		sum := fnv.New64a()
		for i := range uint64(*scenarios) {
			s := generate.New(kind, first+i, *steps)
			views := fingerprint(t, sum, s, i%viewed == 0)
			for k := range views {
				history := run.New(s, profile.Linux)
				history.Seek(k + 1)
				if got := history.View(); !reflect.DeepEqual(got, views[k]) {
					t.Fatalf("%s: at step %d the history shows\n%+v\nand the run showed\n%+v", s.File, k+1, got, views[k])
				}
			}
		}
		t.Logf("%-6s %016x from %d scenarios of %d steps from seed %d", kind.Name, sum.Sum64(), *scenarios, *steps, first)
	}
}

// fingerprint runs a scenario and writes what happened to sum. It returns the view after each step
// where these are asked for.
func fingerprint(t *testing.T, sum hash.Hash64, s *scenario.Scenario, withViews bool) (views []kernel.View) {
	machine := run.NewMachine(profile.Linux)
	in := interp.New(s, machine)
	for in.Next() != nil {
		_, events, err := in.Step(context.Background())
		if err != nil {
			t.Fatalf("%s: %v", s.File, err)
		}
		for i := range events {
			fmt.Fprintf(sum, "%s\n%s\n%d\n", trace.Strace(&events[i]), trace.JSON(&events[i]), events[i].Time)
		}
		for _, c := range machine.Kernel.Crossings() {
			g := c.View()
			fmt.Fprintln(sum, g.Time, g.Type, g.Src, g.Dst, g.From, g.To, g.Flags, g.Seq, g.Ack, g.Len, g.Dropped)
		}
		if withViews {
			v := machine.Kernel.View()
			views = append(views, v)
			writeView(sum, v)
		}
	}
	writeView(sum, machine.Kernel.View())
	return views
}

func writeView(sum hash.Hash64, v kernel.View) {
	if err := json.NewEncoder(sum).Encode(v); err != nil {
		panic(err) // a view is plain values
	}
}
