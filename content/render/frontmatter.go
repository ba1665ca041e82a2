package render

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// matter is a file's front matter.
type matter struct {
	title, summary string
	minutes        int
	goals          []string // Markdown
}

// splitMatter reads the front matter and returns it with the text below and the number of lines above.
func splitMatter(src []byte) (m matter, body []byte, above int, err error) {
	rest, found := bytes.CutPrefix(src, []byte("---\n"))
	if !found {
		return m, nil, 0, lineError(1, "the file must begin with front matter between two lines ---")
	}
	head, body, found := bytes.Cut(rest, []byte("\n---\n"))
	if !found {
		return m, nil, 0, lineError(1, "the front matter has no closing line ---")
	}
	lines := strings.Split(string(head), "\n")
	for i, line := range lines {
		if err := m.set(line); err != nil {
			return m, nil, 0, lineError(i+2, "%v", err)
		}
	}
	if err := m.complete(); err != nil {
		return m, nil, 0, lineError(1, "%v", err)
	}
	return m, body, len(lines) + 2, nil
}

func (m *matter) set(line string) (err error) {
	key, value, found := strings.Cut(line, ": ")
	if !found {
		return fmt.Errorf("found %q, expected key: value", line)
	}
	value = strings.TrimSpace(value)
	switch key {
	case "title":
		m.title = value
	case "summary":
		m.summary = value
	case "minutes":
		if m.minutes, err = strconv.Atoi(value); err != nil || m.minutes < 1 {
			return fmt.Errorf("minutes is %q, expected a whole number from 1", value)
		}
	case "goal":
		m.goals = append(m.goals, value)
	default:
		return fmt.Errorf("unknown key %q, expected title, summary, minutes or goal", key)
	}
	return nil
}

func (m *matter) complete() error {
	switch {
	case m.title == "":
		return fmt.Errorf("the front matter lacks title: TEXT")
	case m.summary == "":
		return fmt.Errorf("the front matter lacks summary: TEXT")
	}
	return nil
}
