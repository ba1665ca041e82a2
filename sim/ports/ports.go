// Package ports is what the standards and the systems say of port numbers: the classes that IANA
// assigns by, and the range that each system takes its ephemeral ports from.
package ports

// A Range is the port numbers First to Last, both included.
type Range struct{ First, Last uint16 }

// Count returns how many numbers the range has, from 1 to 65536.
func (r Range) Count() int { return int(r.Last) - int(r.First) + 1 }

// A Class is one of the classes of RFC 6335 section 6.
type Class struct {
	Range
	Name     string
	Formerly string // the name that is still often heard
	Assigned bool   // whether IANA assigns numbers of the class
}

// Classes are all 65536 numbers, in the order of the numbers.
var Classes = []Class{
	{Range{0, 1023}, "System Ports", "Well Known Ports", true},
	{Range{1024, 49151}, "User Ports", "Registered Ports", true},
	{Range{49152, 65535}, "Dynamic Ports", "Private or Ephemeral Ports", false},
}

// An Ephemeral is a range that a system chooses ports from by itself.
type Ephemeral struct {
	Range
	System string
	Source string // where the range is set, or is documented
}

// EphemeralRanges are the ranges of systems, Linux first and then by the first number.
var EphemeralRanges = []Ephemeral{
	{Range{32768, 60999}, "Linux since 4.2", "net.ipv4.ip_local_port_range"},
	{Range{32768, 61000}, "Linux before 4.2", "net.ipv4.ip_local_port_range"},
	{Range{1024, 5000}, "4.4BSD", "IPPORT_RESERVED, IPPORT_USERRESERVED"},
	{Range{1025, 5000}, "Windows before Vista", "bind (Winsock)"},
	{Range{10000, 65535}, "FreeBSD", "net.inet.ip.portrange.first, .last"},
	{Range{32768, 65535}, "illumos", "tcp smallest_anon_port, largest_anon_port"},
	{Range{49152, 65535}, "macOS", "net.inet.ip.portrange.first, .last"},
	{Range{49152, 65535}, "NetBSD", "net.inet.ip.anonportmin, anonportmax"},
	{Range{49152, 65535}, "Windows since Vista", "netsh int ipv4 show dynamicport tcp"},
	{Range{49152, 65535}, "IANA: Dynamic Ports", "RFC 6335 section 6"},
	{Range{1024, 65535}, "suggested for all", "RFC 6056 section 3.2"},
}
