package graph

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// mostPixels bounds a picture: a large one is drawn less finely.
const mostPixels = 40e6

// PNG draws the graph in pixels, two to a point where it is not too large.
func (g *Graph) PNG(w io.Writer) error {
	pic, err := g.picture(1)
	if err != nil {
		return err
	}
	scale := min(2, math.Sqrt(mostPixels/(pic.w*pic.h)))
	if pic, err = g.picture(scale); err != nil {
		return err
	}
	img := image.NewRGBA(image.Rect(0, 0, int(pic.w*scale), int(pic.h*scale)))
	on := &pixels{Image: img, pen: pic.pen}
	pic.draw(on)
	if err := png.Encode(w, img); err != nil {
		return fmt.Errorf("graph: write the picture: %w", err)
	}
	return nil
}

// pixels is a canvas of pixels.
type pixels struct {
	draw.Image
	pen *pen
}

// fill fills a shape that outline walks around. Only the part of the picture
// around it is touched.
func (p *pixels) fill(from, to [2]float64, colour string, outline func(r *vector.Rasterizer, at func(x, y float64) (float32, float32))) {
	s := p.pen.scale
	area := image.Rect(int(from[0]*s)-2, int(from[1]*s)-2, int(to[0]*s)+3, int(to[1]*s)+3).Intersect(p.Bounds())
	if area.Empty() {
		return
	}
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	outline(r, func(x, y float64) (float32, float32) {
		return float32(x*s - float64(area.Min.X)), float32(y*s - float64(area.Min.Y))
	})
	r.Draw(p.Image, area, image.NewUniform(rgb(colour)), image.Point{})
}

// rgb reads "#1a202c".
func rgb(s string) color.RGBA {
	c := color.RGBA{A: 255}
	fmt.Sscanf(s, "#%02x%02x%02x", &c.R, &c.G, &c.B)
	return c
}

// box fills the edge's colour first and what is inside it on top.
func (p *pixels) box(x, y, w, h, round float64, fill, edge string, thick float64) {
	p.rounded(x-thick/2, y-thick/2, w+thick, h+thick, round+thick/2, edge)
	if thick > 0 {
		p.rounded(x+thick/2, y+thick/2, w-thick, h-thick, max(0, round-thick/2), fill)
	}
}

// arc is how far the handles of a quarter of a circle reach.
const arc = 0.5523

func (p *pixels) rounded(x, y, w, h, round float64, colour string) {
	round = min(round, w/2, h/2)
	p.fill([2]float64{x, y}, [2]float64{x + w, y + h}, colour, func(r *vector.Rasterizer, at func(x, y float64) (float32, float32)) {
		k := round * (1 - arc)
		line := func(x, y float64) { r.LineTo(at(x, y)) }
		bend := func(ax, ay, bx, by, cx, cy float64) {
			x1, y1 := at(ax, ay)
			x2, y2 := at(bx, by)
			x3, y3 := at(cx, cy)
			r.CubeTo(x1, y1, x2, y2, x3, y3)
		}
		r.MoveTo(at(x+round, y))
		line(x+w-round, y)
		bend(x+w-k, y, x+w, y+k, x+w, y+round)
		line(x+w, y+h-round)
		bend(x+w, y+h-k, x+w-k, y+h, x+w-round, y+h)
		line(x+round, y+h)
		bend(x+k, y+h, x, y+h-k, x, y+h-round)
		line(x, y+round)
		bend(x, y+k, x+k, y, x+round, y)
		r.ClosePath()
	})
}

// path draws short straight pieces, each a thin box along the way.
func (p *pixels) path(curves []curve, colour string, thick float64, dashed bool) {
	const dash, gap = 5.0, 4.0
	at, gone := curves[0].from, 0.0
	for _, c := range curves {
		const pieces = 16
		for i := 1; i <= pieces; i++ {
			next := c.point(float64(i) / pieces)
			length := math.Hypot(next[0]-at[0], next[1]-at[1])
			for done := 0.0; done < length; {
				step := length - done
				if dashed {
					phase := math.Mod(gone, dash+gap)
					rest := dash - phase
					if phase >= dash {
						rest = dash + gap - phase
					}
					step = min(step, rest+1e-6)
					if phase >= dash {
						gone, done = gone+step, done+step
						continue
					}
				}
				p.piece(along(at, next, done/length), along(at, next, (done+step)/length), colour, thick)
				gone, done = gone+step, done+step
			}
			at = next
		}
	}
}

func along(a, b [2]float64, t float64) [2]float64 {
	return [2]float64{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t}
}

// point is where the curve is at t, from 0 to 1.
func (c curve) point(t float64) [2]float64 {
	u := 1 - t
	var p [2]float64
	for i := range p {
		p[i] = u*u*u*c.from[i] + 3*u*u*t*c.c1[i] + 3*u*t*t*c.c2[i] + t*t*t*c.to[i]
	}
	return p
}

func (p *pixels) piece(a, b [2]float64, colour string, thick float64) {
	length := math.Hypot(b[0]-a[0], b[1]-a[1])
	if length == 0 {
		return
	}
	nx, ny := -(b[1]-a[1])/length*thick/2, (b[0]-a[0])/length*thick/2
	from := [2]float64{min(a[0], b[0]) - thick, min(a[1], b[1]) - thick}
	to := [2]float64{max(a[0], b[0]) + thick, max(a[1], b[1]) + thick}
	p.fill(from, to, colour, func(r *vector.Rasterizer, at func(x, y float64) (float32, float32)) {
		r.MoveTo(at(a[0]+nx, a[1]+ny))
		r.LineTo(at(b[0]+nx, b[1]+ny))
		r.LineTo(at(b[0]-nx, b[1]-ny))
		r.LineTo(at(a[0]-nx, a[1]-ny))
		r.ClosePath()
	})
}

func (p *pixels) head(tip [2]float64, colour string, up bool) {
	s := headShape(tip, up)
	from := [2]float64{tip[0] - 5, tip[1] - 9}
	p.fill(from, [2]float64{tip[0] + 5, tip[1] + 9}, colour, func(r *vector.Rasterizer, at func(x, y float64) (float32, float32)) {
		r.MoveTo(at(s[0][0], s[0][1]))
		r.LineTo(at(s[1][0], s[1][1]))
		r.LineTo(at(s[2][0], s[2][1]))
		r.ClosePath()
	})
}

func (p *pixels) text(x, y float64, l line) {
	face, err := p.pen.face(l.style)
	if err != nil {
		return // the pen has measured with it, so it is there
	}
	s := p.pen.scale
	d := font.Drawer{Dst: p.Image, Src: image.NewUniform(rgb(l.colour)), Face: face}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6((x - p.pen.width(l.style, l.text)/2) * s * 64), Y: fixed.Int26_6(y * s * 64)}
	d.DrawString(l.text)
}
