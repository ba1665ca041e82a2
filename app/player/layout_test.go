package player

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"portlab/sim/kernel"
	"portlab/sim/run"
)

// A place is a thing on the stage with its rectangle.
type place struct {
	name string
	rect Rect
}

// places lists everything that a scene draws and that takes up room.
func places(s *Scene) []place {
	var list []place
	for _, p := range s.Procs {
		list = append(list, place{"process " + p.Name, p.Rect})
	}
	for _, b := range s.Sockets {
		list = append(list, place{"socket " + strconv.Itoa(b.ID), b.Rect})
	}
	for _, b := range s.Buckets {
		list = append(list, place{"port " + b.Text, b.Rect})
	}
	if s.Stack != nil {
		list = append(list, place{"stack", s.Stack.Rect})
	}
	return list
}

// checkStage steps through a trace and checks that nothing overlaps, leaves the stage or moves.
func checkStage(t *testing.T, p *play) {
	t.Helper()
	at := map[string]Rect{}
	for k := 0; k <= p.trace.Len(); k++ {
		s := sceneAt(p, k)
		list := places(s)
		for i, a := range list {
			if a.rect.X < 0 || a.rect.Y < 0 || a.rect.X+a.rect.W > s.W || a.rect.Y+a.rect.H > s.H {
				t.Errorf("step %d: %s at %v is outside of %d×%d", k, a.name, a.rect, s.W, s.H)
			}
			for _, b := range list[i+1:] {
				if a.rect.Overlaps(b.rect) {
					t.Errorf("step %d: %s at %v and %s at %v overlap", k, a.name, a.rect, b.name, b.rect)
				}
			}
		}
		for _, c := range list[:len(s.Procs)+len(s.Sockets)] {
			if before, seen := at[c.name]; seen && before != c.rect {
				t.Errorf("step %d: %s moved from %v to %v", k, c.name, before, c.rect)
			}
			at[c.name] = c.rect
		}
		checkChips(t, k, s)
		checkBuckets(t, k, s)
		checkArrows(t, k, s)
	}
}

func sceneAt(p *play, k int) *Scene {
	m := &Model{Config: Config{Lang: English}, words: &english, play: p, answers: map[int]Answer{}, Pos: k}
	return m.Scene()
}

func checkChips(t *testing.T, k int, s *Scene) {
	t.Helper()
	for _, p := range s.Procs {
		for i, f := range p.FDs {
			if r := f.Rect; r.X < p.Rect.X || r.Y < p.Rect.Y || r.X+r.W > p.Rect.X+p.Rect.W || r.Y+r.H > p.Rect.Y+p.Rect.H {
				t.Errorf("step %d: %s of %s at %v is outside of its card at %v", k, f.Label, p.Name, r, p.Rect)
			}
			for _, g := range p.FDs[i+1:] {
				if f.Rect.Overlaps(g.Rect) {
					t.Errorf("step %d: %s and %s of %s overlap", k, f.Label, g.Label, p.Name)
				}
			}
		}
	}
}

// checkBuckets checks that what a port's chip says fits into it, but for numbers that are rarely so long.
func checkBuckets(t *testing.T, k int, s *Scene) {
	t.Helper()
	const letter, longest = 6.7, 24
	for _, b := range s.Buckets {
		if n := min(len([]rune(b.Text)), longest); 8+letter*float64(n) > float64(b.Rect.W) {
			t.Errorf("step %d: %q is wider than its chip, %d", k, b.Text, b.Rect.W)
		}
	}
}

// checkArrows checks that arrows stay in the gap between the columns.
func checkArrows(t *testing.T, k int, s *Scene) {
	t.Helper()
	for _, a := range s.Arrows {
		if a.X1 > SockX-arrowGap || a.X1 < ProcX || a.X2 != SockX {
			t.Errorf("step %d: arrow %v does not lead from the processes to the sockets", k, a)
		}
	}
}

func TestStageOfTheRestart(t *testing.T) {
	sc, tr := restart()
	checkStage(t, newPlay(sc, restartText, tr))
}

// TestWhatIsLeftTakesThePlace wants a TIME_WAIT where its connection was.
func TestWhatIsLeftTakesThePlace(t *testing.T) {
	sc, tr := restart()
	l := newPlay(sc, restartText, tr).layout
	if l.Sockets[3] != l.Sockets[4] {
		t.Errorf("connection at %v, its TIME_WAIT at %v", l.Sockets[3], l.Sockets[4])
	}
}

// scenarioFiles returns the gallery's scenarios and those that the simulator is tested with.
func scenarioFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../content/examples/*.strace")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	more, err := filepath.Glob("../../sim/testdata/linux/*/*.strace")
	if err != nil {
		t.Fatal(err)
	}
	return append(files, more...)
}

func TestStageOfScenarioFiles(t *testing.T) {
	for _, f := range scenarioFiles(t) {
		t.Run(filepath.Base(f), func(t *testing.T) {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			p, faults := load(string(text), English)
			if len(faults) > 0 {
				t.Fatalf("line %d: %s", faults[0].Line, faults[0].Text)
			}
			checkStage(t, p)
		})
	}
}

// TestStageOfMadeUpTraces lays out traces in which 2 to 8 processes, and few and many sockets, come and
// go at random.
func TestStageOfMadeUpTraces(t *testing.T) {
	for seed := range uint64(70) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		tr := randomTrace(rnd, 2+int(seed%7), 1+rnd.IntN(40))
		p := &play{trace: tr, survey: newSurvey(tr)}
		p.layout = newLayout(p.survey)
		checkStage(t, p)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// randomTrace makes a trace of so many processes, and so many sockets at most.
func randomTrace(rnd *rand.Rand, procs, sockets int) *madeTrace {
	m := &maker{}
	m.keep()
	states := []string{"LISTEN", "ESTAB", "TIME-WAIT", "UNCONN", "CLOSE-WAIT"}
	for id := 1; id <= sockets; id++ {
		proc := string(rune('A' + rnd.IntN(procs)))
		m.open(proc, 2+id, id, kernel.SocketView{State: states[rnd.IntN(len(states))], Bound: true, Local: server})
		if rnd.IntN(3) == 0 {
			m.now.Sockets[len(m.now.Sockets)-1].Options = []string{"SO_REUSEADDR"}
		}
		m.randomEnd(rnd, id)
		if rnd.IntN(2) == 0 {
			port := uint16(8000 + rnd.IntN(12))
			m.now.Buckets = []kernel.BucketView{{Type: 1, Port: port, Owners: []int{id}}}
		}
		m.trace.steps = append(m.trace.steps, run.Step{})
		m.keep()
	}
	return &m.trace
}

// randomEnd lets a socket end now and then, with or without a TIME_WAIT in its place.
func (m *maker) randomEnd(rnd *rand.Rand, id int) {
	old := 1 + rnd.IntN(id)
	s := m.socket(old)
	if s == nil || rnd.IntN(2) == 0 {
		return
	}
	m.drop(old)
	if rnd.IntN(2) == 0 {
		m.now.Sockets = append(m.now.Sockets, kernel.SocketView{ID: 1000 + id, Type: 1, State: "TIME-WAIT", Replaces: old})
	}
}

// TestManySocketsAreSummedUp wants a stack instead of a hundred boxes.
func TestManySocketsAreSummedUp(t *testing.T) {
	m := &maker{}
	m.keep()
	for id := 1; id <= 100; id++ {
		m.open("A", 2+id, id, kernel.SocketView{State: "ESTAB"})
		if id == 90 {
			m.socket(id).State = "LISTEN"
		}
		m.trace.steps = append(m.trace.steps, run.Step{})
		m.keep()
	}
	p := &play{trace: &m.trace, survey: newSurvey(&m.trace)}
	p.layout = newLayout(p.survey)
	s := sceneAt(p, 100)
	if len(s.Sockets) != maxSockets-1 || s.Stack == nil || s.Stack.Title != "89 more sockets" {
		t.Fatalf("%d sockets are drawn, the stack is %+v", len(s.Sockets), s.Stack)
	}
	if _, own := p.layout.socket(90); !own {
		t.Error("the listener has no place of its own")
	}
	if got := s.Procs[0].FDs[fdMaxRows-1].Label; got != "+ 95 more" {
		t.Errorf("the last row of descriptors says %q", got)
	}
}
