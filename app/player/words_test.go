package player

import (
	"reflect"
	"regexp"
	"slices"
	"testing"

	"portlab/sim/abi"
)

var languages = map[Lang]*Words{English: &english, Chinese: &chinese}

func TestWordsAreComplete(t *testing.T) {
	for lang, w := range languages {
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.String && f.String() == "" {
				if name := v.Type().Field(i).Name; name != "SentenceGap" || lang != Chinese {
					t.Errorf("%s: %s is empty", lang, name)
				}
			}
		}
		for _, row := range abi.Calls {
			if w.Calls[row.Name] == "" || w.Summaries[row.Name] == "" {
				t.Errorf("%s: no words for the call %s", lang, row.Name)
			}
		}
	}
	for _, name := range abi.ErrnoNames() {
		e, _ := abi.ParseErrno(name)
		if chinese.Errnos[e] == "" {
			t.Errorf("zh: no words for %s", name)
		}
	}
}

// TestWordsHaveTheSameGaps finds a translation that leaves out, or misspells, what is filled in.
func TestWordsHaveTheSameGaps(t *testing.T) {
	en, zh := reflect.ValueOf(english), reflect.ValueOf(chinese)
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		switch en.Field(i).Kind() {
		case reflect.String:
			sameGaps(t, name, en.Field(i).String(), zh.Field(i).String())
		case reflect.Map:
			for _, key := range en.Field(i).MapKeys() {
				sameGaps(t, name, en.Field(i).MapIndex(key).String(), zh.Field(i).MapIndex(key).String())
			}
		}
	}
}

var gap = regexp.MustCompile(`\{\w+\}`)

func sameGaps(t *testing.T, name, en, zh string) {
	t.Helper()
	a, b := gap.FindAllString(en, -1), gap.FindAllString(zh, -1)
	slices.Sort(a)
	slices.Sort(b)
	if !slices.Equal(a, b) {
		t.Errorf("%s: English has %v, Chinese has %v", name, a, b)
	}
}

func TestFill(t *testing.T) {
	for _, c := range []struct {
		pattern string
		pairs   []string
		want    string
	}{
		{"step {k} of {n}", []string{"k", "3", "n", "13"}, "step 3 of 13"},
		{"{a}{a}", []string{"a", "{b}", "b", "x"}, "{b}{b}"},
		{"no gap", nil, "no gap"},
		{"{unknown} stays", nil, "{unknown} stays"},
	} {
		if got := fill(c.pattern, c.pairs...); got != c.want {
			t.Errorf("fill(%q, %q) = %q, want %q", c.pattern, c.pairs, got, c.want)
		}
	}
}

func TestParseLang(t *testing.T) {
	for tag, want := range map[string]Lang{"en": English, "zh-CN": Chinese, "zh-Hans": Chinese, "ZH": Chinese, "": English, "fr": English} {
		if got := ParseLang(tag); got != want {
			t.Errorf("ParseLang(%q) = %s, want %s", tag, got, want)
		}
	}
}
