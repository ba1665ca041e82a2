package asset

import (
	"bytes"
	"compress/gzip"
	"io"

	"github.com/andybalholm/brotli"
)

// Brotli compresses body. Quality goes from 0, fast, to 11, small: 11 takes nine seconds for the
// WebAssembly and 4 takes milliseconds for a page.
func Brotli(body []byte, quality int) ([]byte, error) {
	var out bytes.Buffer
	return compressed(&out, brotli.NewWriterLevel(&out, quality), body)
}

// Gzip compresses body as small as it can.
func Gzip(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	return compressed(&out, w, body)
}

func compressed(out *bytes.Buffer, w io.WriteCloser, body []byte) ([]byte, error) {
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
