package player

import (
	"strings"
	"testing"
)

// rows returns a script of the calls of a word: each letter is a process, and the case its address.
func rows(word string) []scriptLine {
	var lines []scriptLine
	for i, c := range word {
		lines = append(lines, scriptLine{row: ScriptRow{Step: i + 1, Proc: strings.ToUpper(string(c)), Text: "bind(" + string(c) + ")"}})
	}
	return lines
}

func TestDiff(t *testing.T) {
	for _, c := range []struct{ old, now, marks string }{
		{"abc", "abc", "..."},
		{"abc", "abxc", "..+."},
		{"abc", "xabc", "+..."},
		{"abc", "abcx", "...+"},
		{"abc", "aBc", ".~."},
		{"abc", "ac", ".-."},
		{"abc", "bc", "-.."},
		{"abc", "ab", "..-"},
		{"abc", "acb", ".-.+"},
		{"abcd", "aXBcdY", ".++-..+"},
		{"", "ab", "++"},
		{"ab", "", "--"},
	} {
		if got := drawn(newDiff(rows(c.old), rows(c.now)), len(c.now)); got != c.marks {
			t.Errorf("%s to %s: %s, want %s", c.old, c.now, got, c.marks)
		}
	}
}

// drawn writes a difference: a sign for each row of the new script, and one for each that is gone.
func drawn(d *scriptDiff, n int) string {
	signs := map[Difference]string{Same: ".", Added: "+", Altered: "~"}
	out := ""
	for k := 1; k <= n; k++ {
		out += strings.Repeat("-", len(d.removed[k])) + signs[d.marks[k]]
	}
	return out + strings.Repeat("-", len(d.removed[lastStep]))
}

func TestDiffFindsStepsAgain(t *testing.T) {
	d := newDiff(rows("abcd"), rows("xabD"))
	for old, want := range map[int]int{1: 2, 2: 3, 3: 0, 4: 0} {
		if got := d.now[old]; got != want {
			t.Errorf("step %d is now %d, want %d", old, got, want)
		}
	}
}
