package asset

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
)

func TestHashedName(t *testing.T) {
	a, b := HashedName("site.css", []byte("a{}")), HashedName("site.css", []byte("b{}"))
	if a == b {
		t.Errorf("two bodies have one name, %s", a)
	}
	if !strings.HasPrefix(a, "site.") || !strings.HasSuffix(a, ".css") || len(a) != len("site.0123456789.css") {
		t.Errorf("HashedName = %q, want site.HASH.css with ten digits", a)
	}
}

func TestCompressedCopiesHoldTheBody(t *testing.T) {
	body := []byte(strings.Repeat("bind(3, 127.0.0.1:8080) = 0\n", 100))
	br, err := Brotli(body, 4)
	if err != nil {
		t.Fatal(err)
	}
	gz, err := Gzip(body)
	if err != nil {
		t.Fatal(err)
	}
	unzip, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]io.Reader{"brotli": brotli.NewReader(bytes.NewReader(br)), "gzip": unzip} {
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, body) {
			t.Errorf("%s does not give the body back: %d bytes, %v", name, len(got), err)
		}
	}
}

func TestReadManifest(t *testing.T) {
	if _, err := ReadManifest(fstest.MapFS{}); !errors.Is(err, ErrNotPacked) {
		t.Errorf("an empty folder gives %v, want ErrNotPacked", err)
	}
	bad := fstest.MapFS{ManifestName: {Data: []byte("[{")}}
	if _, err := ReadManifest(bad); err == nil || !strings.Contains(err.Error(), "run make") {
		t.Errorf("a damaged manifest gives %v, want an error that says what to do", err)
	}
}
