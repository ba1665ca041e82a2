// Package example reads the gallery's scenarios: files in the scenario language that begin with a
// title and a summary in each language, as comments:
//
//	# title.en: The restart
//	# title.zh: 重启
//	# summary.en: The old connection keeps the port.
//	# summary.zh: 旧连接还占着端口。
package example

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"portlab/content/lesson"
)

// An Example is one scenario of the gallery.
type Example struct {
	Name    string            // its name in addresses
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

func (e *Example) complete(file string) error {
	for _, lang := range lesson.Languages {
		if e.Title[lang] == "" || e.Summary[lang] == "" {
			return fmt.Errorf("%s: must begin with # title.%s: TEXT and # summary.%[2]s: TEXT", file, lang)
		}
	}
	return nil
}
