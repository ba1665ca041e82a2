// Package ui draws scenario players and carries out what their models ask for. What is shown is decided
// in package player; here it becomes elements.
//
// What stays for a while is drawn with go-app: the player's frame, its editor, the reasons, the
// comparison with a host. What changes with every step is not, as go-app draws at a tick of its own and
// compares all that there is: it is a part (see patch.go), written as markup and drawn at once.
//
// Three habits of go-app shape the rest of this package. Handlers are compared by code pointer, so none
// closes over what can change: they read data attributes of the element instead. A component is drawn
// anew only where an exported field differs. And an element's class is set as a property, which SVG
// elements lack, so the drawing's styles go by the attribute data-c.
package ui
