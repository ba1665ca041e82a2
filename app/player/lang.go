package player

import "strings"

// Lang is a language of the page.
type Lang string

// The languages.
const (
	English Lang = "en"
	Chinese Lang = "zh" // Simplified Chinese
)

// ParseLang returns the language of an HTML lang attribute, such as "zh-Hans"; English where it is
// none of ours.
func ParseLang(tag string) Lang {
	if strings.HasPrefix(strings.ToLower(tag), "zh") {
		return Chinese
	}
	return English
}

// WordsIn returns the words of a language.
func WordsIn(l Lang) *Words {
	if l == Chinese {
		return &chinese
	}
	return &english
}

// fill replaces each {name} of a pattern by its value; pairs are name, value, name, value … A name
// without a value stays.
func fill(pattern string, pairs ...string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(valueOf(name, pairs))
		pattern = after
	}
}

func valueOf(name string, pairs []string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1]
		}
	}
	return "{" + name + "}"
}
