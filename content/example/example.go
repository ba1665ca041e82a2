// Package example reads the gallery's scenarios: files in the scenario language that begin with a
// topic, and a title and a summary in each language, as comments:
//
//	# topic: closing
//	# title.en: The restart
//	# title.zh: 重启
//	# summary.en: The old connection keeps the port.
//	# summary.zh: 旧连接还占着端口。
package example

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"portlab/content/lesson"
)

// A Topic is what examples are about.
type Topic struct {
	Name  string            // in files and addresses
	Title map[string]string // by language
}

// Topics are all topics, in the order in which they are shown.
var Topics = []Topic{
	{"binding", map[string]string{"en": "Taking a port", "zh": "占用端口"}},
	{"sharing", map[string]string{"en": "Sharing a port", "zh": "共用端口"}},
	{"listening", map[string]string{"en": "Listening and accepting", "zh": "监听与接受连接"}},
	{"closing", map[string]string{"en": "Closing and TIME_WAIT", "zh": "关闭与 TIME_WAIT"}},
	{"ephemeral", map[string]string{"en": "Ports that the kernel chooses", "zh": "由内核选择的端口"}},
	{"processes", map[string]string{"en": "Processes and descriptors", "zh": "进程与描述符"}},
	{"udp", map[string]string{"en": "UDP", "zh": "UDP"}},
	{"ipv6", map[string]string{"en": "IPv6", "zh": "IPv6"}},
}

// An Example is one scenario of the gallery.
type Example struct {
	Name    string            // its name in addresses
	Topic   string            // the name of one of Topics
	Title   map[string]string // by language
	Summary map[string]string // by language
	Text    string            // the scenario, without the title and summary
}

var fileName = regexp.MustCompile(`^\d\d-([a-z0-9-]+)\.strace$`)

// Load reads the folder's examples in the order of their file names.
func Load(dir fs.FS) ([]*Example, error) {
	files, err := fs.Glob(dir, "*.strace")
	if err != nil {
		return nil, err
	}
	var all []*Example
	for _, file := range files {
		src, err := fs.ReadFile(dir, file)
		if err != nil {
			return nil, err
		}
		e, err := Parse(file, string(src))
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// Parse reads one example. Its errors name the file.
func Parse(file, src string) (*Example, error) {
	name := fileName.FindStringSubmatch(file)
	if name == nil {
		return nil, fmt.Errorf("%s: expected a name like 01-restart.strace", file)
	}
	e := &Example{Name: name[1], Title: map[string]string{}, Summary: map[string]string{}}
	e.Topic, src = topicOf(src)
	fields := map[string]map[string]string{"title": e.Title, "summary": e.Summary}
	for {
		line, rest, _ := strings.Cut(src, "\n")
		key, value, found := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		what, lang, dotted := strings.Cut(key, ".")
		if !found || !dotted || fields[what] == nil {
			break
		}
		fields[what][lang] = value
		src = rest
	}
	e.Text = strings.TrimLeft(src, "\n")
	return e, e.complete(file)
}

// topicOf returns the topic that a file begins with, and the rest.
func topicOf(src string) (topic, rest string) {
	line, rest, _ := strings.Cut(src, "\n")
	topic, found := strings.CutPrefix(line, "# topic: ")
	if !found {
		return "", src
	}
	return topic, rest
}

func (e *Example) complete(file string) error {
	if !slices.ContainsFunc(Topics, func(t Topic) bool { return t.Name == e.Topic }) {
		return fmt.Errorf("%s: must begin with # topic: NAME, one of Topics, found %q", file, e.Topic)
	}
	for _, lang := range lesson.Languages {
		if e.Title[lang] == "" || e.Summary[lang] == "" {
			return fmt.Errorf("%s: must begin with # title.%s: TEXT and # summary.%[2]s: TEXT", file, lang)
		}
	}
	return nil
}
