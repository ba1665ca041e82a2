// Package asset is the form in which the page's styles, scripts, icons and WebAssembly are kept
// in server/dist: each under a name that holds its hash, with a brotli and a gzip copy beside it,
// listed in a manifest. The packer writes it and the server reads it.
package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// ManifestName is the name of the list in the folder of packed assets.
const ManifestName = "manifest.json"

// Suffixes of the compressed copies.
const (
	BrotliSuffix = ".br"
	GzipSuffix   = ".gz"
)

// A File is one packed asset.
type File struct {
	Name string `json:"name"` // as its author named it: "site.css"
	Path string `json:"path"` // as it is served: "site.3f9ab2c4d1.css"
	// Sizes in bytes: as it is, and compressed.
	Size   int `json:"size"`
	Brotli int `json:"brotli"`
	Gzip   int `json:"gzip"`
}

// A Manifest lists the packed assets, sorted by Name.
type Manifest []File

// ErrNotPacked says that a folder holds no packed assets.
var ErrNotPacked = errors.New("the page's assets are not built: run make")

// ReadManifest reads the list in dir. Its error is ErrNotPacked where there is none.
func ReadManifest(dir fs.FS) (Manifest, error) {
	text, err := fs.ReadFile(dir, ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotPacked
	}
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("%s: %w: remove it and run make", ManifestName, err)
	}
	return m, nil
}

// HashedName puts a hash of the body before the name's extension: "site.css" becomes
// "site.3f9ab2c4d1.css". Ten hexadecimal digits tell 2^40 bodies apart.
func HashedName(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

// types maps the extensions that are served to their media types. It is a table of our own because
// the host's differs from machine to machine.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".wasm": "application/wasm",
	".xml":  "application/xml",
}

// Type returns the media type of a file by its name's extension, "" where it is not one we serve.
func Type(name string) string { return types[path.Ext(name)] }
