package figure

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// scale is how many pixels a point has.
const scale = 2.0

// ink is a colour of the card, by its place in the palette.
type ink int

const (
	ground ink = iota
	bright
	faint
	bar
	inks
)

// colours of the inks. Each stands out from the ground by more than 4.5 to 1, as
// WCAG 2.2 asks for text.
var colours = [inks]color.NRGBA{
	ground: {0x25, 0x2e, 0x3b, 0xff},
	bright: {0xf3, 0xf6, 0xf9, 0xff},
	faint:  {0xa9, 0xb6, 0xc5, 0xff},
	bar:    {0x5b, 0xc8, 0xa6, 0xff},
}

// shades is in how many steps an ink goes over into what is behind it, at the
// edges of what it draws. All shades of all inks are a palette of 256, which
// makes a picture of a fifth of the size.
const shades = 256 / int(inks)

// card is the picture.
type card struct{ *image.Paletted }

// newCard makes an empty card, its corners round and clear.
func newCard(w, h float64) *card {
	size := image.Rect(0, 0, int(math.Ceil(w*scale)), int(math.Ceil(h*scale)))
	c := &card{image.NewPaletted(size, palette())}
	c.box(0, 0, float64(size.Max.X)/scale, float64(size.Max.Y)/scale, corner, ground)
	return c
}

// palette has the shades of the ground from clear to full, and then of each ink
// from the ground to full.
func palette() color.Palette {
	p := make(color.Palette, 0, 256)
	under := colours[ground]
	for i, over := range colours {
		for s := range shades {
			mix := func(a, b uint8) uint8 { return uint8((int(a)*(shades-1-s) + int(b)*s) / (shades - 1)) }
			if ink(i) == ground {
				p = append(p, color.NRGBA{over.R, over.G, over.B, mix(0, over.A)})
			} else {
				p = append(p, color.NRGBA{mix(under.R, over.R), mix(under.G, over.G), mix(under.B, over.B), 0xff})
			}
		}
	}
	return p
}

// lay puts ink on a pixel, as much of it as is covered. Inks lie on the ground
// and never on one another; where two meet, the one with more of it stays.
func (c *card) lay(x, y int, with ink, covered uint8) {
	shade := int(covered) * (shades - 1) / 0xff
	at := c.PixOffset(x, y)
	if there := int(c.Pix[at]); there < shades || there%shades < shade {
		if shade > 0 {
			c.Pix[at] = uint8(int(with)*shades + shade)
		}
	}
}

// box fills a box with round corners.
func (c *card) box(x, y, w, h, round float64, with ink) {
	const arc = 0.5523 // how far the handles of a quarter of a circle reach
	round = min(round, w/2, h/2)
	area := image.Rect(int(x*scale), int(y*scale), int(math.Ceil((x+w)*scale)), int(math.Ceil((y+h)*scale))).Intersect(c.Bounds())
	if area.Empty() {
		return
	}
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	at := func(x, y float64) (float32, float32) {
		return float32(x*scale) - float32(area.Min.X), float32(y*scale) - float32(area.Min.Y)
	}
	// The corners, clockwise from the upper right one: where it is, and which way
	// the edge comes and goes.
	r.MoveTo(at(x+round, y))
	for _, k := range [4][6]float64{
		{x + w, y, 1, 0, 0, 1}, {x + w, y + h, 0, 1, -1, 0}, {x, y + h, -1, 0, 0, -1}, {x, y, 0, -1, 1, 0},
	} {
		from := func(d float64) (float32, float32) { return at(k[0]-k[2]*d, k[1]-k[3]*d) }
		to := func(d float64) (float32, float32) { return at(k[0]+k[4]*d, k[1]+k[5]*d) }
		r.LineTo(from(round))
		ax, ay := from(round * (1 - arc))
		bx, by := to(round * (1 - arc))
		ex, ey := to(round)
		r.CubeTo(ax, ay, bx, by, ex, ey)
	}
	r.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, area.Dx(), area.Dy()))
	r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	c.stamp(mask, image.Point{}, area, with)
}

// text writes a line whose upper left corner is given.
func (c *card) text(p *pen, x, y float64, text string, with ink) {
	baseline := y + (p.line()+p.size*0.7)/2 // capitals stand in the middle of the line
	dot := fixed.Point26_6{X: fixed.Int26_6(x * scale * 64), Y: fixed.Int26_6(math.Round(baseline*scale) * 64)}
	before := rune(-1)
	for _, r := range text {
		if before >= 0 {
			dot.X += p.face.Kern(before, r)
		}
		if box, mask, from, advance, ok := p.face.Glyph(dot, r); ok {
			c.stamp(mask, from, box, with)
			dot.X += advance
		}
		before = r
	}
}

// stamp lays ink on an area of the card where a mask, from a point of it on, lets
// it through.
func (c *card) stamp(mask image.Image, from image.Point, area image.Rectangle, with ink) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if (image.Point{X: x, Y: y}).In(c.Bounds()) {
				_, _, _, a := mask.At(from.X+x-area.Min.X, from.Y+y-area.Min.Y).RGBA()
				c.lay(x, y, with, uint8(a>>8))
			}
		}
	}
}
