// Package facts makes the tables of facts in the texts from what the simulator works with, so that
// the two cannot disagree.
package facts

import (
	"fmt"
	"slices"
	"strings"

	"portlab/sim/abi"
	"portlab/sim/ports"
)

// A Table is facts in one language. Text between backticks is code.
type Table struct {
	Head []string
	Rows [][]string
}

// tables are the tables by name: each with what makes it, and whether it takes the names of its rows.
var tables = map[string]struct {
	make  func(lang string, names []string) (Table, error)
	named bool
}{
	"port-classes":     {portClasses, false},
	"ephemeral-ranges": {ephemeralRanges, false},
	"sysctls":          {sysctls, true},
	"options":          {options, true},
}

// Lookup returns the table that args ask for, the first being its name. Its errors say what can be asked for.
func Lookup(lang string, args []string) (Table, error) {
	if len(args) == 0 {
		return Table{}, fmt.Errorf("found facts without a name, expected one of %s", strings.Join(names(), ", "))
	}
	table, found := tables[args[0]]
	switch {
	case !found:
		return Table{}, fmt.Errorf("there are no facts named %s, only %s", args[0], strings.Join(names(), ", "))
	case table.named && len(args) == 1:
		return Table{}, fmt.Errorf("facts %s needs the names of its rows after it", args[0])
	case !table.named && len(args) > 1:
		return Table{}, fmt.Errorf("facts %s takes nothing after it, found %q", args[0], strings.Join(args[1:], " "))
	}
	return table.make(lang, args[1:])
}

func names() []string {
	var all []string
	for name := range tables {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func portClasses(lang string, _ []string) (Table, error) {
	t := Table{Head: head(lang, "Numbers", "Class (RFC 6335)", "Formerly", "IANA assigns them")}
	for _, c := range ports.Classes {
		assigned := "no"
		if c.Assigned {
			assigned = "yes"
		}
		t.Rows = append(t.Rows, []string{numbers(c.Range), c.Name, c.Formerly, In(lang, assigned)})
	}
	return t, nil
}

func ephemeralRanges(lang string, _ []string) (Table, error) {
	t := Table{Head: head(lang, "System", "Range", "How many", "Where it says so")}
	for _, e := range ports.EphemeralRanges {
		t.Rows = append(t.Rows, []string{In(lang, e.System), numbers(e.Range), fmt.Sprint(e.Count()), e.Source})
	}
	return t, nil
}

func sysctls(lang string, names []string) (Table, error) {
	t := Table{Head: head(lang, "sysctl", "Meaning", "Default")}
	for _, name := range names {
		row, found := abi.SysctlByName(name)
		if !found {
			return t, fmt.Errorf("the simulator has no sysctl %s (sim/abi/sysctls.go)", name)
		}
		t.Rows = append(t.Rows, []string{code(row.Name), In(lang, row.Summary), In(lang, standard(row))})
	}
	return t, nil
}

// standard returns a sysctl's default with its unit.
func standard(row abi.SysctlRow) string {
	switch {
	case row.Default != "":
		return code(row.Default) + units[row.Name]
	case row.Values == 0:
		return "none"
	}
	return "set at boot, by memory"
}

// units are what a sysctl's number counts, where it counts something that its meaning leaves open.
var units = map[string]string{"net.ipv4.tcp_fin_timeout": " s"}

func options(lang string, names []string) (Table, error) {
	t := Table{Head: head(lang, "Option", "Level", "Meaning")}
	for _, name := range names {
		row, found := abi.SockoptByName(name)
		if !found {
			return t, fmt.Errorf("the simulator has no option %s (sim/abi/sockopts.go)", name)
		}
		t.Rows = append(t.Rows, []string{code(row.Name), code(levels[row.Level]), In(lang, row.Summary)})
	}
	return t, nil
}

var levels = map[int]string{
	abi.SOL_SOCKET: "SOL_SOCKET", abi.SOL_IP: "IPPROTO_IP", abi.SOL_IPV6: "IPPROTO_IPV6", abi.SOL_TCP: "IPPROTO_TCP",
}

func numbers(r ports.Range) string { return fmt.Sprintf("%d–%d", r.First, r.Last) }

func code(text string) string { return "`" + text + "`" }

func head(lang string, words ...string) []string {
	for i := range words {
		words[i] = In(lang, words[i])
	}
	return words
}
