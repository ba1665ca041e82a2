package main

import (
	"io"
	"os"

	"portlab/sim/scenario"
)

// A scenarioFile is the argument of the commands that run a scenario.
type scenarioFile struct {
	File string `arg:"" help:"The scenario; - reads standard input."`
}

// read reads and parses the scenario. Every fault of its text is in the error, one a line.
func (f scenarioFile) read(stdin io.Reader) (*scenario.Scenario, error) {
	name := f.File
	var text []byte
	var err error
	if name == "-" {
		name = "<stdin>"
		text, err = io.ReadAll(stdin)
	} else {
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, err
	}
	return scenario.Parse(name, string(text))
}
