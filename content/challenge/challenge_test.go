package challenge

import (
	"reflect"
	"testing"
	"testing/fstest"
)

func folder(easy string) fstest.MapFS {
	rest := &fstest.MapFile{Data: []byte("## 1\nA exit(0) = ?\n")}
	return fstest.MapFS{"easy.strace": {Data: []byte(easy)}, "medium.strace": rest, "hard.strace": rest}
}

func TestLoadReadsWhatFormatWrites(t *testing.T) {
	texts := []string{"A exit(0) = ?\n", "B fork() = C\nB exit(0) = ?\n"}
	levels, err := Load(folder(Format(texts)))
	if err != nil || len(levels) != 3 || levels[0].Name != "easy" || !reflect.DeepEqual(levels[0].Texts, texts) {
		t.Errorf("got %+v, %v", levels, err)
	}
}

func TestLoadErrors(t *testing.T) {
	for src, want := range map[string]string{
		"":                        "easy.strace: found no ## 1",
		"## 2\nA exit(0) = ?\n":   "easy.strace: found ## 2, expected ## 1",
		"## one\nA exit(0) = ?\n": "easy.strace: found ## one, expected ## 1",
	} {
		if _, err := Load(folder(src)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}
