package confirm

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"testing"

	"portlab/content"
	"portlab/content/challenge"
	"portlab/content/example"
	"portlab/server/probe"
	"portlab/sim/interp"
	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// testdata is one behaviour a file; see sim/run's tests, which run the same in the simulator.
const testdata = "../../sim/testdata/linux"

// atOnce is how many scenarios run side by side. Most of their time is spent waiting for the
// kernel's timers, so it far exceeds the number of processors; that is also why they are not
// parallel subtests, of which as many run as there are processors.
const atOnce = 24

// A subject is a scenario to be confirmed, and what came of it.
type subject struct {
	name, src string
	file      bool // of testdata: its claims may be recorded anew
	faults    chan []string
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	subjects := files(t)
	if *only == "" {
		subjects = append(subjects, append(examples(t), challenges(t)...)...)
	}
	if *update && *only == "" {
		recordRelease(t)
	}
	t.Logf("the files claim what Linux %s answered; this is Linux %s", recordedRelease(t), probe.Release())
	slots := make(chan struct{}, atOnce)
	for _, s := range subjects {
		go func() {
			slots <- struct{}{}
			s.faults <- s.confirm()
			<-slots
		}()
	}
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			for _, fault := range <-s.faults {
				t.Error(fault)
			}
		})
	}
}

// confirm is what confirm says of the subject, after its claims were recorded where that is asked.
func (s subject) confirm() []string {
	if !s.file || !*update {
		return confirm(s.name, s.src)
	}
	src, err := record(s.name, s.src)
	if err != nil {
		return []string{err.Error()}
	}
	return confirm(s.name, src)
}

func newSubject(name, src string) subject {
	return subject{name: name, src: src, faults: make(chan []string, 1)}
}

// leastFiles guards against a folder that is not found, or not whole.
const leastFiles = 500

func files(t *testing.T) []subject {
	t.Helper()
	folder := os.DirFS(testdata)
	pattern, least := "*/*.strace", leastFiles
	if *only != "" {
		pattern, least = *only, 1
	}
	paths, err := fs.Glob(folder, pattern)
	if err != nil || len(paths) < least {
		t.Fatalf("found %d scenario files that match %s (%v), expected at least %d", len(paths), pattern, err, least)
	}
	var all []subject
	for _, path := range paths {
		src, err := fs.ReadFile(folder, path)
		if err != nil {
			t.Fatal(err)
		}
		s := newSubject(path, string(src))
		s.file = true
		all = append(all, s)
	}
	return all
}

func examples(t *testing.T) []subject {
	t.Helper()
	all, err := example.Load(folder(t, "examples"))
	if err != nil || len(all) == 0 {
		t.Fatalf("found %d examples (%v), expected one at least", len(all), err)
	}
	var subjects []subject
	for _, e := range all {
		subjects = append(subjects, newSubject("example/"+e.Name, e.Text))
	}
	return subjects
}

func challenges(t *testing.T) []subject {
	t.Helper()
	levels, err := challenge.Load(folder(t, "challenges"))
	if err != nil {
		t.Fatal(err)
	}
	var subjects []subject
	for _, l := range levels {
		for i, text := range l.Texts {
			subjects = append(subjects, newSubject("challenge/"+l.Name+"/"+strconv.Itoa(i+1), text))
		}
	}
	return subjects
}

func folder(t *testing.T, name string) fs.FS {
	t.Helper()
	dir, err := fs.Sub(content.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// confirm runs a scenario in the simulator and on the host. It returns each difference between the
// two, and each claim that did not hold on the host.
func confirm(name, src string) (faults []string) {
	s, err := scenario.Parse(name, src)
	if err != nil {
		return []string{err.Error()}
	}
	simulated, err := events(s, run.NewMachine(profile.Linux))
	if err != nil {
		return []string{err.Error()}
	}
	real, err := onHost(s)
	if err != nil {
		return []string{err.Error()}
	}
	for _, p := range trace.Diff(simulated, real) {
		if !p.Agree {
			faults = append(faults, fmt.Sprintf("the simulator:\n\t%s\nLinux %s:\n\t%s",
				written(p.Sim), probe.Release(), written(p.Host)))
		}
	}
	for i := range real {
		if e := &real[i]; e.Claim != nil && !e.OK {
			faults = append(faults, fmt.Sprintf("Linux %s:\n\t%s\nclaimed:\n\t%s",
				probe.Release(), trace.Strace(e), e.Claim.Text))
		}
	}
	return faults
}

func onHost(s *scenario.Scenario) (all []trace.Event, err error) {
	host, err := probe.Open(context.Background(), probe.Options{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if failed := host.Close(); err == nil {
			err = failed
		}
	}()
	return events(s, host)
}

func events(s *scenario.Scenario, m interp.Machine) ([]trace.Event, error) {
	var all []trace.Event
	err := interp.New(s, m).Run(context.Background(), func(e trace.Event) error {
		all = append(all, e)
		return nil
	})
	return all, err
}

func written(e *trace.Event) string {
	if e == nil {
		return "nothing"
	}
	return trace.Strace(e)
}
