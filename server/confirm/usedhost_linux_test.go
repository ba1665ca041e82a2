package confirm

import (
	"context"
	"errors"
	"testing"

	"portlab/server/probe"
	"portlab/sim/scenario"
)

// A usedHost runs one scenario after another, on one probe.Host for as long as that can be reset.
// Interfaces stay there from one scenario to the next, as making and deleting them is what a kernel
// does most slowly; so either all scenarios begin with the same ones, or none has any.
type usedHost struct {
	*probe.Host // nil where one is to be opened
	interfaces  map[string]bool
}

// Setup does not add an interface or address again.
func (u *usedHost) Setup(ctx context.Context, s *scenario.Setup) error {
	if s.Sysctl != nil {
		return u.Host.Setup(ctx, s)
	}
	line := scenario.Format(&scenario.Scenario{Lines: []scenario.Line{{Setup: s}}})
	if u.interfaces[line] {
		return nil
	}
	u.interfaces[line] = true
	return u.Host.Setup(ctx, s)
}

// diverges is as the function is, but looks on the used host first.
func (u *usedHost) diverges(t *testing.T, s *scenario.Scenario) *scenario.Scenario {
	parsed, err := scenario.Parse(s.File, scenario.Format(s))
	if err != nil {
		t.Errorf("a generated scenario does not parse: %v\n%s", err, scenario.Format(s))
		return nil
	}
	same, err := u.agrees(parsed)
	if err != nil {
		t.Errorf("%v\n%s", err, scenario.Format(parsed))
		return nil
	}
	if same {
		return nil
	}
	return diverges(t, parsed)
}

// agrees reports whether the simulator and the used host agree on a scenario.
func (u *usedHost) agrees(s *scenario.Scenario) (bool, error) {
	if err := u.open(); err != nil {
		return false, err
	}
	pairs, err := differenceOn(s, u)
	if err != nil {
		return false, errors.Join(err, u.close())
	}
	clean, err := u.Reset(context.Background())
	if !clean {
		err = errors.Join(err, u.close())
	}
	return agree(pairs), err
}

func (u *usedHost) open() (err error) {
	if u.Host == nil {
		u.interfaces = map[string]bool{}
		u.Host, err = probe.Open(context.Background(), probe.Options{})
	}
	return err
}

func (u *usedHost) close() error {
	if u.Host == nil {
		return nil
	}
	host := u.Host
	u.Host = nil
	return host.Close()
}
