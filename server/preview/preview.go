// Package preview draws a scenario as the picture that other sites show beside a link to it: its steps,
// with what fails marked. It draws no words of any language, so one picture serves all.
package preview

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The size of a picture in pixels, which sites that show previews ask for.
const (
	Width  = 1200
	Height = 630
)

const (
	margin  = 64
	top     = 170 // the baseline of the first step
	advance = 38  // from a baseline to the next
	fits    = (Height - top) / advance
	columns = 71 // characters of a line
)

var (
	paper  = color.RGBA{0x10, 0x18, 0x20, 0xff}
	ink    = color.RGBA{0xe6, 0xec, 0xf1, 0xff}
	soft   = color.RGBA{0x8f, 0xa1, 0xb3, 0xff}
	accent = color.RGBA{0x56, 0xb4, 0xe9, 0xff} // Okabe and Ito's sky blue
	failed = color.RGBA{0xff, 0x8a, 0x4c, 0xff} // their vermilion, lighter for the dark paper
)

// Draw returns the picture of a scenario as a PNG.
func Draw(scenario string) ([]byte, error) {
	fonts, err := loaded()
	if err != nil {
		return nil, err
	}
	c := canvas{image.NewRGBA(image.Rect(0, 0, Width, Height)), fonts}
	draw.Draw(c.image, c.image.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	draw.Draw(c.image, image.Rect(0, 0, 14, Height), image.NewUniform(accent), image.Point{}, draw.Src)
	end := c.write(c.bold, margin, 100, ink, "port")
	c.write(c.bold, end, 100, accent, "lab")
	for i, line := range shown(scenario) {
		c.step(top+i*advance, line)
	}
	var out bytes.Buffer
	// A static site draws them all: half the time for a few more bytes.
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err = encoder.Encode(&out, c.image)
	return out.Bytes(), err
}

// shown returns the lines that fit: steps and settings, but no comments, which are in some language.
func shown(scenario string) []string {
	var lines []string
	for line := range strings.Lines(scenario) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, shortened(line))
		}
	}
	if len(lines) > fits {
		lines = append(lines[:fits-1], "...")
	}
	return lines
}

func shortened(line string) string {
	if len(line) <= columns {
		return line
	}
	return line[:columns-3] + "..."
}

// A canvas is a picture under way.
type canvas struct {
	image *image.RGBA
	fonts
}

type fonts struct{ bold, mono font.Face }

// loaded returns the fonts. A face may be used by one goroutine at a time, so each picture has its own.
func loaded() (f fonts, err error) {
	if f.bold, err = face(boldFont, 60); err != nil {
		return f, err
	}
	f.mono, err = face(monoFont, 25)
	return f, err
}

var (
	boldFont = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(gobold.TTF) })
	monoFont = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(gomono.TTF) })
)

func face(parsed func() (*opentype.Font, error), size float64) (font.Face, error) {
	f, err := parsed()
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
}

// step writes one line: the process, the call, and what it returns.
func (c canvas) step(baseline int, line string) {
	proc, rest, _ := strings.Cut(line, " ")
	call, result, claimed := strings.Cut(rest, " = ")
	x := c.write(c.mono, margin, baseline, soft, proc+" ")
	x = c.write(c.mono, x, baseline, ink, call)
	if claimed {
		c.write(c.mono, x, baseline, resultColour(result), " = "+result)
	}
}

func resultColour(result string) color.Color {
	switch {
	case strings.HasPrefix(result, "-1"):
		return failed
	case strings.HasPrefix(result, "?"):
		return accent
	}
	return soft
}

// write writes a text and returns where it ends.
func (c canvas) write(f font.Face, x, baseline int, ink color.Color, text string) int {
	d := font.Drawer{Dst: c.image, Src: image.NewUniform(ink), Face: f, Dot: fixed.P(x, baseline)}
	d.DrawString(text)
	return d.Dot.X.Round()
}
