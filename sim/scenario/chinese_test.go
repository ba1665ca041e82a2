package scenario

import (
	"go/ast"
	"go/constant"
	goparser "go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"portlab/sim/abi"
)

// TestEveryPhraseHasItsChinese goes through the constants of type Phrase in every package that
// makes messages, and through the words that package abi gives.
func TestEveryPhraseHasItsChinese(t *testing.T) {
	used := map[Phrase]bool{}
	imports := stubs{}
	for _, dir := range []string{".", "../interp", "../run"} {
		for _, p := range phrases(t, dir, imports) {
			used[p] = true
		}
	}
	for _, set := range []abi.ConstSet{abi.Families, abi.SockTypes, abi.Protocols, abi.AcceptFlags, abi.ShutHows, abi.MsgFlags,
		abi.FcntlCmds, abi.FDFlags, abi.OFlags, abi.Signals, abi.Levels, TCPStates} {
		used[Phrase(set.What)] = true
	}
	for _, why := range abi.RemovedSysctls {
		used[Phrase(why)] = true
	}
	for p := range used {
		zh, ok := chinese[p]
		switch {
		case !ok && hasWords(p):
			t.Errorf("%q has no Chinese", p)
		case ok && !slices.Equal(verbs(string(p)), verbs(zh)):
			t.Errorf("%q and %q are filled in differently", p, zh)
		}
	}
	for p := range chinese {
		if !used[p] {
			t.Errorf("%q is no message any more", p)
		}
	}
}

// hasWords tells a text from signs, which are the same in each language.
func hasWords(p Phrase) bool {
	return strings.ContainsFunc(verb.ReplaceAllString(string(p), ""), unicode.IsLetter)
}

var verb = regexp.MustCompile(`%(\[\d\])?[a-z%]`)

// verbs returns what is filled in, sorted: Chinese may want it in another order, by number.
func verbs(format string) []string {
	all := verb.FindAllString(format, -1)
	n := 0
	for i, v := range all {
		if n++; !strings.Contains(v, "[") && v != "%%" {
			all[i] = "%[" + string(rune('0'+n)) + "]" + v[1:]
		}
	}
	slices.Sort(all)
	return all
}

// phrases returns the constants of type Phrase in a package's files, but for the table itself.
func phrases(t *testing.T, dir string, imports stubs) []Phrase {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := goparser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Importer: imports, Error: func(error) {}} // of what the stubs lack
	path, _ := filepath.Abs(dir)
	checked, _ := conf.Check("portlab/sim/"+filepath.Base(path), fset, files, info)
	imports[checked.Path()] = checked
	var found []Phrase
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if tv := info.Types[e]; ok && tv.Value != nil && isPhrase(tv.Type) {
				found = append(found, Phrase(constant.StringVal(tv.Value)))
				return false
			}
			return !isTable(n)
		})
	}
	if len(found) == 0 {
		t.Fatalf("%s has no phrases", dir)
	}
	return found
}

func isPhrase(t types.Type) bool {
	n, ok := t.(*types.Named)
	return ok && (n.Obj().Name() == "Phrase" || n.Obj().Name() == "indefinite")
}

// isTable reports whether a node is the variable chinese.
func isTable(n ast.Node) bool {
	v, ok := n.(*ast.ValueSpec)
	return ok && v.Names[0].Name == "chinese"
}

// stubs imports the packages that were checked before, and an empty one in place of each other: the
// types of phrases need no more.
type stubs map[string]*types.Package

func (s stubs) Import(path string) (*types.Package, error) {
	if s[path] == nil {
		s[path] = types.NewPackage(path, filepath.Base(path))
		s[path].MarkComplete()
	}
	return s[path], nil
}
