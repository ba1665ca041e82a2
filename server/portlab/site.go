package main

import (
	"fmt"

	"portlab/server"
)

type siteCmd struct {
	Dir  string       `arg:"" help:"The folder to write into; it is made where it is missing." type:"path"`
	Base server.Place `help:"Where visitors will find the site: a path, or the whole address, which the sitemap and previews of links need (default ${default})." default:"/" placeholder:"/PATH/|URL"`
}

func (c *siteCmd) Run(s streams) error {
	site, err := server.NewStaticSite(c.Base)
	if err != nil {
		return err
	}
	if err := site.Write(c.Dir); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "Wrote the site to %s. Serve that folder at %s with any web server.\n", c.Dir, c.Base.Address(""))
	if c.Base.Origin == "" {
		fmt.Fprintln(s.out, "Its sitemap.xml holds paths alone, which search engines do not take: give --base https://HOST/PATH/ for whole addresses.")
	}
	return nil
}
