package scenario

import (
	"strings"
	"testing"
)

// FuzzParse: whatever the text, Parse does not panic, its faults lie inside the text, and a text
// without faults survives Format.
func FuzzParse(f *testing.F) {
	forms := read(f, "testdata/forms.strace")
	f.Add(forms)
	for _, line := range strings.Split(forms, "\n") {
		f.Add(line)
	}
	for _, block := range strings.Split(read(f, "testdata/errors.txt"), "\n\n") {
		src, _, _ := strings.Cut(block, "\n>")
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		s, err := Parse("", src)
		if err == nil {
			checkRoundTrip(t, s)
			return
		}
		for _, e := range err.(Errors) {
			checkSpan(t, src, e)
		}
		Format(s)
	})
}
