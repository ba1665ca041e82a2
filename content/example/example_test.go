package example

import "testing"

func TestParse(t *testing.T) {
	e, err := Parse("01-restart.strace", "# topic: closing\n# title.en: The restart\n# title.zh: 重启\n# summary.en: S.\n# summary.zh: 摘要。\n\n# A comment: stays.\nA exit(0) = ?\n")
	if err != nil {
		t.Fatal(err)
	}
	if e.Name != "restart" || e.Topic != "closing" || e.Title["zh"] != "重启" || e.Summary["en"] != "S." || e.Text != "# A comment: stays.\nA exit(0) = ?\n" {
		t.Errorf("got %+v", e)
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ file, src, want string }{
		{"restart.strace", "", "restart.strace: expected a name like 01-restart.strace"},
		{"01-a.strace", "# topic: udp\n# title.en: A\n# summary.en: B\n", "01-a.strace: must begin with # title.zh: TEXT and # summary.zh: TEXT"},
		{"01-a.strace", "# topic: udp\nA exit(0) = ?\n", "01-a.strace: must begin with # title.en: TEXT and # summary.en: TEXT"},
		{"01-a.strace", "A exit(0) = ?\n", `01-a.strace: must begin with # topic: NAME, one of Topics, found ""`},
		{"01-a.strace", "# topic: cooking\n", `01-a.strace: must begin with # topic: NAME, one of Topics, found "cooking"`},
	}
	for _, tt := range tests {
		if _, err := Parse(tt.file, tt.src); err == nil || err.Error() != tt.want {
			t.Errorf("Parse(%q, %q) = %v, want %s", tt.file, tt.src, err, tt.want)
		}
	}
}
