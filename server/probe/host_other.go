//go:build !linux || !(amd64 || arm64)

package probe

import (
	"context"
	"runtime"

	"portlab/sim/abi"
	"portlab/sim/interp"
	"portlab/sim/scenario"
)

var errSystem = &UnavailableError{Reason: "running scenarios on this host needs Linux on amd64 or arm64; this is " +
	runtime.GOOS + " on " + runtime.GOARCH + ". The simulator works here"}

// A Host cannot exist on this system: Open always fails.
type Host struct{}

// Available returns the error that says why this host cannot run scenarios.
func Available() error { return errSystem }

// Release returns the kernel's release: "" on this system.
func Release() string { return "" }

// Open fails on this system.
func Open(context.Context, Options) (*Host, error) { return nil, errSystem }

// Close does nothing.
func (*Host) Close() error { return nil }

// Reset fails on this system.
func (*Host) Reset(context.Context) (bool, error) { return false, errSystem }

// Sysctls fails on this system.
func (*Host) Sysctls() (map[string]string, error) { return nil, errSystem }

// Setup fails on this system.
func (*Host) Setup(context.Context, *scenario.Setup) error { return errSystem }

// Start fails on this system.
func (*Host) Start(context.Context, string) error { return errSystem }

// Do fails on this system.
func (*Host) Do(context.Context, string, *abi.Call) (interp.Outcome, error) {
	return interp.Outcome{}, errSystem
}
