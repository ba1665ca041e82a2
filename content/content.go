// Package content holds the texts of the course: lessons, pages and example scenarios. Adding one
// is adding a file. Packages render and example read them.
package content

import "embed"

// Files holds lessons/NN-SLUG.LANG.md, pages/NAME.LANG.md, glossary.LANG.md, questions.LANG.md, drawings/NAME.LANG.svg,
// examples/NN-NAME.strace and challenges/LEVEL.strace.
//
//go:embed lessons pages drawings examples challenges glossary.*.md questions.*.md
var Files embed.FS
