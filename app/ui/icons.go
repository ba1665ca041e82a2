package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// icons are drawn in a square of 16 by 16, in the colour of the text around them: signs that fonts
// often lack. Each is the path of its lines.
var icons = map[string]string{
	"first":    "M4 3v10M13 3 7 8l6 5z",
	"back":     "M11 3 5 8l6 5z",
	"play":     "M5 3l8 5-8 5z",
	"pause":    "M5.5 3v10M10.5 3v10",
	"next":     "M5 3l6 5-6 5z",
	"last":     "M12 3v10M3 3l6 5-6 5z",
	"failback": "M7 4 3 8l4 4M9.5 5.5l4 5M13.500 5.500l-4 5",
	"failnext": "M9 4l4 4-4 4M2.500 5.500l4 5M6.500 5.500l-4 5",
	"ok":       "M3 8.500l3.500 3.500L13 4.500",
	"error":    "M4 4l8 8M12 4l-8 8",
	"blocks":   "M8 2.500a5.500 5.500 0 1 0 .01 0M8 5v3.200l2.200 1.600",
	"predict":  "M2 3.500h12v7.500H8.500L5 13.800V11H2zM6.500 6.100a1.500 1.500 0 1 1 2 1.500L8 8.500",
	"help":     "M5.500 6a2.500 2.500 0 1 1 3.700 2.200C8.300 8.700 8 9.200 8 10M8 12.600v.2",
	"differs":  "M3 6h10M3 10h10M11 2.500 5 13.500",
	"close":    "M4 4l8 8M12 4l-8 8",
	"listen":   "M3.500 3.500h9v9h-9z",
	"idle":     "M3.500 3.500h9v9h-9z",
	"opening":  "M2 8h3M7 8h2M11 8h3",
	"estab":    "M1.500 8h13",
	"half":     "M1.500 8h5M9.500 8h5",
	"wait":     "M8 2.500a5.500 5.500 0 1 0 .01 0M8 5v3.200l2.200 1.600",
	"gone":     "M4 4l8 8M12 4l-8 8",
}

// filled are the icons whose shape is filled.
var filled = map[string]bool{"first": true, "back": true, "play": true, "next": true, "last": true, "listen": true}

// icon returns an icon for a line of text; what it means is said beside it.
func icon(name string) app.UI { return app.Raw(string(sign(name))) }

// sign is icon for a part.
func sign(name string) markup { return signAt(name, 0, 0) }

// signAt returns an icon for the drawing, its top left corner at a point.
func signAt(name string, x, y int) markup {
	return svg("svg", join("icon", name, when(filled[name], "filled")), "viewBox", "0 0 16 16", "width", "16",
		"height", "16", "x", itoa(x), "y", itoa(y), "aria-hidden", "true").with(path(icons[name], ""))
}
