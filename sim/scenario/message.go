package scenario

import (
	"fmt"
	"strings"
)

// A Phrase is a text of messages. It stands in the code in English and in the table chinese in
// Chinese; verbs of package fmt stand for what is filled in.
type Phrase string

// A Message is a text in each language.
type Message struct{ EN, ZH string }

// Say fills a phrase in. Of args, what has a method In is said in the message's language, and the rest,
// such as names and numbers, as it is.
func Say(p Phrase, args ...any) Message { return Message{p.say("en", args), p.say("zh", args)} }

// In returns the message in the language "en" or "zh".
func (m Message) In(lang string) string {
	if lang == "zh" {
		return m.ZH
	}
	return m.EN
}

func (p Phrase) say(lang string, args []any) string {
	said := make([]any, len(args))
	for i, a := range args {
		said[i] = a
		if t, ok := a.(interface{ In(lang string) string }); ok {
			said[i] = t.In(lang)
		}
	}
	return fmt.Sprintf(p.In(lang), said...)
}

// In returns the phrase in the language "en" or "zh", with nothing filled in.
func (p Phrase) In(lang string) string {
	if zh, ok := chinese[p]; ok && lang == "zh" {
		return zh
	}
	return string(p)
}

// An indefinite is a phrase that English puts a or an before.
type indefinite Phrase

func (w indefinite) In(lang string) string {
	switch {
	case lang == "zh":
		return Phrase(w).In(lang)
	case strings.ContainsRune("aeiou", rune(w[0])):
		return "an " + string(w)
	}
	return "a " + string(w)
}

// choices are names of which one is meant: "A, B or C".
type choices []string

func (c choices) In(lang string) string {
	comma, or := ", ", " or "
	if lang == "zh" {
		comma, or = "、", " 或 "
	}
	last := len(c) - 1
	if last == 0 {
		return c[0]
	}
	return strings.Join(c[:last], comma) + or + c[last]
}
