// Command write adds challenges to the files of a folder, up to a number for each level. Those that are
// there stay as they are, because links lead to them.
package main

import (
	"errors"
	"flag"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"

	"portlab/content/challenge"
	generate "portlab/sim/challenge"
)

func main() {
	log.SetFlags(0)
	dir := flag.String("dir", "content/challenges", "the `folder` of the files")
	count := flag.Int("count", 40, "how many challenges each level has in the end")
	flag.Parse()
	kept, err := challenge.Load(os.DirFS(*dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Fatal(err)
	}
	for i, level := range generate.Levels {
		var texts []string
		if i < len(kept) {
			texts = kept[i].Texts
		}
		file := filepath.Join(*dir, level.Name+".strace")
		if err := os.WriteFile(file, []byte(challenge.Format(extend(level, texts, *count))), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// extend adds scenarios that are not there yet.
func extend(level generate.Level, texts []string, count int) []string {
	for seed := uint64(1); len(texts) < count; seed++ {
		if text := generate.New(level, seed); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}
