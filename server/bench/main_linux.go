package main

import (
	"fmt"
	"os"
)

func main() {
	rows, err := measure()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	printTable(rows)
}

// measure makes every row of the table.
func measure() ([]row, error) {
	var rows []row
	for _, f := range []func() (row, error){bindRate, connectRate, timeWaitFill} {
		r, err := f()
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	for _, f := range []func() row{conflictPorts, conflictAddresses, lastConnects, socketMemory} {
		rows = append(rows, f())
	}
	return rows, nil
}
