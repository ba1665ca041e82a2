package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what came out into the test's file")

// A cliCase is one command line with its input and what it prints.
type cliCase struct{ args, in, want string }

const (
	caseMark = "\n== "
	outMark  = "-- stdout --\n"
)

func readCases(t *testing.T, file string) (head string, cases []cliCase) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), caseMark)
	for _, part := range parts[1:] {
		args, rest, _ := strings.Cut(part, "\n")
		in, want, _ := strings.Cut(rest, outMark)
		cases = append(cases, cliCase{args, in, outMark + want})
	}
	return parts[0], cases
}

// outcome carries out a command line and returns what it prints and its exit status.
func outcome(args []string, in string) string {
	var out, errs bytes.Buffer
	status := execute(context.Background(), args, streams{strings.NewReader(in), &out, &errs})
	return fmt.Sprintf("%s%s-- stderr --\n%s-- status %d --\n", outMark, &out, &errs, status)
}

func TestCommandLine(t *testing.T) {
	t.Setenv("COLUMNS", "80") // the width of help
	const file = "testdata/cli.txt"
	head, cases := readCases(t, file)
	written := head
	for _, c := range cases {
		t.Run(c.args, func(t *testing.T) {
			got := outcome(strings.Fields(c.args), strings.TrimSuffix(c.in, "\n"))
			if strings.TrimSpace(got) != strings.TrimSpace(c.want) && !*update {
				t.Errorf("portlab %s\n%s\nprints\n%s\nwant\n%s", c.args, c.in, got, c.want)
			}
			written += caseMark + c.args + "\n" + c.in + got
		})
	}
	if *update {
		if err := os.WriteFile(file, []byte(written), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
