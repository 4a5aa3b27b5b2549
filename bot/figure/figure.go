// Package figure draws a coach.Figure as a picture, for the platforms that show
// pictures and have no bars of their own.
//
// The picture is a card that stands well on a light and on a dark screen: it
// brings its own dark ground, with round corners that let the screen through.
// It is 360 points wide, which fills a phone, with two pixels to a point. The
// same figure gives the same bytes.
//
// # What it cannot write
//
// The fonts (Go's own, of golang.org/x/image) have Latin, Greek and Cyrillic
// letters. A label in another script is not drawn as empty boxes: PNG returns
// ErrLetters, and the adapter sends the figure's Alt as text. Emoji and other
// ornaments that the font lacks are left out of a label, as long as words are
// left.
package figure

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strconv"

	"bounceback/coach"
)

// Why a figure is not drawn; then its Alt says what it shows. The errors hold no
// words of the figure.
var (
	// ErrLetters: a label has letters that the font does not have.
	ErrLetters = errors.New("figure: the font does not have all letters")
	// ErrEmpty: it has no bars.
	ErrEmpty = errors.New("figure: there are no bars")
	// ErrLarge: it has more than 60 bars, which nobody reads on a phone.
	ErrLarge = errors.New("figure: there are too many bars")
)

const mostBars = 60

// All measures are points.
const (
	width    = 360.0
	margin   = 20.0
	gap      = 12.0         // between a label and its bar, and a bar and its number
	labels   = 0.44 * width // the widest a label may be
	step     = 22.0         // the most that a bar grows by one: short rows are not stretched, so that 2 does not look like much
	thick    = 16.0         // of a bar
	rowSpace = 14.0         // between two rows
	least    = 4.0          // what is more than nothing shows as more than nothing
	corner   = 14.0         // of the card
)

// row is a bar with its place.
type row struct {
	label  []string
	number string
	value  int
	height float64
}

// PNG draws a figure: the title, and a row for each bar with its label, the bar
// and its number. Labels that are too long are broken into two lines and then
// shortened; a value below zero has no bar. The error is ErrLetters, ErrEmpty or
// ErrLarge, or one that no figure should cause.
func PNG(f coach.Figure) ([]byte, error) {
	switch {
	case len(f.Bars) == 0:
		return nil, ErrEmpty
	case len(f.Bars) > mostBars:
		return nil, ErrLarge
	}
	pens, err := newPens()
	if err != nil {
		return nil, err
	}
	title, rows, err := lay(pens, f)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, draw(pens, title, rows)); err != nil {
		return nil, fmt.Errorf("figure: write the picture: %w", err)
	}
	return b.Bytes(), nil
}

// lay breaks the texts into lines.
func lay(pens pens, f coach.Figure) (title []string, rows []row, err error) {
	if f.Title != "" {
		text, ok := pens.title.legible(f.Title)
		if !ok {
			return nil, nil, ErrLetters
		}
		title = pens.title.fit(text, width-2*margin, 3)
	}
	for _, bar := range f.Bars {
		text, ok := pens.label.legible(bar.Label)
		if !ok {
			return nil, nil, ErrLetters
		}
		r := row{label: pens.label.fit(text, labels, 2), number: strconv.Itoa(bar.Value), value: bar.Value}
		r.height = max(thick, float64(len(r.label))*pens.label.line())
		rows = append(rows, r)
	}
	return title, rows, nil
}

// draw puts everything on a card.
func draw(pens pens, title []string, rows []row) *image.Paletted {
	height, column, number, most := 2*margin, 0.0, 0.0, 0
	for _, r := range rows {
		height += r.height + rowSpace
		number = max(number, pens.number.width(r.number))
		most = max(most, r.value)
		for _, l := range r.label {
			column = max(column, pens.label.width(l))
		}
	}
	head := float64(len(title)) * pens.title.line()
	if head > 0 {
		head += rowSpace
	}
	c := newCard(width, height-rowSpace+head)
	y := margin
	for _, l := range title {
		c.text(pens.title, margin, y, l, bright)
		y += pens.title.line()
	}
	y = margin + head
	bars := margin + column + gap // where they begin
	unit := min(step, (width-margin-number-gap-bars)/float64(max(1, most)))
	for _, r := range rows {
		c.row(pens, r, y, bars, unit)
		y += r.height + rowSpace
	}
	return c.Paletted
}

// row draws the label in the middle of the row's height, the bar and the number.
func (c *card) row(pens pens, r row, y, bars, unit float64) {
	top := y + (r.height-float64(len(r.label))*pens.label.line())/2
	for _, l := range r.label {
		c.text(pens.label, margin, top, l, bright)
		top += pens.label.line()
	}
	end := bars
	if r.value > 0 {
		long := max(least, unit*float64(r.value))
		c.box(bars, y+(r.height-thick)/2, long, thick, thick/4, bar)
		end += long + gap/2
	}
	ink := bright
	if r.value <= 0 {
		ink = faint
	}
	c.text(pens.number, end, y+(r.height-pens.number.line())/2, r.number, ink)
}
