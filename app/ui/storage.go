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

// textKey is where the text of a scenario is kept.
func textKey(name string) string { return "portlab.text." + name }

// savedText returns the text that was kept for a scenario, and whether one was.
func savedText(name string) (text string, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	s, ok := storage()
	if !ok {
		return "", false
	}
	v := s.Call("getItem", textKey(name))
	if v.IsNull() || v.IsUndefined() {
		return "", false
	}
	return v.String(), true
}

// saveText keeps the text of a scenario; where storage is denied or full it is lost with the page.
func saveText(name, text string) {
	defer func() { _ = recover() }()
	if s, ok := storage(); ok {
		s.Call("setItem", textKey(name), text)
	}
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
