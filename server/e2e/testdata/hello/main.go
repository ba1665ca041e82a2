// The smallest program of go-app, as its guide has it: the same source is the server and, compiled to
// WebAssembly, the page. The benchmark of the lesson is compared with it.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// hello greets once WebAssembly has taken over, so that it can be told when.
type hello struct {
	app.Compo
	greeting string
}

func (h *hello) OnMount(app.Context) { h.greeting = "Hello, World!" }

func (h *hello) Render() app.UI { return app.H1().Text(h.greeting) }

// icon stands in for go-app's own, which comes from another site.
const icon = "/web/icon.svg"

func main() {
	app.Route("/", &hello{})
	app.RunWhenOnBrowser()

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, &app.Handler{Name: "Hello", Icon: app.Icon{Default: icon, SVG: icon}}))
}
