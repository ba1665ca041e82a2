package permalink

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
)

const (
	version = 1
	most    = 1 << 16 // bytes of a text
	header  = 5       // bytes before the stream
)

// pack writes a text for a link.
func pack(text string) string {
	var out bytes.Buffer
	out.WriteByte(version)
	_ = binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE([]byte(text))) // a Buffer takes everything
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		panic(err) // the level is one
	}
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return base64.RawURLEncoding.EncodeToString(out.Bytes())
}

// unpack reads what pack wrote. Of a damaged text it returns the lines that are whole.
func unpack(packed string) (string, error) {
	if len(packed) > 2*most {
		return "", ErrHuge
	}
	b := decode(packed)
	switch {
	case len(b) > 0 && b[0] != version:
		return "", ErrNewer
	case len(b) <= header:
		return "", ErrDamaged
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b[header:])), most+1))
	switch {
	case len(text) > most:
		return "", ErrHuge
	case err == nil && crc32.ChecksumIEEE(text) == binary.BigEndian.Uint32(b[1:]):
		return string(text), nil
	}
	return string(text[:bytes.LastIndexByte(text, '\n')+1]), ErrDamaged
}

// decode reads base64url up to the first character that does not belong there.
func decode(s string) []byte {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	if end := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(alphabet, r) }); end >= 0 {
		s = s[:end]
	}
	if len(s)%4 == 1 {
		s = s[:len(s)-1]
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		panic(err) // all characters are of the alphabet
	}
	return b
}
