package ports

import (
	"fmt"
	"testing"

	"portlab/sim/abi"
)

func TestClassesAreAllNumbers(t *testing.T) {
	next := 0
	for _, c := range Classes {
		if int(c.First) != next {
			t.Errorf("%s begin at %d, expected %d", c.Name, c.First, next)
		}
		next += c.Count()
	}
	if next != 65536 {
		t.Errorf("the classes have %d numbers, expected 65536", next)
	}
}

func TestRangesAreTheSimulators(t *testing.T) {
	linux := EphemeralRanges[0]
	tests := []struct{ sysctl, want string }{
		{"net.ipv4.ip_local_port_range", fmt.Sprintf("%d %d", linux.First, linux.Last)},
		{"net.ipv4.ip_unprivileged_port_start", fmt.Sprint(Classes[1].First)},
	}
	for _, tt := range tests {
		if row, _ := abi.SysctlByName(tt.sysctl); row.Default != tt.want {
			t.Errorf("%s is %q by default, and here %q", tt.sysctl, row.Default, tt.want)
		}
	}
}
