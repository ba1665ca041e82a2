package main

import (
	"fmt"
	"os"
	"text/tabwriter"
)

// A row is one line of the table.
type row struct {
	what   string
	kernel string
	ours   string
	ratio  string
	bar    string
	met    bool
}

func printTable(rows []row) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "what\tkernel\tours\tratio\tbar\t")
	for _, r := range rows {
		verdict := "met"
		if !r.met {
			verdict = "NOT MET"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.kernel, r.ours, r.ratio, r.bar, verdict)
	}
	w.Flush()
}
