package graph

import (
	"fmt"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
)

// style is how a text is written.
type style struct {
	face   string // regular, bold or italic
	size   float64
	colour string
}

var (
	headStyle  = style{"bold", 20, "#1a202c"}
	noteStyle  = style{"regular", 11, "#718096"}
	titleStyle = style{"bold", 13, "#1a202c"}
	textStyle  = style{"regular", 11.5, "#2d3748"}
	smallStyle = style{"regular", 9, "#805ad5"}
	signStyle  = style{"regular", 11, "#4a5568"}
	labelStyle = style{"bold", 11, "#2b6cb0"}
	wordsStyle = style{"italic", 11, "#2b6cb0"}
	whenStyle  = style{"italic", 10.5, "#b7791f"}
)

// headHeight is the room for the title of the picture.
const headHeight = 66.0

// line is one line of text inside a box.
type line struct {
	text string
	style
}

func (l line) height() float64 { return l.size * 1.3 }

// pen measures text. SVG names other fonts beside Go's own, for viewers that
// lack it; those are narrower.
type pen struct {
	scale float64
	fonts map[string]*opentype.Font
	faces map[style]font.Face
}

func newPen(scale float64) (*pen, error) {
	p := &pen{scale: scale, fonts: map[string]*opentype.Font{}, faces: map[style]font.Face{}}
	for name, data := range map[string][]byte{"regular": goregular.TTF, "bold": gobold.TTF, "italic": goitalic.TTF} {
		f, err := opentype.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("graph: read the font: %w", err)
		}
		p.fonts[name] = f
	}
	return p, nil
}

// face is the font of a style in the size in which it is drawn.
func (p *pen) face(s style) (font.Face, error) {
	if f := p.faces[s]; f != nil {
		return f, nil
	}
	f, err := opentype.NewFace(p.fonts[s.face], &opentype.FaceOptions{Size: s.size * p.scale, DPI: 72})
	if err != nil {
		return nil, fmt.Errorf("graph: make the font: %w", err)
	}
	p.faces[s] = f
	return f, nil
}

// width of a text in points.
func (p *pen) width(s style, text string) float64 {
	f, err := p.face(s)
	if err != nil {
		return float64(len(text)) * s.size * 0.6
	}
	return float64(font.MeasureString(f, text)) / 64 / p.scale
}

// wrap breaks a text at spaces, so that no line is wider than most.
func (p *pen) wrap(s style, text string, most float64) []line {
	var lines []line
	row := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(row + " " + word)
		if row != "" && p.width(s, longer) > most {
			lines = append(lines, line{row, s})
			longer = word
		}
		row = longer
	}
	if row != "" {
		lines = append(lines, line{row, s})
	}
	return lines
}
