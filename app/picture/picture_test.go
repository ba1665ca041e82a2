package picture

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

const restart = `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 127.0.0.1:8080) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 127.0.0.1:8080) = -1 EADDRINUSE (Address already in use)
B close(3) = 0
`

func TestOf(t *testing.T) {
	for name, c := range map[string]struct {
		text          string
		last, telling int
	}{
		"failure":  {restart, 5, 4},
		"question": {strings.Replace(restart, "-1 EADDRINUSE (Address already in use)", "?", 1), 3, 3},
		"success":  {"A socket(AF_INET, SOCK_STREAM, 0) = 3\n", 1, 1},
		"nothing":  {"", 0, 0},
	} {
		p := Of(c.text, "en")
		if p.Telling != c.telling || len(p.Steps) != c.last+1 || len(p.Sentences) != c.last+1 {
			t.Errorf("%s: %d pictures, telling %d; want %+v", name, len(p.Steps), p.Telling, c)
		}
		for k, svg := range p.Steps {
			if err := wellFormed(svg); err != nil {
				t.Errorf("%s, step %d: %v\n%s", name, k, err, svg)
			}
		}
	}
}

func TestPictureShowsTheStep(t *testing.T) {
	p := Of(restart, "zh")
	if !strings.Contains(p.Steps[4], "127.0.0.1:8080") || strings.Contains(p.Steps[0], "8080") {
		t.Error("the address is not in the picture of the step alone")
	}
	if !strings.Contains(p.Steps[4], "进程") || !strings.Contains(p.Sentences[4], "EADDRINUSE") {
		t.Errorf("the picture is not in Chinese, or its sentence does not say what failed: %s", p.Sentences[4])
	}
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
