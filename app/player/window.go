package player

// A Window is what is in sight of a box that scrolls, in pixels. Its zero value is that of a box that
// has not been seen yet.
type Window struct{ Left, Top, Width, Height int }

// A window that has not been seen yet counts as this high.
const usualHeight = 300

// rows returns which of n rows of a height to draw, from the first to the one before to: those in
// sight and some before and after them, so that scrolling does not ask for others at each pixel.
func (w Window) rows(n, height int) (from, to int) {
	const chunk = 8
	from = max(0, min(w.Top/height, n)/chunk*chunk-chunk)
	to = (w.Top+w.tall())/height + chunk
	to += chunk - to%chunk
	return from, min(n, to)
}

func (w Window) tall() int {
	if w.Height == 0 {
		return usualHeight
	}
	return w.Height
}

// revealAcross moves the window sideways as little as needed to have what lies from left to right in
// sight.
func (w Window) revealAcross(left, right int) Window {
	switch {
	case w.Width == 0:
	case left < w.Left:
		w.Left = max(0, left)
	case right > w.Left+w.Width:
		w.Left = min(left, right-w.Width)
	}
	return w
}

// reveal moves the window as little as needed to have what lies from top to bottom in sight, with
// some air around it where there is room.
func (w Window) reveal(top, bottom int) Window {
	const air = 8
	switch {
	case top-air < w.Top:
		w.Top = max(0, top-air)
	case bottom+air > w.Top+w.tall():
		w.Top = min(top-air, bottom+air-w.tall())
	}
	return w
}
