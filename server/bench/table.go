package main

import "fmt"

// A row is one line of the table.
type row struct {
	what   string
	kernel string
	ours   string
	ratio  string
	bar    string
	met    bool
}

const columns = "%-46s  %10s  %20s  %6s  %8s  %s\n"

func printHead() { fmt.Printf(columns, "what", "kernel", "ours", "ratio", "bar", "") }

func (r row) print() {
	verdict := "met"
	if !r.met {
		verdict = "NOT MET"
	}
	fmt.Printf(columns, r.what, r.kernel, r.ours, r.ratio, r.bar, verdict)
}
