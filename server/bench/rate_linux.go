package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"portlab/sim/profile"
	"portlab/sim/run"
	"portlab/sim/scenario"
)

const (
	rounds       = 1000 // of one measurement
	measurements = 31
	ports        = 28232 // ephemeral ports of a Linux host
)

// text repeats the steps of a scenario.
func text(before, each string, times int) *scenario.Scenario {
	s, err := scenario.Parse("bench", before+strings.Repeat(each, times))
	if err != nil {
		panic(err) // it is written here
	}
	return s
}

const listening = "A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:8080)\nA listen(3, 128)\n"

// bindRate compares socket, bind and close.
func bindRate() (row, error) {
	s := text("", "A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:8080)\nA close(3)\n", rounds)
	return rate("socket, bind, close", s, hostBind)
}

// connectRate compares socket, connect, accept, setsockopt and two closes.
func connectRate() (row, error) {
	s := text(listening, "A socket(AF_INET, SOCK_STREAM, 0)\nA connect(4, 127.0.0.1:8080)\nA accept(3)\n"+
		"A setsockopt(4, SOL_SOCKET, SO_LINGER, {1, 0})\nA close(4)\nA close(5)\n", rounds)
	listener := -1
	return rate("connect, accept, close", s, func() (err error) {
		if listener < 0 {
			listener, err = hostListener()
		}
		if err != nil {
			return err
		}
		return hostConnect(listener, true)
	})
}

// rate compares one round of calls on the host with one of a scenario that has many, with its trace
// and history.
func rate(what string, s *scenario.Scenario, round func() error) (row, error) {
	var host, ours []time.Duration
	err := inOwnNetwork(func() error {
		for range measurements {
			var failed error
			host = append(host, cpu(func() {
				for range rounds {
					failed = errors.Join(failed, round())
				}
			})/rounds)
			if failed != nil {
				return failed
			}
			ours = append(ours, cpu(func() { run.New(s, profile.Linux) })/rounds)
		}
		return nil
	})
	if err != nil {
		return row{}, err
	}
	return faster(what, median(host), median(ours), 20), nil
}

// faster is the row of something that must be so many times as fast as on the host.
func faster(what string, host, ours time.Duration, bar float64) row {
	ratio := float64(host) / float64(ours)
	return row{what, brief(host), brief(ours), fmt.Sprintf("%.1f", ratio), fmt.Sprintf("≥ %.0f", bar), ratio >= bar}
}

// brief writes a time with three digits.
func brief(d time.Duration) string {
	unit := time.Nanosecond
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}

// timeWaitFill compares filling the ephemeral ports with TIME_WAIT, none of which is used again.
func timeWaitFill() (row, error) {
	s := text("sysctl net.ipv4.tcp_tw_reuse=0\n"+listening, "A socket(AF_INET, SOCK_STREAM, 0)\nA connect(4, 127.0.0.1:8080)\nA accept(3)\nA close(4)\nA close(5)\n", ports)
	var host time.Duration
	err := inOwnNetwork(func() error {
		for name, value := range map[string]string{"tcp_tw_reuse": "0", "tcp_max_tw_buckets": "65536"} {
			if err := os.WriteFile("/proc/sys/net/ipv4/"+name, []byte(value), 0); err != nil {
				return err
			}
		}
		listener, err := hostListener()
		if err != nil {
			return err
		}
		host = cpu(func() {
			for i := 0; i < ports && err == nil; i++ {
				err = hostConnect(listener, false)
			}
		})
		return err
	})
	var ours []time.Duration
	for range 5 {
		ours = append(ours, cpu(func() { run.New(s, profile.Linux) }))
	}
	return faster("fill 28,232 ports with TIME_WAIT", host, median(ours), 100), err
}
