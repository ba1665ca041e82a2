package scenario

import (
	"net/netip"
	"strings"

	"portlab/sim/abi"
)

// ifNameMax is the longest name of an interface in bytes (IFNAMSIZ less the NUL).
const ifNameMax = 15

// sysctl reads NAME=VALUE; all is the line from the word sysctl on.
func (l *line) sysctl(all, s span) (*Setup, *Error) {
	s, _ = s.after("-w ")
	name, value, ok := s.trim().cut("=")
	name, value = name.trim(), value.trim()
	if !ok || name.text == "" {
		return nil, l.unexpected(s.trim(), "sysctl NAME=VALUE")
	}
	row, known := abi.SysctlByName(name.text)
	if !known {
		return nil, l.unknownSysctl(name)
	}
	if err := l.sysctlValue(row, value); err != nil {
		return nil, err
	}
	text := strings.Join(strings.Fields(value.text), " ")
	l.mention(mention{kind: mentionSysctl, name: row.Name, value: text, at: value})
	return &Setup{Pos: l.pos(all), Sysctl: &Sysctl{Name: row.Name, Value: text}}, nil
}

func (l *line) unknownSysctl(name span) *Error {
	if why, ok := abi.RemovedSysctls[name.text]; ok {
		return l.fault(name, "%s does not exist: %s", name.text, Phrase(why))
	}
	all := make([]string, len(abi.Sysctls))
	for i, r := range abi.Sysctls {
		if strings.HasSuffix(r.Name, "."+name.text) {
			return l.fault(name, "unknown %s %s", Phrase("sysctl"), name.text).meaning(r.Name)
		}
		all[i] = r.Name
	}
	return l.misspelt(name, "sysctl", all)
}

// sysctlValue checks a value as the kernel does when it is written.
func (l *line) sysctlValue(row abi.SysctlRow, value span) *Error {
	if row.Values == 0 {
		return l.portList(row, value)
	}
	words := fields(value)
	if len(words) != row.Values {
		return l.unexpected(value, "%s for %s", numbers(row.Values), row.Name)
	}
	last := 0
	for _, w := range words {
		n, err := l.sysctlNumber(row, w)
		if err != nil {
			return err
		}
		if n < last && row.Values > 1 {
			return l.unexpected(value, "the lower number first")
		}
		last = n
	}
	return nil
}

// sysctlNumber reads a number, which has one way to be written here: in decimal.
func (l *line) sysctlNumber(row abi.SysctlRow, s span) (int, *Error) {
	if len(s.text) > 1 && s.text[0] == '0' {
		return 0, l.unexpected(s, "a decimal number")
	}
	return l.integer(s, "a number", int64(row.Min), int64(row.Max))
}

func numbers(n int) Message {
	if n == 1 {
		return Say("one number")
	}
	return Say("%d numbers", n)
}

// portList checks a list of ports and ranges, 8080,9000-9010; an empty one will do.
func (l *line) portList(row abi.SysctlRow, s span) *Error {
	for more := s.text != ""; more; {
		var one span
		one, s, more = s.cut(",")
		low, high, isRange := one.trim().cut("-")
		from, err := l.sysctlNumber(row, low.trim())
		if err != nil {
			return err
		}
		if !isRange {
			continue
		}
		to, err := l.sysctlNumber(row, high.trim())
		if err != nil {
			return err
		}
		if to < from {
			return l.unexpected(one.trim(), "the lower port first")
		}
	}
	return nil
}

// fields splits s at white space.
func fields(s span) []span {
	var out []span
	for s = s.trim(); s.text != ""; {
		var w span
		w, s = s.word()
		out = append(out, w)
	}
	return out
}

const ipForms Phrase = "ip link add NAME type dummy, or ip addr add ADDRESS/PREFIX dev NAME"

// ip reads a line that adds an interface or an address; all is the line from the word ip on.
func (l *line) ip(all, s span) (*Setup, *Error) {
	w := fields(s)
	switch {
	case len(w) == 0:
		return nil, l.unexpected(s, ipForms)
	case w[0].text == "link":
		return l.ipLink(all, w)
	case w[0].text == "addr":
		return l.ipAddr(all, w)
	}
	return nil, l.unexpected(w[0], ipForms)
}

// words checks that a line's words are those of form; an upper-case word of form stands for any.
func (l *line) words(all span, w []span, form string) *Error {
	want := strings.Fields(form)
	for i, f := range want {
		switch {
		case i >= len(w):
			return l.unexpected(all.from(len(all.text)), "%s: ip %s", f, form)
		case f != strings.ToUpper(f) && w[i].text != f:
			return l.unexpected(w[i], "%s: ip %s", f, form)
		}
	}
	if len(w) > len(want) {
		return l.unexpected(w[len(want)], "the end of the line: ip %s", form)
	}
	return nil
}

func (l *line) ipLink(all span, w []span) (*Setup, *Error) {
	if err := l.words(all, w, "link add NAME type dummy"); err != nil {
		return nil, err
	}
	if err := l.ifaceName(w[2]); err != nil {
		return nil, err
	}
	l.mention(mention{kind: mentionLink, name: w[2].text, at: w[2]})
	return &Setup{Pos: l.pos(all), Link: &Link{Name: w[2].text}}, nil
}

func (l *line) ipAddr(all span, w []span) (*Setup, *Error) {
	if err := l.words(all, w, "addr add ADDRESS/PREFIX dev NAME"); err != nil {
		return nil, err
	}
	p, err := netip.ParsePrefix(w[2].text)
	if err != nil || !isHostAddr(p.Addr()) {
		return nil, l.unexpected(w[2], "an address that a host can have, with its prefix length: 192.0.2.1/24")
	}
	if err := l.ifaceName(w[4]); err != nil {
		return nil, err
	}
	l.mention(mention{kind: mentionDev, name: w[4].text, at: w[4]})
	l.mention(mention{kind: mentionAddr, name: w[4].text, value: p.String(), at: w[2]})
	return &Setup{Pos: l.pos(all), Addr: &IfAddr{Prefix: p, Dev: w[4].text}}, nil
}

// isHostAddr reports whether a host can be given the address.
func isHostAddr(a netip.Addr) bool {
	return !a.IsUnspecified() && !a.IsMulticast() && !a.Is4In6() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// ifaceName checks the name of an interface as the kernel does (dev_valid_name in net/core/dev.c),
// and that it can be written in this language.
func (l *line) ifaceName(s span) *Error {
	if why := badIfaceName(s.text); why != (Message{}) {
		return l.unexpected(s, "the name of an interface: %s", why)
	}
	return nil
}

// badIfaceName says what is wrong with the name of an interface, the zero Message for nothing.
func badIfaceName(name string) Message {
	switch {
	case name == "" || name == "." || name == ".." || !allBytes(name, isNameByte):
		return Say("letters, digits, - _ .")
	case len(name) > ifNameMax:
		return Say("at most %d characters (IFNAMSIZ)", ifNameMax)
	}
	return Message{}
}
