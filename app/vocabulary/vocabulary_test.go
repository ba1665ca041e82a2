package vocabulary

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"portlab/sim/abi"
)

func read(t *testing.T, lang string) *Vocabulary {
	t.Helper()
	b, err := JSON(lang)
	if err != nil {
		t.Fatal(err)
	}
	v := &Vocabulary{}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEveryWordIsExplained(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		v := read(t, lang)
		terms := slices.Concat(v.Constants, v.Errnos, v.Sysctls)
		for _, c := range v.Calls {
			terms = append(terms, c.Term)
			if !strings.HasPrefix(c.Signature, c.Name+"(") {
				t.Errorf("%s has the signature %q", c.Name, c.Signature)
			}
		}
		for _, term := range terms {
			chinese := strings.ContainsFunc(term.Info, func(r rune) bool { return unicode.Is(unicode.Han, r) })
			if term.Info == "" || chinese != (lang == "zh") {
				t.Errorf("%s: %s is explained by %q", lang, term.Name, term.Info)
			}
		}
		if len(v.Calls) != len(abi.Calls) || len(v.Sysctls) != len(abi.Sysctls) || len(v.Errnos) != len(abi.ErrnoNames()) {
			t.Errorf("%s: %d calls, %d sysctls, %d errnos", lang, len(v.Calls), len(v.Sysctls), len(v.Errnos))
		}
	}
}

func TestWhatACallTakes(t *testing.T) {
	v := read(t, "en")
	for _, c := range []struct {
		call  string
		param int
		want  string
	}{
		{"socket", 0, "AF_INET6"}, {"socket", 1, "SOCK_DGRAM"}, {"setsockopt", 2, "SO_REUSEPORT"}, {"setsockopt", 1, "SOL_SOCKET"},
		{"accept4", 2, "SOCK_NONBLOCK"}, {"send", 3, "MSG_DONTWAIT"}, {"shutdown", 1, "SHUT_WR"},
	} {
		i := slices.IndexFunc(v.Calls, func(call Call) bool { return call.Name == c.call })
		if takes := v.Calls[i].Takes; !slices.Contains(takes[c.param], c.want) {
			t.Errorf("parameter %d of %s takes %q, want %s among them", c.param, c.call, takes[c.param], c.want)
		}
	}
}
