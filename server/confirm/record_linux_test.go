package confirm

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portlab/server/probe"
	"portlab/sim/scenario"
	"portlab/sim/trace"
)

var (
	update = flag.Bool("update", false, "write what this kernel answers into the scenario files; then read the difference")
	only   = flag.String("files", "", "confirm only the scenario files that match, such as 'bind/*.strace'")
)

// recorded names the kernel whose answers the scenario files claim.
const recorded = testdata + "/RECORDED"

// recordedRelease is what uname -r said of that kernel.
func recordedRelease(t *testing.T) string {
	t.Helper()
	release, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(release))
}

// recordRelease notes that the claims are this kernel's.
func recordRelease(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(recorded, []byte(probe.Release()+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// record runs a scenario file on the host and writes the file anew, with the claims that hold
// there. It returns the new text.
func record(name, src string) (string, error) {
	s, err := scenario.Parse(name, src)
	if err != nil {
		return src, err
	}
	real, err := onHost(s)
	if err != nil {
		return src, err
	}
	text := rewrite(s, src, real)
	if text == src {
		return src, nil
	}
	return text, os.WriteFile(filepath.Join(testdata, filepath.FromSlash(name)), []byte(text), 0o644)
}

// rewrite returns the text with the claims that hold of what happened. A call whose claim held
// stays as it was written; completions stand after the lines that caused them.
func rewrite(s *scenario.Scenario, src string, real []trace.Event) string {
	r := newRecorder(s, real)
	var out strings.Builder
	for i, text := range strings.SplitAfter(src, "\n") {
		if i < len(s.Lines) {
			text = r.line(&s.Lines[i], text)
		}
		out.WriteString(text)
	}
	return out.String()
}

// A recorder knows what happened on each line.
type recorder struct {
	calls     map[int]*trace.Event   // by line
	completed map[int][]*trace.Event // by the line that caused them
	ports     map[uint16]string      // the $names of the text
}

func newRecorder(s *scenario.Scenario, real []trace.Event) *recorder {
	r := &recorder{calls: map[int]*trace.Event{}, completed: map[int][]*trace.Event{}, ports: map[uint16]string{}}
	for i := range real {
		switch e := &real[i]; {
		case e.Missing:
		case e.State == trace.Resumed:
			r.completed[e.At] = append(r.completed[e.At], e)
		default:
			r.calls[e.Line] = e
		}
	}
	for i := range s.Lines {
		r.learn(s.Lines[i].Step)
	}
	return r
}

// learn notes the port that a step gave a $name.
func (r *recorder) learn(st *scenario.Step) {
	if st == nil || r.calls[st.Pos.Line] == nil {
		return
	}
	found := r.calls[st.Pos.Line].Result.Addr.Port
	for _, name := range []string{st.Claim.Addr.Var, st.Out.Addr.Var} {
		if name != "" && found != 0 {
			r.ports[found] = name
		}
	}
}

// line returns what stands in place of a line, and its completions.
func (r *recorder) line(l *scenario.Line, text string) string {
	if l.Resumed != nil {
		return ""
	}
	e := r.calls[l.Pos.Line]
	if l.Step == nil || e == nil {
		return text
	}
	if e.Claim == nil || !e.OK {
		text = r.call(e, l)
	}
	for _, c := range r.completed[l.Pos.Line] {
		text += r.text(c, c.Call.Addr.Var) + "\n"
	}
	return text
}

// call writes a call with its result.
func (r *recorder) call(e *trace.Event, l *scenario.Line) string {
	text := r.text(e, l.Step.Call.Addr.Var)
	if l.Comment != "" {
		text += "  " + l.Comment
	}
	return text + "\n"
}

// text writes an event with ports as the text names them; given is the name of the call's own.
func (r *recorder) text(e *trace.Event, given string) string {
	known := *e
	known.Claim, known.Call.Addr.Var = nil, given
	known.Result.Addr.Var = r.ports[e.Result.Addr.Port]
	return trace.Strace(&known)
}
