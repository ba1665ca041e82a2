package scenario

import (
	"strings"

	"portlab/sim/abi"
)

// step reads a line that a process begins: a call, or the completion of one.
func (l *line) step(s span, out *Line) *Error {
	proc, rest, err := l.process(s)
	if err != nil {
		return err
	}
	if isRemark(rest) {
		return l.remarkFault(rest)
	}
	if done, ok := rest.after("<..."); ok {
		out.Resumed, err = l.resumed(proc, done)
	} else {
		out.Step, err = l.call(proc, rest)
	}
	return err
}

// process reads the process that begins a line, "A", "123" or "[pid 123]", and returns it with
// what follows.
func (l *line) process(s span) (proc, rest span, err *Error) {
	if in, ok := s.after("[pid"); ok {
		pid, rest, closed := in.cut("]")
		if pid = pid.trim(); !closed || !isPID(pid.text) {
			return s, s, l.unexpected(s, "a process, as [pid 123]")
		}
		return pid, rest.trim(), nil
	}
	proc, rest = s.while(isNameByte)
	switch {
	case isRemark(s):
		return s, s, l.remarkFault(s)
	case strings.HasPrefix(rest.text, "("):
		return s, s, l.fault(proc, "found the call %[1]s without a process, expected its name first: A %[1]s(...)", brief(proc.text))
	case !isProcName(proc.text) || rest.text != "" && !isBlank(rest.text[0]):
		word, _ := s.word()
		return s, s, l.unexpected(word, "the name of a process (letters, digits, - _ .) or a pid")
	}
	return proc, rest.trim(), nil
}

// isRemark reports whether s is what strace writes of a signal or of an exit.
func isRemark(s span) bool {
	return strings.HasPrefix(s.text, "---") || strings.HasPrefix(s.text, "+++")
}

func (l *line) remarkFault(s span) *Error {
	return l.fault(s, "found one of strace's signal or exit lines, expected a call; portlab import reads strace's logs")
}

// call reads CALL(ARGS) = RESULT.
func (l *line) call(proc, s span) (*Step, *Error) {
	name, rest := s.while(isNameByte)
	if name.text == "" {
		return nil, l.unexpected(firstWord(s), "a call: %s socket(...)", brief(proc.text))
	}
	row, err := l.callRow(name)
	if err != nil {
		return nil, err
	}
	args, ok := rest.trim().after("(")
	if !ok {
		return nil, l.unexpected(firstWord(rest.trim()), "( as in %s", row.Signature)
	}
	got, err := l.list(args)
	if err != nil {
		return nil, err
	}
	l.mention(mention{kind: mentionStep, name: proc.text, call: row.Name, at: proc})
	st := &Step{Pos: l.pos(proc), Proc: proc.text, Call: abi.Call{Name: row.Name}}
	if err := l.arguments(row, name, got, st); err != nil {
		return nil, err
	}
	return st, l.result(got, name, st)
}

// callRow looks a call's name up.
func (l *line) callRow(name span) (abi.CallRow, *Error) {
	row, ok := abi.CallByName(name.text)
	if ok {
		return row, nil
	}
	if alias, ok := callAliases[name.text]; ok {
		return row, l.fault(name, "unknown %s %s", Phrase("call"), name.text).meaning(alias)
	}
	return row, l.misspelt(name, "call", callNames())
}

// callAliases are calls that do what one of the language's calls does, by names that strace
// writes.
var callAliases = map[string]string{
	"exit_group": "exit", "_exit": "exit", "vfork": "fork", "clone": "fork", "clone3": "fork",
	"nanosleep": "sleep", "clock_nanosleep": "sleep", "usleep": "sleep", "dup3": "dup2",
	"fcntl64": "fcntl", "tgkill": "kill", "execveat": "execve",
}

func callNames() []string {
	names := make([]string, len(abi.Calls))
	for i, r := range abi.Calls {
		names[i] = r.Name
	}
	return names
}

// resumed reads what follows the <... of a completion: CALL resumed> = RESULT, where strace also
// writes the arguments that it knows only now, and the closing parenthesis, before the =.
func (l *line) resumed(proc, s span) (*Resumed, *Error) {
	name, rest := s.while(isNameByte)
	row, err := l.callRow(name)
	if err != nil {
		return nil, err
	}
	rest, ok := rest.trim().after("resumed>")
	if !ok {
		return nil, l.unexpected(firstWord(rest), "resumed> as in %s <... %s resumed> = 0", brief(proc.text), row.Name)
	}
	l.mention(mention{kind: mentionResumed, name: proc.text, call: row.Name, at: proc})
	out := &Resumed{Pos: l.pos(proc), Proc: proc.text, Name: row.Name}
	if rest.text != "" && rest.text[0] != '=' {
		got, err := l.list(rest)
		if err != nil {
			return nil, err
		}
		if out.Out, err = l.lateArguments(row, got.items); err != nil {
			return nil, err
		}
		rest = got.rest.trim()
	}
	out.Claim, err = l.claim(row, rest)
	if err == nil && out.Claim.Kind == ClaimBlocked {
		err = l.unexpected(rest, "the result of a call that has completed")
	}
	return out, err
}

// result reads what follows the closing parenthesis of a step.
func (l *line) result(got list, name span, st *Step) *Error {
	rest := got.rest.trim()
	if got.unfinished {
		if rest.text != "" {
			return l.unexpected(firstWord(rest), "nothing after %s", unfinished)
		}
		st.Claim = Claim{Kind: ClaimBlocked, Text: unfinished}
	} else {
		row, _ := abi.CallByName(st.Call.Name)
		var err *Error
		if st.Claim, err = l.claim(row, rest); err != nil {
			return err
		}
	}
	if st.Call.Name != "fork" {
		return nil
	}
	if st.Claim.Kind != ClaimChild {
		return l.fault(name, "found fork without a name for the child, expected fork() = NAME")
	}
	st.Call.Child = st.Claim.Child
	return nil
}

func firstWord(s span) span {
	w, _ := s.word()
	return w
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }

// isNameByte reports whether c may stand in the name of a process or a call.
func isNameByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' || c == '.' }

// isProcName reports whether a process may be called name: a word that begins with a letter, or a
// pid. The words that begin set-up lines are taken.
func isProcName(name string) bool {
	if name == "" || name == "sysctl" || name == "ip" {
		return false
	}
	return isPID(name) || isLetter(name[0]) && allBytes(name, isNameByte)
}

// isPID reports whether name is a process number: decimal digits, not beginning with 0.
func isPID(name string) bool {
	return name != "" && name[0] != '0' && allBytes(name, isDigit)
}

func allBytes(s string, in func(byte) bool) bool {
	for i := range len(s) {
		if !in(s[i]) {
			return false
		}
	}
	return true
}
