package scenario

import (
	"net/netip"
	"strconv"
	"strings"

	"portlab/sim/abi"
)

// ParseAddr reads an address in the short form, such as "127.0.0.1:80", "[::1]:$p" or "AF_UNSPEC",
// or in strace's. The error is of type *Error.
func ParseAddr(text string) (abi.Sockaddr, error) {
	l := &line{parser: &parser{scenario: &Scenario{}}, num: 1, text: text}
	a, err := l.address(span{text, 0})
	if err != nil {
		return a, err
	}
	return a, nil
}

// isAddress reports whether s begins as an address does rather than as a number or a flag.
func isAddress(s span) bool {
	return s.text != "" && strings.ContainsAny(s.text[:1], "{[*") || strings.HasPrefix(s.text, "AF_") ||
		strings.ContainsAny(s.text, ":.")
}

const addressForms Phrase = "an address: 127.0.0.1:80, [::1]:80 or AF_UNSPEC"

func (l *line) address(s span) (abi.Sockaddr, *Error) {
	switch {
	case s.text == "AF_UNSPEC":
		return abi.Unspec, nil
	case strings.HasPrefix(s.text, "{"):
		return l.sockaddr(s)
	case strings.HasPrefix(s.text, "["):
		return l.address6(s)
	}
	return l.address4(s)
}

// ipAddress reads an address that is not AF_UNSPEC.
func (l *line) ipAddress(s span) (abi.Sockaddr, *Error) {
	a, err := l.address(s)
	if err == nil && a.Family == abi.AF_UNSPEC {
		err = l.unexpected(s, "an address with a port: 127.0.0.1:80 or [::1]:80")
	}
	return a, err
}

// address4 reads 127.0.0.1:80.
func (l *line) address4(s span) (abi.Sockaddr, *Error) {
	i := strings.LastIndexByte(s.text, ':')
	if i < 0 {
		return abi.Sockaddr{}, l.unexpected(s, addressForms)
	}
	addr, err := netip.ParseAddr(s.text[:i])
	if err != nil || !addr.Is4() {
		return abi.Sockaddr{}, l.unexpected(s, addressForms).meaning(likelyAddress(s.text[:i], s.text[i:], s.text))
	}
	return l.withPort(abi.Sockaddr{Family: abi.AF_INET, Addr: addr}, s.from(i+1))
}

// likelyAddress returns what someone meant who wrote host and port in another program's way.
func likelyAddress(host, port, all string) string {
	switch host {
	case "*", "":
		return "0.0.0.0" + port
	case "localhost":
		return "127.0.0.1" + port
	}
	if a, err := netip.ParseAddr(host); err == nil && a.Is6() {
		return "[" + host + "]" + port
	}
	if a, err := netip.ParseAddr(all); err == nil && a.Is6() {
		return "[" + all + "]:80"
	}
	return ""
}

// address6 reads [::1]:80.
func (l *line) address6(s span) (abi.Sockaddr, *Error) {
	host, port, ok := s.from(1).cut("]:")
	if !ok {
		return abi.Sockaddr{}, l.unexpected(s, "an address with a port: [::1]:80")
	}
	a, err := l.inet6(host, "")
	if err != nil {
		return a, err
	}
	return l.withPort(a, port)
}

// inet6 reads an IPv6 address; a zone may be part of it or be given apart.
func (l *line) inet6(s span, zone string) (abi.Sockaddr, *Error) {
	addr, err := netip.ParseAddr(s.text)
	if err != nil || !addr.Is6() {
		return abi.Sockaddr{}, l.unexpected(s, "an IPv6 address")
	}
	if zone != "" {
		addr = addr.WithZone(zone)
	}
	if z := addr.Zone(); z != "" && !allBytes(z, isNameByte) {
		return abi.Sockaddr{}, l.unexpected(s, "an interface name after the %%")
	}
	return abi.Sockaddr{Family: abi.AF_INET6, Addr: addr}, nil
}

// withPort adds the port that s is: a number or $name.
func (l *line) withPort(a abi.Sockaddr, s span) (abi.Sockaddr, *Error) {
	if name, ok := s.after("$"); ok {
		if name.text == "" || !isLetter(name.text[0]) || !allBytes(name.text, isVarByte) {
			return a, l.unexpected(s, "the name of a port: $p")
		}
		a.Var = name.text
		l.mention(mention{kind: mentionPort, name: name.text, at: s})
		return a, nil
	}
	port, err := strconv.ParseUint(s.text, 10, 16)
	if err != nil || !allBytes(s.text, isDigit) {
		return a, l.unexpected(s, "a port from 0 to 65535, or $name")
	}
	a.Port = uint16(port)
	return a, nil
}

func isVarByte(c byte) bool { return isLetter(c) || isDigit(c) }

// sockaddr reads an address as strace writes it, {sa_family=AF_INET, ...}.
func (l *line) sockaddr(s span) (abi.Sockaddr, *Error) {
	in, ok := s.inside('{', '}')
	if !ok {
		return abi.Sockaddr{}, l.unexpected(s, addressForms)
	}
	fields, err := l.items(in)
	if err != nil {
		return abi.Sockaddr{}, err
	}
	family := span{}
	if len(fields) > 0 {
		family, _ = fields[0].after("sa_family=")
	}
	switch family.text {
	case "AF_INET":
		return l.sockaddrIn(s, fields[1:])
	case "AF_INET6":
		return l.sockaddrIn6(s, fields[1:])
	case "AF_UNSPEC":
		return abi.Unspec, nil
	}
	return abi.Sockaddr{}, l.unexpected(s, "{sa_family=AF_INET, ...}, AF_INET6 or AF_UNSPEC")
}

// sockaddrIn reads the fields of a struct sockaddr_in after the family.
func (l *line) sockaddrIn(whole span, fields []span) (abi.Sockaddr, *Error) {
	var a abi.Sockaddr
	var port span
	for _, f := range fields {
		if p, ok := call(f, "sin_port=htons("); ok {
			port = p
		} else if text, ok := call(f, "sin_addr=inet_addr("); ok {
			in, _ := text.inside('"', '"')
			addr, err := netip.ParseAddr(in.text)
			if err != nil || !addr.Is4() {
				return a, l.unexpected(text, `an IPv4 address: "127.0.0.1"`)
			}
			a = abi.Sockaddr{Family: abi.AF_INET, Addr: addr}
		} else {
			return a, l.unexpected(f, "sin_port=htons(PORT) or sin_addr=inet_addr(\"ADDRESS\")")
		}
	}
	if !a.Addr.IsValid() || port.text == "" {
		return a, l.unexpected(whole, "sin_port and sin_addr")
	}
	return l.withPort(a, port)
}

// sockaddrIn6 reads the fields of a struct sockaddr_in6 after the family.
func (l *line) sockaddrIn6(whole span, fields []span) (abi.Sockaddr, *Error) {
	var port, host span
	zone := ""
	for _, f := range fields {
		if p, ok := call(f, "sin6_port=htons("); ok {
			port = p
		} else if text, ok := call(f, "inet_pton(AF_INET6,"); ok {
			quoted, _, _ := text.cut(",")
			host, _ = quoted.trim().inside('"', '"')
		} else if id, ok := f.after("sin6_scope_id="); ok {
			z, err := l.scopeID(id)
			if err != nil {
				return abi.Sockaddr{}, err
			}
			zone = z
		} else if _, ok := call(f, "sin6_flowinfo=htonl("); !ok {
			return abi.Sockaddr{}, l.unexpected(f, "sin6_port, sin6_flowinfo, inet_pton(AF_INET6, ...) or sin6_scope_id")
		}
	}
	if host.text == "" || port.text == "" {
		return abi.Sockaddr{}, l.unexpected(whole, "sin6_port and inet_pton(AF_INET6, \"ADDRESS\", &sin6_addr)")
	}
	a, err := l.inet6(host, zone)
	if err != nil {
		return a, err
	}
	return l.withPort(a, port)
}

// scopeID reads an interface, as a number or if_nametoindex("lo"), and returns the zone.
func (l *line) scopeID(s span) (string, *Error) {
	if name, ok := call(s, "if_nametoindex("); ok {
		in, _ := name.inside('"', '"')
		return in.text, l.ifaceName(in)
	}
	n, err := l.integer(s, "the number of an interface", 0, 1<<31-1)
	if err != nil || n == 0 {
		return "", err
	}
	return strconv.Itoa(n), nil
}

// call returns what stands between prefix, which ends in (, and the closing ) of s.
func call(s span, prefix string) (span, bool) {
	in, ok := s.after(prefix)
	if !ok || !strings.HasSuffix(in.text, ")") {
		return s, false
	}
	return in.to(len(in.text) - 1).trim(), true
}

// inLength checks the length that strace writes after an address that is given to the kernel. The
// kernel takes more than it needs, up to a struct sockaddr_storage.
func (l *line) inLength(s span, a abi.Sockaddr) *Error {
	_, err := l.integer(s, "the address's length", int64(addrLen(a.Family)), 128)
	return err
}

// outLength checks the length that strace writes after an address or a value that the kernel
// gives: [16], [128 => 16], 16 or NULL. It claims nothing.
func (l *line) outLength(s span) *Error {
	if isPointer(s) {
		return nil
	}
	in, ok := s.inside('[', ']')
	if !ok {
		in = s
	}
	for _, arrow := range []string{"=>", "->"} {
		if before, after, ok := in.cut(arrow); ok {
			if _, err := l.cInt(before.trim(), "a length: [16]"); err != nil {
				return err
			}
			in = after.trim()
			break
		}
	}
	_, err := l.cInt(in, "a length: [16]")
	return err
}

// addrLen is the size in bytes of the structure that holds an address of that family.
func addrLen(family int) int {
	switch family {
	case abi.AF_INET:
		return 16
	case abi.AF_INET6:
		return 28
	}
	return 2
}
