package scenario

import (
	"strconv"
	"strings"
)

// A mention is a name in the text whose meaning depends on the lines before it.
type mention struct {
	kind  mentionKind
	name  string
	call  string // of a step or a completion
	value string // of a sysctl; of an address, with its prefix length
	at    span
	line  *line
}

type mentionKind uint8

const (
	mentionStep    mentionKind = iota // a process takes a step
	mentionResumed                    // a process's call is said to have completed
	mentionPort                       // $name
	mentionChild                      // fork names a child
	mentionTarget                     // kill names a process
	mentionLink                       // an interface is added
	mentionDev                        // an interface is used
	mentionAddr                       // an interface gets an address
	mentionSysctl
)

func (l *line) mention(m mention) {
	m.line = l
	l.mentions = append(l.mentions, m)
}

// A checker goes through a text's mentions in order and knows what the lines so far have made.
type checker struct {
	step    mention           // the latest step
	procs   map[string]int    // line of the first mention
	exited  map[string]int    // line of the exit
	calls   map[[2]string]int // line of the latest step, by process and call; negative once claimed to have completed
	ports   map[string]bool
	ifaces  map[string]bool
	addrs   map[[2]string]bool // by interface and address
	sysctls map[string]int     // the ones that limit each other
}

// check reports what is wrong in lines that are each well formed, as far as this can be told
// without running them.
func (p *parser) check() {
	c := &checker{
		procs: map[string]int{}, exited: map[string]int{}, calls: map[[2]string]int{}, ports: map[string]bool{},
		ifaces:  map[string]bool{"lo": true},
		addrs:   map[[2]string]bool{{"lo", "127.0.0.1/8"}: true, {"lo", "::1/128"}: true},
		sysctls: map[string]int{lowPort: 32768, unprivileged: 1024},
	}
	for _, m := range p.mentions {
		if err := c.check(m); err != nil {
			p.errs = append(p.errs, err)
		}
	}
}

func (c *checker) check(m mention) *Error {
	switch m.kind {
	case mentionStep:
		return c.checkStep(m)
	case mentionResumed:
		return c.checkResumed(m)
	case mentionPort:
		return c.checkPort(m)
	case mentionChild:
		return c.checkChild(m)
	case mentionTarget:
		return c.checkTarget(m)
	case mentionLink:
		return c.checkLink(m)
	case mentionDev:
		return c.checkDev(m)
	case mentionAddr:
		return c.checkAddr(m)
	}
	return c.checkSysctl(m)
}

func (c *checker) checkStep(m mention) *Error {
	if at, ok := c.exited[m.name]; ok {
		return m.line.fault(m.at, "%s exited on line %d, expected another name: a dead process's is not used again", m.name, at)
	}
	c.step = m
	c.meet(m)
	c.calls[[2]string{m.name, m.call}] = m.line.num
	if m.call == "exit" {
		c.exited[m.name] = m.line.num
	}
	return nil
}

func (c *checker) meet(m mention) {
	if c.procs[m.name] == 0 {
		c.procs[m.name] = m.line.num
	}
}

// checkResumed: a completion is that of the process's latest call of that name.
func (c *checker) checkResumed(m mention) *Error {
	c.step = m
	key := [2]string{m.name, m.call}
	at := c.calls[key]
	if at == 0 {
		return m.line.fault(m.at, "no %s of %s stands before this line, expected one that blocks", m.call, m.name)
	}
	if at < 0 {
		return m.line.fault(m.at, "the %s of line %d is already said to have completed", m.call, -at)
	}
	c.calls[key] = -at
	return nil
}

func (c *checker) checkPort(m mention) *Error {
	if binds(c.step.call) {
		c.ports[m.name] = true
		return nil
	}
	if c.ports[m.name] {
		return nil
	}
	known := make([]string, 0, len(c.ports))
	for name := range c.ports {
		known = append(known, name)
	}
	e := m.line.fault(m.at, "%s is not known yet, expected an earlier getsockname or getpeername to find it", m.at.text)
	if near := first(known, m.name); near != "" {
		e.Hint = "$" + near
	}
	return e
}

// binds reports whether a $name may first appear in the result of the call.
func binds(call string) bool { return call == "getsockname" || call == "getpeername" }

// first returns the nearest of known, the least of them where several are as near.
func first(known []string, name string) string {
	best := ""
	for _, k := range known {
		if nearest(name, []string{k}) == "" {
			continue
		}
		d, least := distance(name, k), distance(name, best)
		if best == "" || d < least || d == least && k < best {
			best = k
		}
	}
	return best
}

func (c *checker) checkChild(m mention) *Error {
	if at := c.procs[m.name]; at > 0 {
		return m.line.fault(m.at, "the name %s is taken since line %d, expected a new one for the child", m.name, at)
	}
	c.meet(m)
	return nil
}

func (c *checker) checkTarget(m mention) *Error {
	if c.procs[m.name] > 0 {
		return nil
	}
	return m.line.fault(m.at, "no process %s stands before this line, expected one to kill", m.name)
}

func (c *checker) checkLink(m mention) *Error {
	if c.ifaces[m.name] {
		return m.line.fault(m.at, "the interface %s is there already, expected a new name", m.name)
	}
	c.ifaces[m.name] = true
	return nil
}

func (c *checker) checkDev(m mention) *Error {
	if c.ifaces[m.name] {
		return nil
	}
	return m.line.fault(m.at, "no interface %[1]s, expected an earlier line: ip link add %[1]s type dummy", m.name)
}

func (c *checker) checkAddr(m mention) *Error {
	key := [2]string{m.name, m.value}
	if c.addrs[key] {
		return m.line.fault(m.at, "%s has the address %s already", m.name, m.value)
	}
	c.addrs[key] = true
	return nil
}

const (
	lowPort      = "net.ipv4.ip_local_port_range"
	unprivileged = "net.ipv4.ip_unprivileged_port_start"
)

// checkSysctl: ephemeral ports must need no privilege (ipv4_local_port_range and
// ipv4_privileged_ports in net/ipv4/sysctl_net_ipv4.c).
func (c *checker) checkSysctl(m mention) *Error {
	if m.name != lowPort && m.name != unprivileged {
		return nil
	}
	word, _, _ := strings.Cut(m.value, " ")
	n, err := strconv.Atoi(word)
	if err != nil {
		return nil
	}
	before := c.sysctls[m.name]
	c.sysctls[m.name] = n
	if c.sysctls[lowPort] >= c.sysctls[unprivileged] {
		return nil
	}
	c.sysctls[m.name] = before
	return m.line.unexpected(m.at, "the ephemeral ports to begin at or after ip_unprivileged_port_start: "+
		"the kernel refuses the value while they begin at %d and unprivileged ports at %d", c.lowest(m, n), c.unprivileged(m, n))
}

func (c *checker) lowest(m mention, n int) int {
	if m.name == lowPort {
		return n
	}
	return c.sysctls[lowPort]
}

func (c *checker) unprivileged(m mention, n int) int {
	if m.name == unprivileged {
		return n
	}
	return c.sysctls[unprivileged]
}
