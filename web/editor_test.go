package web

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEditorIsMadeOfItsSources compares what the committed bundle says that it was made of with what is
// there now.
func TestEditorIsMadeOfItsSources(t *testing.T) {
	sum := sha256.New()
	for _, pattern := range []string{"*.js", "*.json", "*.txt"} {
		files, err := filepath.Glob(filepath.Join("editor", pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources %s: %v", pattern, err)
		}
		for _, file := range files {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sum.Write(body)
		}
	}
	bundle, err := os.ReadFile("vendor/editor.js")
	if err != nil {
		t.Fatal(err)
	}
	said, _, _ := strings.Cut(string(bundle), "\n")
	if want := fmt.Sprintf("// Sources: %x", sum.Sum(nil)); said != want {
		t.Errorf("vendor/editor.js begins %q, want %q: run make editor", said, want)
	}
}
