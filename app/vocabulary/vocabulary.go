// Package vocabulary lists the words of the scenario language for the editor, which colours and completes
// them. It is made when the page is built: the browser's program need not hold it.
package vocabulary

import (
	"encoding/json"

	"portlab/app/player"
	"portlab/content/facts"
	"portlab/sim/abi"
)

// A Vocabulary is the words of the scenario language with what they mean in one language of the page.
type Vocabulary struct {
	Calls     []Call `json:"calls"`
	Constants []Term `json:"constants"`
	Errnos    []Term `json:"errnos"`
	Sysctls   []Term `json:"sysctls"`
}

// A Term is one word.
type Term struct {
	Name string `json:"name"`
	Info string `json:"info"`
}

// A Call is the name of a call.
type Call struct {
	Term
	Signature string `json:"signature"`
	// Takes holds for each parameter the constants that can stand there.
	Takes [][]string `json:"takes"`
}

// JSON returns the vocabulary in the language "en" or "zh".
func JSON(lang string) ([]byte, error) { return json.Marshal(newVocabulary(player.ParseLang(lang))) }

func newVocabulary(lang player.Lang) *Vocabulary {
	v := &Vocabulary{Constants: constants(lang)}
	words := player.WordsIn(lang)
	for _, row := range abi.Calls {
		c := Call{Term: Term{row.Name, words.Summaries[row.Name]}, Signature: row.Signature}
		for _, p := range row.Params {
			c.Takes = append(c.Takes, namesFor(row.Name, p))
		}
		v.Calls = append(v.Calls, c)
	}
	for _, name := range abi.ErrnoNames() {
		e, _ := abi.ParseErrno(name)
		v.Errnos = append(v.Errnos, Term{name, words.ErrnoText(e)})
	}
	for _, row := range abi.Sysctls {
		v.Sysctls = append(v.Sysctls, Term{row.Name, facts.In(string(lang), row.Summary)})
	}
	return v
}

// sets are the constants by the parameter that takes them.
var sets = map[abi.Param][]abi.ConstSet{
	abi.ParamFamily:   {abi.Families},
	abi.ParamType:     {abi.SockTypes},
	abi.ParamProtocol: {abi.Protocols},
	abi.ParamHow:      {abi.ShutHows},
	abi.ParamLevel:    {abi.Levels},
	abi.ParamFlags:    {abi.MsgFlags},
	abi.ParamCmd:      {abi.FcntlCmds},
	abi.ParamCmdArg:   {abi.FDFlags, abi.OFlags},
	abi.ParamSignal:   {abi.Signals},
}

func namesFor(call string, p abi.Param) []string {
	names := []string{}
	if p == abi.ParamOpt {
		for _, row := range abi.Sockopts {
			names = append(names, row.Name)
		}
		return names
	}
	list := sets[p]
	if call == "accept4" && p == abi.ParamFlags {
		list = []abi.ConstSet{abi.AcceptFlags}
	}
	for _, set := range list {
		for _, c := range set.Items {
			names = append(names, c.Name)
		}
	}
	return names
}

// constants returns each constant once, with what it is, or for an option what it does.
func constants(lang player.Lang) []Term {
	var list []Term
	seen := map[string]bool{}
	add := func(name, info string) {
		if !seen[name] {
			seen[name] = true
			list = append(list, Term{name, facts.In(string(lang), info)})
		}
	}
	for _, row := range abi.Sockopts {
		add(row.Name, row.Summary)
	}
	for _, set := range []abi.ConstSet{abi.Families, abi.SockTypes, abi.Protocols, abi.AcceptFlags, abi.ShutHows,
		abi.MsgFlags, abi.FcntlCmds, abi.FDFlags, abi.OFlags, abi.Signals, abi.Levels} {
		for _, c := range set.Items {
			add(c.Name, set.What)
		}
	}
	return list
}
