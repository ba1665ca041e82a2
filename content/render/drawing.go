package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// A drawing is an SVG drawing that stands by itself, inlined so that it takes the page's colours.
type drawing struct {
	ast.BaseBlock
	svg, alt string
	wide     bool // too wide for the narrowest phones: it scrolls there
}

var kindDrawing = ast.NewNodeKind("Drawing")

func (n *drawing) Kind() ast.NodeKind            { return kindDrawing }
func (n *drawing) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type drawingRenderer struct{}

func (r drawingRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindDrawing, r.drawing)
}

func (r drawingRenderer) drawing(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*drawing)
	class := "drawing"
	if n.wide {
		class += " wide"
	}
	described := "<svg role=\"img\" aria-label=\"" + html.EscapeString(n.alt) + "\"" + strings.TrimPrefix(n.svg, "<svg")
	_, err := w.WriteString("<figure class=\"" + class + "\">\n" + described + "\n</figure>\n")
	return ast.WalkSkipChildren, err
}

const drawingScheme = "drawing:"

// drawingsFolder is where drawings are: NAME.LANG.svg, or NAME.svg where it has no words.
const drawingsFolder = "drawings"

// readDrawing returns the SVG element of a drawing. Its errors say which file and what to do.
func readDrawing(texts fs.FS, name, lang string) (string, error) {
	file := drawingsFolder + "/" + name + "." + lang + ".svg"
	src, err := fs.ReadFile(texts, file)
	if errors.Is(err, fs.ErrNotExist) {
		other := drawingsFolder + "/" + name + ".svg"
		if src, err = fs.ReadFile(texts, other); err != nil {
			return "", fmt.Errorf("there is no drawing %s, nor %s", file, other)
		}
		file = other
	}
	if err != nil {
		return "", err
	}
	svg := strings.TrimSpace(string(src))
	if err := checkSVG(svg); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return svg, nil
}

// allowed are the elements of a drawing. There is no script, no style, nothing from elsewhere.
var allowed = regexp.MustCompile(`^(svg|g|path|line|polyline|polygon|rect|circle|ellipse|text|tspan)$`)

// refused are attributes that the page's styles decide, or that are the page's own.
var refused = regexp.MustCompile(`^(style|id|fill|stroke|color|width|height|font-.*|marker-.*|on.*|href|role|aria-.*)$`)

func checkSVG(svg string) error {
	if !strings.HasPrefix(svg, "<svg ") {
		return errors.New("it must begin with <svg viewBox=\"…\">")
	}
	decoder := xml.NewDecoder(bytes.NewReader([]byte(svg)))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := checkElement(e); err != nil {
				return err
			}
		}
	}
}

func checkElement(e xml.StartElement) error {
	name := e.Name.Local
	if !allowed.MatchString(name) {
		return fmt.Errorf("found <%s>, expected one of %s", name, strings.Trim(allowed.String(), "^$()"))
	}
	viewBox := false
	for _, a := range e.Attr {
		viewBox = viewBox || a.Name.Local == "viewBox"
		if refused.MatchString(a.Name.Local) && !(sized[name] && (a.Name.Local == "width" || a.Name.Local == "height")) {
			return fmt.Errorf("found %s on <%s>; use one of the classes d-… of the authoring guide", a.Name.Local, name)
		}
	}
	if name == "svg" && !viewBox {
		return errors.New("<svg> has no viewBox")
	}
	return nil
}

// widthOf finds the width in a viewBox that has been checked.
var widthOf = regexp.MustCompile(`viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)`)

// phone is how many units of a drawing a phone shows at a size that can be read.
const phone = 440

func isWide(svg string) bool {
	match := widthOf.FindStringSubmatch(svg)
	if match == nil {
		return false
	}
	width, err := strconv.ParseFloat(match[1], 64)
	return err == nil && width > phone
}

// sized are the elements whose width and height are their shape.
var sized = map[string]bool{"rect": true}
