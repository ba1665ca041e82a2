package facts

import (
	"reflect"
	"testing"

	"portlab/sim/abi"
	"portlab/sim/ports"
)

func TestTables(t *testing.T) {
	tests := []struct {
		lang string
		args []string
		row  int
		want []string
	}{
		{"en", []string{"port-classes"}, 0, []string{"0–1023", "System Ports", "Well Known Ports", "yes"}},
		{"zh", []string{"port-classes"}, 2, []string{"49152–65535", "Dynamic Ports", "Private or Ephemeral Ports", "否"}},
		{"en", []string{"ephemeral-ranges"}, 0, []string{"Linux since 4.2", "32768–60999", "28232", "net.ipv4.ip_local_port_range"}},
		{"en", []string{"sysctls", "net.core.somaxconn", "net.ipv4.tcp_fin_timeout"}, 1,
			[]string{"`net.ipv4.tcp_fin_timeout`", "seconds an orphaned FIN_WAIT2 socket lives", "`60` s"}},
		{"zh", []string{"sysctls", "net.ipv4.tcp_max_tw_buckets"}, 0,
			[]string{"`net.ipv4.tcp_max_tw_buckets`", "最多允许多少个 TIME_WAIT 套接字", "启动时按内存大小决定"}},
		{"en", []string{"options", "TCP_NODELAY"}, 0, []string{"`TCP_NODELAY`", "`IPPROTO_TCP`", "send small segments at once (tcp(7))"}},
	}
	for _, tt := range tests {
		table, err := Lookup(tt.lang, tt.args)
		if err != nil {
			t.Errorf("%v: %v", tt.args, err)
			continue
		}
		if got := table.Rows[tt.row]; !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s %v, row %d: got %q, want %q", tt.lang, tt.args, tt.row, got, tt.want)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		args []string
		want string
	}{
		{nil, "found facts without a name, expected one of ephemeral-ranges, options, port-classes, sysctls"},
		{[]string{"ports"}, "there are no facts named ports, only ephemeral-ranges, options, port-classes, sysctls"},
		{[]string{"sysctls"}, "facts sysctls needs the names of its rows after it"},
		{[]string{"port-classes", "x"}, `facts port-classes takes nothing after it, found "x"`},
		{[]string{"sysctls", "net.x"}, "the simulator has no sysctl net.x (sim/abi/sysctls.go)"},
		{[]string{"options", "SO_X"}, "the simulator has no option SO_X (sim/abi/sockopts.go)"},
	}
	for _, tt := range tests {
		if _, err := Lookup("en", tt.args); err == nil || err.Error() != tt.want {
			t.Errorf("%v: got %v, want %s", tt.args, err, tt.want)
		}
	}
}

func TestEveryMeaningIsTranslated(t *testing.T) {
	var all []string
	for _, row := range abi.Sysctls {
		all = append(all, row.Summary)
	}
	for _, row := range abi.Sockopts {
		all = append(all, row.Summary)
		if levels[row.Level] == "" {
			t.Errorf("the level of %s has no name in levels", row.Name)
		}
	}
	for _, text := range all {
		if chinese[text] == "" {
			t.Errorf("%q has no Chinese in words.go", text)
		}
	}
	if len(ports.EphemeralRanges) == 0 || len(all) == 0 {
		t.Error("there are no facts")
	}
}
