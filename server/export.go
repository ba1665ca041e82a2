package server

import (
	"os"
	"path/filepath"
	"strings"

	"portlab/server/asset"
)

// Write writes the site into a folder as static files for any web host, compressed copies beside
// them. It makes the folder; files that are there already are written over, and no others touched.
func (s *Site) Write(dir string) error {
	for _, r := range append([]*Resource{s.Root, s.NotFound["en"]}, s.Resources...) {
		if err := r.write(dir); err != nil {
			return err
		}
	}
	for _, draw := range s.drawings {
		r, err := draw()
		if err != nil {
			return err
		}
		if err := r.write(dir); err != nil {
			return err
		}
	}
	return nil
}

// file returns the name of the file that a web host serves at the resource's address.
func (r *Resource) file() string {
	if r.Path == "" || strings.HasSuffix(r.Path, "/") {
		return r.Path + "index.html"
	}
	return r.Path
}

func (r *Resource) write(dir string) error {
	file := filepath.Join(dir, filepath.FromSlash(r.file()))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	for suffix, body := range map[string][]byte{"": r.Body, asset.GzipSuffix: r.Gzip, asset.BrotliSuffix: r.Brotli} {
		if body == nil {
			continue // a picture is compressed already
		}
		if err := os.WriteFile(file+suffix, body, 0o644); err != nil {
			return err
		}
	}
	return nil
}
