// Package challenge reads the challenges: short random scenarios whose last results people predict. They
// were made by package sim/challenge and are kept as files, one a level, because a link to one must go on
// showing the same scenario. Each begins with its number, as in "## 17".
package challenge

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// A Level is a level's challenges.
type Level struct {
	Name  string // "easy", "medium" or "hard"
	Texts []string
}

// names are the levels, the easiest first.
var names = []string{"easy", "medium", "hard"}

// Load reads the folder's levels, the easiest first.
func Load(dir fs.FS) ([]Level, error) {
	var levels []Level
	for _, name := range names {
		src, err := fs.ReadFile(dir, name+".strace")
		if err != nil {
			return nil, err
		}
		texts, err := parse(string(src))
		if err != nil {
			return nil, fmt.Errorf("%s.strace: %w", name, err)
		}
		levels = append(levels, Level{name, texts})
	}
	return levels, nil
}

func parse(src string) ([]string, error) {
	parts := strings.Split("\n"+src, "\n## ")
	var texts []string
	for i, part := range parts[1:] {
		number, text, _ := strings.Cut(part, "\n")
		if number != strconv.Itoa(i+1) {
			return nil, fmt.Errorf("found ## %s, expected ## %d", number, i+1)
		}
		texts = append(texts, strings.TrimSpace(text)+"\n")
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("found no ## 1")
	}
	return texts, nil
}

// Format writes a level's file.
func Format(texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		fmt.Fprintf(&b, "## %d\n%s\n", i+1, text)
	}
	return strings.TrimSpace(b.String()) + "\n"
}
