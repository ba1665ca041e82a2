package scenario

import "strings"

// Parse reads a scenario. The file name is used in messages only. Where lines cannot be read, the
// Scenario holds the others and the error is of type Errors.
func Parse(file, src string) (*Scenario, error) {
	p := &parser{scenario: &Scenario{File: file}}
	for i, text := range split(src) {
		p.line(&line{parser: p, num: i + 1, text: text})
	}
	if len(p.errs) == 0 {
		p.check()
	}
	if len(p.errs) == 0 {
		return p.scenario, nil
	}
	p.errs.sort()
	return p.scenario, p.errs
}

// split returns the lines of src without their ends.
func split(src string) []string {
	if src == "" {
		return nil
	}
	lines := strings.Split(strings.TrimSuffix(src, "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}

// A parser gathers what the lines give.
type parser struct {
	scenario *Scenario
	mentions []mention
	errs     Errors
}

func (p *parser) line(l *line) {
	first := len(p.mentions)
	got, err := l.parse()
	if err != nil {
		p.errs = append(p.errs, err)
		p.mentions = p.mentions[:first]
		return
	}
	p.scenario.Lines = append(p.scenario.Lines, got)
}

// A line is one line of the text while it is read.
type line struct {
	*parser
	num  int
	text string
}

func (l *line) parse() (Line, *Error) {
	i := comment(l.text)
	out := Line{Pos: Pos{l.num, 1}, Comment: strings.TrimRight(l.text[i:], " \t\r")}
	s := span{l.text[:i], 0}.trim()
	if s.text == "" {
		return out, nil
	}
	var err *Error
	switch word, rest := s.word(); word.text {
	case "sysctl":
		out.Setup, err = l.sysctl(s, rest)
	case "ip":
		out.Setup, err = l.ip(s, rest)
	default:
		err = l.step(s, &out)
	}
	return out, err
}

func (l *line) pos(s span) Pos { return Pos{l.num, column(l.text, s.off)} }

// fault returns an Error about s.
func (l *line) fault(s span, p Phrase, args ...any) *Error {
	return &Error{File: l.scenario.File, Pos: l.pos(s), End: column(l.text, s.end()), Found: s.text, Msg: Say(p, args...)}
}

// unexpected returns an Error that quotes s and says what should stand there.
func (l *line) unexpected(s span, expected Phrase, args ...any) *Error {
	if s.text == "" {
		return l.fault(s, "found %s, expected %s", l.gap(s), Say(expected, args...))
	}
	return l.fault(s, "found %s, expected %s", brief(s.text), Say(expected, args...))
}

// gap names what stands at the empty span s.
func (l *line) gap(s span) Phrase {
	if strings.TrimSpace(l.text[s.off:comment(l.text)]) == "" {
		return "the end of the line"
	}
	return "nothing"
}

// misspelt returns an Error about a name that is not among the known ones. What it should name is
// said in the message: "call".
func (l *line) misspelt(s span, what Phrase, known []string) *Error {
	if near := nearest(s.text, known); near != "" {
		return l.fault(s, "unknown %s %s", what, brief(s.text)).meaning(near)
	}
	return l.fault(s, "unknown %s %s, expected %s", what, brief(s.text), choices(known))
}

func (l *line) unclosed(s span) *Error {
	return l.fault(s, `found a string without its end, expected "`)
}

// brief returns text cut to a length that a message can quote.
func brief(text string) string {
	const limit = 40
	if r := []rune(text); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return text
}
