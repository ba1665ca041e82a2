// Command load measures how fast portlab serve answers, beside nginx with the same files: a page and
// the WebAssembly, compressed, at 64 connections. It needs nginx and wrk. Everything stays on loopback.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"time"
)

// Settings of a measurement.
const (
	connections = 64
	pagePath    = "en/lessons/address-already-in-use/"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("load: ")
	program := flag.String("portlab", "bin/portlab", "the `program` to measure")
	rounds := flag.Int("rounds", 7, "how often each is measured, in turns")
	length := flag.Duration("length", 3*time.Second, "how long each measurement takes")
	flag.Parse()
	if err := compare(*program, *rounds, *length); err != nil {
		log.Fatal(err)
	}
}

// compare measures both servers in turns, so that what else the machine does bears on both alike, and
// prints the medians.
func compare(program string, rounds int, length time.Duration) error {
	for _, tool := range []string{"nginx", "wrk"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("%w: install it (on Debian as root: apt-get install nginx-light wrk)", err)
		}
	}
	dir, err := os.MkdirTemp("", "portlab-load")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	servers, files, stop, err := start(program, dir)
	defer stop()
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := compareAt(servers, f.path, rounds, length); err != nil {
			return err
		}
	}
	return nil
}

// compareAt measures both servers at one address and prints a line for each, and their ratios.
func compareAt(servers []server, path string, rounds int, length time.Duration) error {
	if err := sameAnswer(servers, path); err != nil {
		return err
	}
	results := make([][]result, len(servers))
	for range rounds {
		for i, s := range servers {
			r, err := measure(s.url+path, length)
			if err != nil {
				return err
			}
			results[i] = append(results[i], r)
		}
	}
	fmt.Printf("%s, %d connections, medians of %d rounds of %v\n", path, connections, rounds, length)
	var medians []result
	for i, s := range servers {
		m := median(results[i])
		medians = append(medians, m)
		fmt.Printf("  %-8s %10.0f requests/s   p99 %8.2f ms\n", s.name, m.rate, m.p99)
	}
	fmt.Printf("  ratio    %10.2f (want >= 0.9)  %8.2f (want <= 1.3)\n", medians[1].rate/medians[0].rate, medians[1].p99/medians[0].p99)
	return nil
}

// median returns the median rate and the median p99.
func median(all []result) result {
	middle := func(of func(result) float64) float64 {
		var values []float64
		for _, r := range all {
			values = append(values, of(r))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return result{
		rate: middle(func(r result) float64 { return r.rate }),
		p99:  middle(func(r result) float64 { return r.p99 }),
	}
}
