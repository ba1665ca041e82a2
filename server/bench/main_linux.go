package main

import (
	"fmt"
	"os"
)

func main() {
	printHead()
	for _, measure := range []func() (row, error){bindRate, connectRate, conflictPorts, conflictAddresses,
		lastConnects, socketMemory, timeWaitFill} {
		r, err := measure()
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		r.print()
	}
}
