// Package web holds what the browser loads that is not Go: styles, scripts, icons and the
// templates of the pages.
package web

import (
	"embed"
	"io/fs"
)

//go:embed css js icons vendor/editor.js
var assets embed.FS

//go:embed templates
var templates embed.FS

// Assets returns the styles, scripts and icons, which are served under names of their own.
func Assets() fs.FS { return assets }

// Templates returns the templates of the pages (html/template).
func Templates() fs.FS {
	sub, err := fs.Sub(templates, "templates")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
