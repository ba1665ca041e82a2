// Package ui draws scenario players with go-app and carries out what their models ask for. What is
// shown is decided in package player; here it becomes elements.
//
// Three habits of go-app shape this package. Handlers are compared by code pointer, so none closes
// over what can change: they read data attributes of the element instead. A component is drawn anew
// only where an exported field differs, so what changes often has small components with comparable
// fields. And an element's class is set as a property, which SVG elements lack, so the drawing's
// styles go by the attribute data-c.
package ui
