//go:build !linux

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "bench: the simulator is measured beside Linux; run it there")
	os.Exit(1)
}
