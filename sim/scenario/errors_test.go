package scenario

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestErrors checks testdata/errors.txt: texts with their faults below them, each as
// > LINE:COL-END: MESSAGE. Texts are separated by blank lines; ## begins a heading.
func TestErrors(t *testing.T) {
	const name = "testdata/errors.txt"
	blocks := strings.Split(strings.TrimSpace(read(t, name)), "\n\n")
	for i, block := range blocks {
		if strings.HasPrefix(block, "##") {
			continue
		}
		src, want, _ := strings.Cut(block, "\n>")
		got := src + "\n" + faults(t, src)
		if *update {
			blocks[i] = got
		} else if got != block {
			t.Errorf("%s\ngot:\n%s\nwant:\n>%s", src, faults(t, src), want)
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(strings.Join(blocks, "\n\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func faults(t *testing.T, src string) string {
	t.Helper()
	_, err := Parse("", src)
	if err == nil {
		return "> no error"
	}
	var out []string
	for _, e := range err.(Errors) {
		checkSpan(t, src, e)
		out = append(out, fmt.Sprintf("> %d:%d-%d: %s", e.Pos.Line, e.Pos.Col, e.End, e.Text()))
	}
	return strings.Join(out, "\n")
}

// checkSpan fails unless what e quotes stands where it says.
func checkSpan(t testing.TB, src string, e *Error) {
	t.Helper()
	lines := split(src)
	if e.Pos.Line < 1 || e.Pos.Line > len(lines) {
		t.Fatalf("%v: the text has %d lines", e, len(lines))
	}
	line := lines[e.Pos.Line-1]
	if n := utf8.RuneCountInString(line); e.Pos.Col < 1 || e.End < e.Pos.Col || e.End > n+1 {
		t.Fatalf("%v: columns %d to %d, the line has %d", e, e.Pos.Col, e.End, n)
	}
	if got := line[offset(line, e.Pos.Col):offset(line, e.End)]; got != e.Found {
		t.Fatalf("%v: columns %d to %d are %q, not %q", e, e.Pos.Col, e.End, got, e.Found)
	}
}

// offset is the inverse of column.
func offset(line string, col int) int {
	for i := range line {
		if col--; col == 0 {
			return i
		}
	}
	return len(line)
}

func TestErrorNamesTheFile(t *testing.T) {
	_, err := Parse("x.strace", "A bnd(3)\n\nA bind(3)\n")
	const want = "x.strace:1:3: unknown call bnd (did you mean bind?)\n" +
		"x.strace:3:3: found 1 argument, expected bind(FD, ADDRESS) = 0"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestGoodLinesStayBesideBadOnes(t *testing.T) {
	s, err := Parse("", "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bnd(3)\nA listen(3, 1) = 0\n")
	if err == nil || len(s.Lines) != 2 || s.Lines[1].Step.Call.Name != "listen" || s.Lines[1].Pos.Line != 3 {
		t.Errorf("got %v, %v", s.Lines, err)
	}
}
