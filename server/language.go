package server

import (
	"net/http"
	"strings"
)

// languageCookie holds the language that the visitor chose last; the page's script sets it.
const languageCookie = "portlab-lang"

// preferredLanguage returns the language that the visitor chose, or else the one that the browser
// asks for first among ours, or else English.
func preferredLanguage(req *http.Request) string {
	if c, err := req.Cookie(languageCookie); err == nil && wordsOf(c.Value) != nil {
		return c.Value
	}
	return acceptedLanguage(req.Header.Get("Accept-Language"))
}

// acceptedLanguage returns our language of the greatest weight in an Accept-Language header
// (RFC 9110 section 12.5.4), the first of equals, "en" where none is ours.
func acceptedLanguage(header string) string {
	best, weight := "en", 0.0
	for item := range strings.SplitSeq(header, ",") {
		tag, q := preference(item)
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if wordsOf(primary) != nil && q > weight {
			best, weight = primary, q
		}
	}
	return best
}

// language returns the language that an address below the base begins with, or else the preferred one.
func (h *Handler) language(req *http.Request, path string) string {
	lang, _, _ := strings.Cut(path, "/")
	if wordsOf(lang) != nil {
		return lang
	}
	return preferredLanguage(req)
}

// wordsOf returns the words of a language, nil where it is not one of ours.
func wordsOf(lang string) *words {
	for _, w := range languages {
		if w.Lang == lang {
			return w
		}
	}
	return nil
}
