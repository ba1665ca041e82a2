// The program of the page's worker that looks for remedies. It is apart from the page's own program,
// so that a page can be used before the search is loaded, and while it searches.
package main

import (
	"syscall/js"

	"portlab/app/remedies"
)

func main() {
	js.Global().Set("findRemedies", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return remedies.Find(args[0].String(), args[1].Int(), args[2].String())
	}))
	select {} // the worker calls it from now on
}
