package run

import (
	"context"
	"slices"

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
	Kernel *kernel.Kernel
	brief  bool // the reasons that Do returns are good until the next
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
		return setupError(s, s.Link.Name, "an interface named %s exists already", s.Link.Name)
	case s.Addr != nil && !m.Kernel.AddAddr(s.Addr.Dev, s.Addr.Prefix):
		return setupError(s, s.Addr.Dev, "interface %[1]s does not exist, or has %[2]s already; add it first with: ip link add %[1]s type dummy",
			s.Addr.Dev, s.Addr.Prefix.String())
	}
	return nil
}

func setupError(s *scenario.Setup, found string, p scenario.Phrase, args ...any) error {
	return &scenario.Error{Pos: s.Pos, Found: found, Msg: scenario.Say(p, args...)}
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
	o.Blocked, o.Result, o.Why = out.Blocked, out.Result, m.reason(&out.Why)
	for i := range out.Resumed {
		r := &out.Resumed[i]
		o.Resumed = append(o.Resumed, interp.Resumed{Proc: r.Process, Result: r.Result, Why: m.reason(&r.Why), Time: r.Time})
	}
	return o, nil
}

// reason returns a verdict of the kernel's, or a copy that outlives the kernel's next call.
func (m *Machine) reason(v *profile.Verdict) *profile.Verdict {
	if m.brief {
		return v
	}
	return &profile.Verdict{Errno: v.Errno, Checks: slices.Clone(v.Checks)}
}
