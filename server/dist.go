package server

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// packed returns the folder of packed assets that is built into the program.
func packed() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
