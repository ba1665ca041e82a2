package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Storage is denied in sandboxed frames and some private windows; merely naming it throws there,
// and a property read that throws ends the program. Reached through Reflect it panics, and a panic
// can be recovered from.

// storage returns the browser's local storage, and whether there is one.
func storage() (s app.Value, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	s = app.Window().Get("Reflect").Call("get", app.Window(), "localStorage")
	return s, s.Truthy()
}

// Prepare makes the page fit for go-app, which reads local storage without asking whether it may.
// Where it is denied an empty stand-in takes its place.
func Prepare() {
	if _, ok := storage(); ok {
		return
	}
	object := app.Window().Get("Object")
	for _, name := range []string{"localStorage", "sessionStorage"} {
		object.Call("defineProperty", app.Window(), name, map[string]any{
			"value": app.Window().Get("Array").New(),
		})
	}
}
