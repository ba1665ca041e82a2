// Package profile is the rules of operating systems: values that differ between them, and
// decisions as functions from values to a Verdict. Each rule names its source.
package profile

// A Profile is one operating system's rules and values.
type Profile struct {
	Name string // "linux"
}

// Linux is Linux 6.18.
var Linux = &Profile{Name: "linux"}
