package remedies

import (
	"encoding/json"
	"strings"
	"testing"

	"portlab/app/player"
)

const twice = `A socket(AF_INET, SOCK_STREAM, 0) = 3
A bind(3, 0.0.0.0:8080) = 0
A listen(3, 128) = 0
B socket(AF_INET, SOCK_STREAM, 0) = 3
B bind(3, 0.0.0.0:8080) = -1 EADDRINUSE (Address already in use)
`

// read returns what a player reads of the remedies for a line.
func read(t *testing.T, text string, line int, lang string) player.Remedies {
	t.Helper()
	b, err := json.Marshal(Find(text, line, lang))
	if err != nil {
		t.Fatal(err)
	}
	var r player.Remedies
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return r
}

func TestFind(t *testing.T) {
	r := read(t, twice, 5, "en")
	if len(r.Found) == 0 || len(r.Misses) == 0 {
		t.Fatalf("found %+v", r)
	}
	first := r.Found[0]
	if want := "set SO_REUSEPORT on both A and B before their bind"; first.Text != want {
		t.Errorf("the first is %q, want %q", first.Text, want)
	}
	lines := strings.Split(first.Scenario, "\n")
	if first.Line != 7 || lines[first.Line-1] != "B bind(3, 0.0.0.0:8080) = 0" {
		t.Errorf("line %d of\n%s", first.Line, first.Scenario)
	}
	if m := r.Misses[0]; !strings.Contains(m.Text, "SO_REUSEADDR") || m.Why == "" {
		t.Errorf("the first miss is %+v", m)
	}
	if zh := read(t, twice, 5, "zh").Found[0].Text; !strings.Contains(zh, "设置 SO_REUSEPORT") {
		t.Errorf("in Chinese the first is %q", zh)
	}
}

func TestFindWrongArguments(t *testing.T) {
	r := read(t, "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA shutdown(3, 7) = -1 EINVAL\n", 2, "en")
	if r.Expected == "" || len(r.Found) > 0 {
		t.Errorf("found %+v, want what is expected of the call", r)
	}
}

func TestFindNothing(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
	}{
		"a call that succeeds": {twice, 2},
		"no such line":         {twice, 99},
		"no scenario":          {"?", 1},
		"nothing at all":       {"", 1},
	} {
		if r := read(t, c.text, c.line, "en"); len(r.Found) > 0 || len(r.Misses) > 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
