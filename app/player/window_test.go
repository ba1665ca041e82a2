package player

import "testing"

// TestWindowHoldsWhatIsInSight scrolls through a list pixel by pixel.
func TestWindowHoldsWhatIsInSight(t *testing.T) {
	const n, height = 500, 28
	for top := 0; top < n*height; top += 3 {
		w := Window{Top: top, Height: 260}
		from, to := w.rows(n, height)
		first, last := top/height, min(n-1, (top+260)/height)
		if from > first || to <= last || from < 0 || to > n {
			t.Fatalf("at %d the rows %d to %d are drawn, in sight are %d to %d of %d", top, from, to, first, last, n)
		}
		if to-from > 260/height+34 {
			t.Fatalf("at %d, %d rows are drawn", top, to-from)
		}
	}
}

func TestWindowReveals(t *testing.T) {
	for _, c := range []struct{ top, from, to, want int }{
		{0, 0, 28, 0}, {0, 400, 428, 136}, {1000, 400, 428, 392}, {300, 400, 428, 300}, {0, 1000, 2000, 992},
	} {
		if got := (Window{Top: c.top, Height: 300}).reveal(c.from, c.to); got.Top != c.want {
			t.Errorf("a window at %d that reveals %d to %d is at %d, want %d", c.top, c.from, c.to, got.Top, c.want)
		}
	}
}
