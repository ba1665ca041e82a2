package main

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

// A result is one measurement.
type result struct {
	rate float64 // requests a second
	p99  float64 // milliseconds that 99 of 100 requests took at most
}

var (
	rateLine = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	p99Line  = regexp.MustCompile(`99%\s+([\d.]+)(us|ms|s)`)
	badLine  = regexp.MustCompile(`Non-2xx or 3xx responses: \d+|Socket errors: .+`)
)

// measure lets wrk ask for an address for a while.
func measure(url string, length time.Duration) (result, error) {
	cmd := exec.Command("wrk", "-t1", "-c"+strconv.Itoa(connections), "-d"+strconv.Itoa(int(length.Seconds()))+"s",
		"--latency", "--timeout", "20s", "-H", "Accept-Encoding: br", url)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return result{}, fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return parse(string(out))
}

// parse reads what wrk prints.
func parse(out string) (result, error) {
	rate, p99 := rateLine.FindStringSubmatch(out), p99Line.FindStringSubmatch(out)
	if bad := badLine.FindString(out); bad != "" || rate == nil || p99 == nil {
		return result{}, fmt.Errorf("found %q, expected a rate, a p99 and no errors in what wrk prints:\n%s", bad, out)
	}
	unit := map[string]float64{"us": 1e-3, "ms": 1, "s": 1e3}[p99[2]]
	r, err := strconv.ParseFloat(rate[1], 64)
	if err != nil {
		return result{}, err
	}
	l, err := strconv.ParseFloat(p99[1], 64)
	return result{r, l * unit}, err
}
