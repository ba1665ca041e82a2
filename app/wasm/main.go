// The page's program for the browser.
package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/ui"
)

func main() {
	ui.Prepare()
	app.RouteWithRegexp("^/.*", &ui.Root{})
	app.RunWhenOnBrowser()
}
