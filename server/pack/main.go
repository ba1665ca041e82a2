// Command pack writes the page's assets into a folder in the form of package asset. It does again
// only what has changed: a file's name holds its hash, so a file that is there is up to date.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"portlab/app/vocabulary"
	"portlab/server/asset"
	"portlab/web"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pack: ")
	out := flag.String("out", "server/dist", "the `folder` to write into")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: pack [-out FOLDER] FILE...\n\n"+
			"Packs the styles, scripts and icons of package web, the editor's vocabulary, and each FILE beside them.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := pack(*out, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

// pack writes every asset and the manifest, and removes what earlier runs left.
func pack(out string, extra []string) error {
	sources, err := read(extra)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var manifest asset.Manifest
	for name, body := range sources {
		f, err := packFile(out, name, body)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		manifest = append(manifest, f)
	}
	slices.SortFunc(manifest, func(a, b asset.File) int { return strings.Compare(a.Name, b.Name) })
	if err := writeManifest(out, manifest); err != nil {
		return err
	}
	return removeStale(out, manifest)
}

// languages are those of the pages.
var languages = []string{"en", "zh"}

// read returns the bodies of all assets by name. A name stands for one asset, in whichever folder.
func read(extra []string) (map[string][]byte, error) {
	sources := map[string][]byte{}
	add := func(name string, body []byte) error {
		if _, dup := sources[name]; dup {
			return fmt.Errorf("%s: two assets have this name", name)
		}
		if asset.Type(name) == "" {
			return fmt.Errorf("%s: no media type is known for this extension: add it to package asset", name)
		}
		sources[name] = body
		return nil
	}
	err := fs.WalkDir(web.Assets(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(web.Assets(), p)
		if err != nil {
			return err
		}
		return add(path.Base(p), body)
	})
	for _, lang := range languages {
		if err != nil {
			break
		}
		var body []byte
		if body, err = vocabulary.JSON(lang); err == nil {
			err = add("vocabulary."+lang+".json", body)
		}
	}
	for _, file := range extra {
		if err != nil {
			break
		}
		var body []byte
		if body, err = os.ReadFile(file); err == nil {
			err = add(filepath.Base(file), body)
		}
	}
	return sources, err
}

func packFile(out, name string, body []byte) (asset.File, error) {
	f := asset.File{Name: name, Path: asset.HashedName(name, body), Size: len(body)}
	plain := filepath.Join(out, f.Path)
	var err error
	if _, err = once(plain, func() ([]byte, error) { return body, nil }); err != nil {
		return f, err
	}
	if f.Gzip, err = once(plain+asset.GzipSuffix, func() ([]byte, error) { return asset.Gzip(body) }); err != nil {
		return f, err
	}
	f.Brotli, err = once(plain+asset.BrotliSuffix, func() ([]byte, error) { return asset.Brotli(body, 11) })
	return f, err
}

// once makes the file where it is missing, and returns its size.
func once(file string, make func() ([]byte, error)) (int, error) {
	if info, err := os.Stat(file); err == nil {
		return int(info.Size()), nil
	}
	body, err := make()
	if err != nil {
		return 0, err
	}
	return len(body), writeWhole(file, body)
}

// writeWhole writes the file so that it is there whole or not at all, as an interrupted run would
// otherwise leave a part that the next run takes for up to date.
func writeWhole(file string, body []byte) error {
	part := file + ".part"
	if err := os.WriteFile(part, body, 0o644); err != nil {
		return err
	}
	return os.Rename(part, file)
}

func writeManifest(out string, m asset.Manifest) error {
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(out, asset.ManifestName), append(text, '\n'))
}

// removeStale removes every file that the manifest does not name; files that start with a dot stay.
func removeStale(out string, m asset.Manifest) error {
	keep := map[string]bool{asset.ManifestName: true}
	for _, f := range m {
		keep[f.Path], keep[f.Path+asset.BrotliSuffix], keep[f.Path+asset.GzipSuffix] = true, true, true
	}
	entries, err := os.ReadDir(out)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if keep[e.Name()] || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if err := os.Remove(filepath.Join(out, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
