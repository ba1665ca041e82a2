package main

import (
	"fmt"

	"portlab/server"
)

type siteCmd struct {
	Dir string `arg:"" help:"The folder to write into; it is made where it is missing." type:"path"`
}

func (c *siteCmd) Run(s streams) error {
	site, err := server.NewSite(server.Place{})
	if err != nil {
		return err
	}
	if err := site.Write(c.Dir); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "Wrote the site to %s. Serve that folder with any web server.\n", c.Dir)
	return err
}
