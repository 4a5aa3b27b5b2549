package figure

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// pen writes in one font and size.
type pen struct {
	size  float64 // in points
	font  *opentype.Font
	face  font.Face // in pixels
	glyph *sfnt.Buffer
}

// pens are those of one picture: a face cannot be used by two at a time.
type pens struct{ title, label, number *pen }

func newPens() (p pens, err error) {
	for _, n := range []struct {
		pen  **pen
		font []byte
		size float64
	}{{&p.title, gobold.TTF, 17}, {&p.label, goregular.TTF, 14}, {&p.number, gobold.TTF, 14}} {
		f, err := opentype.Parse(n.font)
		if err != nil {
			return p, fmt.Errorf("figure: read the font: %w", err)
		}
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: n.size * scale, DPI: 72})
		if err != nil {
			return p, fmt.Errorf("figure: make the font: %w", err)
		}
		*n.pen = &pen{size: n.size, font: f, face: face, glyph: &sfnt.Buffer{}}
	}
	return p, nil
}

// line is the height of a line.
func (p *pen) line() float64 { return p.size * 1.25 }

func (p *pen) width(text string) float64 {
	return float64(font.MeasureString(p.face, text)) / 64 / scale
}

// longest is how many letters of a text are looked at, more than ever fit.
const longest = 200

// legible is a text as the font can write it: on one line, and without ornaments
// that the font lacks, such as emoji. ok is false when letters, digits or signs
// with a meaning are missing, or when nothing but ornaments was there.
func (p *pen) legible(text string) (clean string, ok bool) {
	var b strings.Builder
	// Composed first: the font has é, and not the accent that stands by itself.
	n := 0
	for _, r := range norm.NFC.String(strings.Join(strings.Fields(text), " ")) {
		if n++; n > longest {
			b.WriteString("…")
			break
		}
		i, err := p.font.GlyphIndex(p.glyph, r)
		switch {
		case err == nil && i != 0 && unicode.IsGraphic(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Variation_Selector, r) || unicode.In(r, unicode.So, unicode.Sk, unicode.C):
		default:
			return "", false
		}
	}
	clean = strings.Join(strings.Fields(b.String()), " ")
	return clean, clean != ""
}

// fit breaks a text at spaces, and inside of words that are wider than a line,
// into at most that many lines; what is left over becomes a “…”.
func (p *pen) fit(text string, widest float64, most int) (lines []string) {
	words := strings.Fields(text)
	for len(words) > 0 {
		if len(lines) == most {
			last := lines[most-1]
			lines[most-1] = strings.TrimRight(last[:p.fits(last, widest-p.width("…"))], " …") + "…"
			return lines
		}
		n := 1
		for n < len(words) && p.width(strings.Join(words[:n+1], " ")) <= widest {
			n++
		}
		line := strings.Join(words[:n], " ")
		cut := p.fits(line, widest)
		lines = append(lines, line[:cut])
		if words = words[n:]; cut < len(line) { // one word that is too long
			words = append([]string{line[cut:]}, words...)
		}
	}
	return lines
}

// fits is how many bytes of a text fit on a line; one letter always does.
func (p *pen) fits(text string, widest float64) (cut int) {
	if p.width(text) <= widest {
		return len(text)
	}
	for i := range text {
		if cut > 0 && p.width(text[:i]) > widest {
			break
		}
		cut = i
	}
	return cut
}
