package run

import (
	"context"

	"portlab/sim/abi"
	"portlab/sim/interp"
	"portlab/sim/kernel"
	"portlab/sim/profile"
	"portlab/sim/scenario"
)

// Seed makes the simulator's choices of ports the same in every run.
const Seed = 1

// A Machine is a simulated host for package interp.
type Machine struct {
	Kernel   *kernel.Kernel
	verdicts []profile.Verdict // room for those to come, as an Interp has for events
	checks   []profile.Check
}

var _ interp.Machine = (*Machine)(nil)

// NewMachine returns a host that has just started.
func NewMachine(p *profile.Profile) *Machine { return &Machine{Kernel: kernel.New(p, Seed)} }

// Clone returns a copy that goes its own way.
func (m *Machine) Clone() *Machine { return &Machine{Kernel: m.Kernel.Clone()} }

// Setup implements interp.Machine.
func (m *Machine) Setup(_ context.Context, s *scenario.Setup) error {
	switch {
	case s.Sysctl != nil:
		m.Kernel.SetSysctl(s.Sysctl.Name, s.Sysctl.Value)
	case s.Link != nil && !m.Kernel.AddLink(s.Link.Name):
		return setupError(s, s.Link.Name, "an interface named "+s.Link.Name+" exists already")
	case s.Addr != nil && !m.Kernel.AddAddr(s.Addr.Dev, s.Addr.Prefix):
		return setupError(s, s.Addr.Dev, "interface "+s.Addr.Dev+" does not exist, or has "+s.Addr.Prefix.String()+
			" already; add it first with: ip link add "+s.Addr.Dev+" type dummy")
	}
	return nil
}

func setupError(s *scenario.Setup, found, msg string) error {
	return &scenario.Error{Pos: s.Pos, Found: found, Msg: msg}
}

// Start implements interp.Machine.
func (m *Machine) Start(_ context.Context, proc string) error {
	m.Kernel.Start(proc)
	return nil
}

// Do implements interp.Machine.
func (m *Machine) Do(_ context.Context, proc string, call *abi.Call) (o interp.Outcome, err error) {
	o.Time = m.Kernel.Now()
	out := m.Kernel.Do(proc, call)
	o.Blocked, o.Result, o.Why = out.Blocked, out.Result, m.keep(&out.Why)
	for i := range out.Resumed {
		r := &out.Resumed[i]
		o.Resumed = append(o.Resumed, interp.Resumed{Proc: r.Process, Result: r.Result, Why: m.keep(&r.Why), Time: r.Time})
	}
	return o, nil
}

// noChecks is the verdict on a call that nothing is to be said about.
var noChecks profile.Verdict

// verdictsAtOnce and checksAtOnce are how many keep makes room for at a time.
const (
	verdictsAtOnce = 64
	checksAtOnce   = 256
)

// keep returns a copy of a kernel's verdict that outlives the kernel's next call.
func (m *Machine) keep(v *profile.Verdict) *profile.Verdict {
	if len(v.Checks) == 0 {
		return &noChecks
	}
	if len(m.verdicts) == cap(m.verdicts) {
		m.verdicts = make([]profile.Verdict, 0, verdictsAtOnce)
	}
	if len(m.checks)+len(v.Checks) > cap(m.checks) {
		m.checks = make([]profile.Check, 0, max(checksAtOnce, len(v.Checks)))
	}
	first := len(m.checks)
	m.checks = append(m.checks, v.Checks...)
	m.verdicts = append(m.verdicts, profile.Verdict{Errno: v.Errno, Checks: m.checks[first:len(m.checks):len(m.checks)]})
	return &m.verdicts[len(m.verdicts)-1]
}

// Recycle says that the verdicts that Do has returned so far are not needed any more: their place is
// taken by those to come.
func (m *Machine) Recycle() { m.verdicts, m.checks = m.verdicts[:0], m.checks[:0] }
