package main

import (
	"errors"
	"fmt"
	"os"

	"portlab/server"
)

type scormCmd struct {
	Lesson string `arg:"" help:"The lesson, by its name in addresses: address-already-in-use."`
	Output string `short:"o" help:"The file to write." required:"" type:"path" placeholder:"FILE.zip"`
	Lang   string `help:"The language that it opens in: en or zh (default ${default})." enum:"en,zh" default:"en" placeholder:"en|zh"`
}

// Run writes the package; of one that fails nothing stays.
func (c *scormCmd) Run(s streams) error {
	site, err := server.NewPackagedSite()
	if err != nil {
		return err
	}
	f, err := os.Create(c.Output)
	if err != nil {
		return err
	}
	if err := errors.Join(site.WriteSCORM(f, c.Lang, c.Lesson), f.Close()); err != nil {
		return errors.Join(err, os.Remove(c.Output))
	}
	_, err = fmt.Fprintf(s.out, "Wrote %s. Upload it to the learning system as a SCORM 1.2 package.\n", c.Output)
	return err
}
