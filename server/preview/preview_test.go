package preview

import (
	"bytes"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

// colours returns how many pixels of each colour the picture of a scenario has.
func colours(t *testing.T, scenario string) map[color.Color]int {
	t.Helper()
	body, err := Draw(scenario)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != Width || b.Dy() != Height {
		t.Errorf("the picture is %v, want %dx%d", b, Width, Height)
	}
	count := map[color.Color]int{}
	for y := range Height {
		for x := range Width {
			count[color.RGBAModel.Convert(img.At(x, y))]++
		}
	}
	return count
}

func TestFailureIsMarked(t *testing.T) {
	const call = "B bind(3, 127.0.0.1:8080) = "
	if with := colours(t, call+"-1 EADDRINUSE"); with[failed] == 0 || with[ink] == 0 {
		t.Errorf("a failure is not drawn: %d pixels of its colour, %d of the call's", with[failed], with[ink])
	}
	if without := colours(t, call+"0"); without[failed] != 0 {
		t.Errorf("a success has %d pixels of the colour of failures", without[failed])
	}
}

func TestShown(t *testing.T) {
	got := shown("# 标题\n\nA dup(0) = 3 # 注释\n" + strings.Repeat("A close(3) = 0\n", 50) + "A " + strings.Repeat("x", 200))
	if got[0] != "A dup(0) = 3" || len(got) != fits || got[fits-1] != "..." {
		t.Errorf("got %d lines: %q", len(got), got)
	}
	if got := shown("A " + strings.Repeat("x", 200)); len(got[0]) != columns {
		t.Errorf("a long line is %d characters, want %d", len(got[0]), columns)
	}
}

func BenchmarkDraw(b *testing.B) {
	scenario := strings.Repeat("B bind(3, 127.0.0.1:8080) = -1 EADDRINUSE (Address already in use)\n", fits)
	for b.Loop() {
		if _, err := Draw(scenario); err != nil {
			b.Fatal(err)
		}
	}
}
