package player

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

const shortText = "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bind(3, 127.0.0.1:80) = 0\nA listen(3, 1) = 0\n"

func TestEditKeepsThePlace(t *testing.T) {
	m := New(Config{Name: "mine", Mode: Playground, Lang: English, Text: shortText})
	sendAll(m, Go{2})
	changed := shortText + "A close(3) = 0\n"
	cmds := sendAll(m, Edit{changed})
	settle, ok := cmds[0].(SettleAfter)
	if !ok || m.Len() != 3 {
		t.Fatalf("commands %v, %d steps: typing does not wait for a pause", cmds, m.Len())
	}
	cmds = sendAll(m, Settle{settle.Edit})
	if m.Pos != 2 || m.Len() != 4 {
		t.Errorf("at %d of %d, want 2 of 4", m.Pos, m.Len())
	}
	if want := []Cmd{Reveal{}}; !reflect.DeepEqual(cmds, want) {
		t.Errorf("commands %v, want %v", cmds, want)
	}
}

func TestOnlyTheLastPauseCounts(t *testing.T) {
	m := New(Config{Mode: Playground, Lang: English, Text: shortText})
	first := sendAll(m, Edit{"A socket(AF_INET, SOCK_STREAM, 0)"})[0].(SettleAfter)
	sendAll(m, Edit{shortText})
	if cmds := sendAll(m, Settle{first.Edit}); cmds != nil {
		t.Errorf("an outdated pause does %v", cmds)
	}
}

func TestFaults(t *testing.T) {
	m := New(Config{Mode: Playground, Lang: English, Text: shortText})
	bad := "A socket(AF_INET, SOCK_STREAM, 0) = 3\nA bnd(3, 127.0.0.1:80) = 0\n"
	settle := sendAll(m, Edit{bad})[0].(SettleAfter)
	sendAll(m, Settle{settle.Edit})
	if len(m.Faults) != 1 {
		t.Fatalf("faults %+v, want one", m.Faults)
	}
	f := m.Faults[0]
	if f.Line != 2 || f.Col != 3 || f.Source != "A bnd(3, 127.0.0.1:80) = 0" || f.Text == "" {
		t.Errorf("the fault is %+v", f)
	}
	if m.Len() != 1 {
		t.Errorf("%d steps run, want the one that can be read", m.Len())
	}
	if m.FaultyText() != bad {
		t.Errorf("the text with the fault is %q", m.FaultyText())
	}
}

// TestFaultsInChinese wants what is wrong with a text, and what running it finds, in the page's language.
func TestFaultsInChinese(t *testing.T) {
	for text, want := range map[string]string{
		"A bnd(3, 127.0.0.1:80) = 0\n":     "未知的调用：bnd（是不是想写 bind？）",
		"A close(3\n":                      "此处：行尾；应为：)",
		"A exit(0) = ?\nA close(3)\n":      "A 在第 1 行已经退出；应换一个名字：已结束的进程名不再使用",
		"A sleep(1)\nA kill(B, SIGKILL)\n": "这一行之前没有进程 B；应为：要杀死的进程",
		"A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:80)\nA listen(3, 1)\nA accept(3)\nA close(3)\n": "A 还阻塞在第 4 行的 accept 里；在它返回之前，只能由别的进程执行",
	} {
		m := New(Config{Mode: Playground, Lang: Chinese, Text: text})
		if len(m.Faults) != 1 || m.Faults[0].Text != want {
			t.Errorf("%s\ngot  %+v\nwant %s", text, m.Faults, want)
		}
	}
}

func TestFaultFoundWhenRun(t *testing.T) {
	m := New(Config{Mode: Playground, Lang: English,
		Text: "A socket(AF_INET, SOCK_STREAM, 0)\nA bind(3, 127.0.0.1:80)\nA listen(3, 1)\nA accept(3)\nA close(3)\n"})
	if len(m.Faults) != 1 || m.Faults[0].Line != 5 {
		t.Fatalf("faults %+v, want one in line 5: A is blocked", m.Faults)
	}
	if m.Len() != 4 {
		t.Errorf("%d steps, want the four before it", m.Len())
	}
}

func TestEmptyText(t *testing.T) {
	m := New(Config{Mode: Playground, Lang: English})
	sendAll(m, Step{1}, TogglePlay{}, Go{5}, Select{1}, RunHost{})
	if m.Pos != 0 || m.Playing || m.Sentence() != english.EmptyScenario {
		t.Errorf("at %d, playing %v: %q", m.Pos, m.Playing, m.Sentence())
	}
	for _, tab := range Tabs {
		sendAll(m, PickTab{tab})
		_ = shown(m)
		_ = m.HostView()
	}
}

func TestLoad(t *testing.T) {
	m := New(Config{Name: "one", Mode: Playground, Lang: English, Text: shortText})
	sendAll(m, Go{2})
	cmds := sendAll(m, Load{Name: "two", Title: "Two", Text: "B socket(AF_INET6, SOCK_DGRAM, 0) = 3\n"})
	if m.Name != "two" || m.Title != "Two" || m.Pos != 0 || m.Len() != 1 {
		t.Errorf("%q %q at %d of %d", m.Name, m.Title, m.Pos, m.Len())
	}
	if _, ok := cmds[0].(SetEditor); !ok {
		t.Errorf("commands %v", cmds)
	}
}

// TestCompletionThatDoesNotCome wants a claimed completion that does not happen to be told as such.
func TestCompletionThatDoesNotCome(t *testing.T) {
	text := shortText + "A accept(3 <unfinished ...>\nA <... accept resumed> = 4\n"
	m := New(Config{Mode: Playground, Lang: English, Text: text})
	rows := m.Script().Rows
	last := rows[len(rows)-1]
	if last.Text != "<... accept resumed>" || last.Mark != MarkBlocks || last.Claimed != "4" {
		t.Errorf("the row is %+v", last)
	}
}

// FuzzText wants a player to stand whatever is typed.
func FuzzText(f *testing.F) {
	f.Add(shortText)
	f.Add(restartText)
	files, err := filepath.Glob("../../content/examples/*.strace")
	if err != nil || len(files) == 0 {
		f.Fatalf("no examples: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
		for i := range text {
			if i%37 == 0 {
				f.Add(string(text[:i]) + string(text[min(len(text), i+3):]))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := New(Config{Mode: Lesson, Lang: Chinese, Text: text})
		for range m.Len() + m.Script().Total {
			sendAll(m, Step{1}, ShowMe{})
			_ = shown(m)
		}
	})
}
