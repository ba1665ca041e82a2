package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portlab/server/asset"
)

func packed(t *testing.T, out string, extra ...string) asset.Manifest {
	t.Helper()
	if err := pack(out, extra); err != nil {
		t.Fatal(err)
	}
	m, err := asset.ReadManifest(os.DirFS(out))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func write(t *testing.T, dir, name, body string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func find(t *testing.T, m asset.Manifest, name string) asset.File {
	t.Helper()
	for _, f := range m {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("%s is not in the manifest %v", name, m)
	return asset.File{}
}

func TestPackWritesEachFileInThreeForms(t *testing.T) {
	out := t.TempDir()
	extra := write(t, t.TempDir(), "app.wasm", strings.Repeat("wasm ", 1000))
	m := packed(t, out, extra)
	find(t, m, "site.css")
	f := find(t, m, "app.wasm")
	for suffix, size := range map[string]int{"": f.Size, asset.BrotliSuffix: f.Brotli, asset.GzipSuffix: f.Gzip} {
		info, err := os.Stat(filepath.Join(out, f.Path+suffix))
		if err != nil || int(info.Size()) != size || size == 0 {
			t.Errorf("%s%s: %v, %d bytes in the manifest", f.Path, suffix, err, size)
		}
	}
	if f.Size != 5000 || f.Brotli >= f.Gzip {
		t.Errorf("sizes: %+v", f)
	}
}

func TestPackDoesAgainOnlyWhatChanged(t *testing.T) {
	out, dir := t.TempDir(), t.TempDir()
	write(t, out, ".gitignore", "*\n")
	same, changing := write(t, dir, "same.js", "1"), write(t, dir, "changing.js", "1")
	before := packed(t, out, same, changing)
	kept := filepath.Join(out, find(t, before, "same.js").Path+asset.BrotliSuffix)
	write(t, out, filepath.Base(kept), "marked") // to see whether it is written again
	write(t, dir, "changing.js", "2")
	after := packed(t, out, same, changing)
	if text, err := os.ReadFile(kept); err != nil || string(text) != "marked" {
		t.Errorf("what had not changed was packed again: %q, %v", text, err)
	}
	old := find(t, before, "changing.js").Path
	if now := find(t, after, "changing.js").Path; now == old {
		t.Errorf("the name %s stayed though the content changed", now)
	}
	if _, err := os.Stat(filepath.Join(out, old)); !os.IsNotExist(err) {
		t.Errorf("the old %s is still there: %v", old, err)
	}
	if _, err := os.Stat(filepath.Join(out, ".gitignore")); err != nil {
		t.Error(err)
	}
}

func TestPackErrors(t *testing.T) {
	dir := t.TempDir()
	tests := map[string]string{
		write(t, dir, "site.css", ""):      "site.css: two assets have this name",
		write(t, dir, "font.ttf", ""):      "font.ttf: no media type is known for this extension: add it to package asset",
		filepath.Join(dir, "missing.wasm"): "no such file or directory",
	}
	for file, want := range tests {
		if err := pack(t.TempDir(), []string{file}); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}
