package graph

import (
	"math"
)

// canvas is what a picture is drawn on. All measures are points, from the upper
// left corner.
type canvas interface {
	box(x, y, w, h, round float64, fill, edge string, thick float64)
	// path is a line through curves, dashed or not.
	path(curves []curve, colour string, thick float64, dashed bool)
	head(tip [2]float64, colour string, up bool)
	text(x, y float64, l line) // x is the middle, y the base line
}

// curve is a cubic one from the end of the one before; the first begins at its
// own from.
type curve struct{ from, c1, c2, to [2]float64 }

// The widths in which texts are broken, and the room around them.
const (
	boxText   = 190.0
	labelText = 112.0
	padX      = 10.0
	padY      = 7.0
)

// picture is a graph with everything in its place.
type picture struct {
	*plan
	pen   *pen
	lines map[*cell][]line
}

func (g *Graph) picture(scale float64) (*picture, error) {
	pen, err := newPen(scale)
	if err != nil {
		return nil, err
	}
	pic := &picture{pen: pen, lines: map[*cell][]line{}}
	pic.plan = g.lay(pic.size)
	head := max(pen.width(headStyle, g.Title), pen.width(noteStyle, g.Note), pen.width(noteStyle, g.Key))
	pic.w = math.Ceil(max(pic.w, 2*margin+head))
	pic.h = math.Ceil(pic.h)
	return pic, nil
}

// size breaks the text of a cell into lines, and makes the cell large enough.
func (pic *picture) size(c *cell) {
	lines := pic.write(c)
	pic.lines[c] = lines
	for _, l := range lines {
		c.w = max(c.w, pic.pen.width(l.style, l.text))
		c.h += l.height()
	}
	switch {
	case c.node != nil:
		c.w += 2 * padX
		c.h += 2 * padY
	case len(lines) > 0:
		c.w += 6
		c.h += 4
	}
}

// write is what stands in a cell.
func (pic *picture) write(c *cell) []line {
	var lines []line
	add := func(s style, text string, most float64) {
		lines = append(lines, pic.pen.wrap(s, text, most)...)
	}
	switch {
	case c.node != nil && c.node.Kind == Sign:
		add(signStyle, c.node.Title, boxText)
	case c.node != nil:
		add(titleStyle, c.node.Title, boxText)
		for _, t := range c.node.Text {
			add(textStyle, t, boxText)
		}
		for _, t := range c.node.Small {
			add(smallStyle, t, boxText)
		}
	case c.label:
		add(edgeStyle(c.edge.Kind), c.edge.Label, labelText)
		for _, t := range c.edge.Small {
			add(smallStyle, t, labelText)
		}
	}
	return lines
}

func edgeStyle(k Kind) style {
	switch k {
	case Words:
		return wordsStyle
	case When, Later:
		return whenStyle
	}
	return labelStyle
}

// draw puts the picture on a canvas: arrows first, so that they pass below.
func (pic *picture) draw(on canvas) {
	on.box(0, 0, pic.w, pic.h, 0, "#ffffff", "#ffffff", 0)
	head := line{pic.Title, headStyle}
	on.text(margin+pic.pen.width(headStyle, pic.Title)/2, margin+headStyle.size, head)
	for i, note := range []string{pic.Note, pic.Key} {
		on.text(margin+pic.pen.width(noteStyle, note)/2, margin+headStyle.size+18+15*float64(i), line{note, noteStyle})
	}
	for _, e := range pic.Edges {
		pic.wire(on, e)
	}
	for _, row := range pic.rows {
		for _, c := range row {
			switch {
			case c.node != nil:
				pic.node(on, c)
			case len(pic.lines[c]) > 0:
				on.box(c.x-c.w/2, c.y-c.h/2, c.w, c.h, 3, "#ffffff", "#ffffff", 0)
			}
			pic.inside(on, c)
		}
	}
}

func (pic *picture) node(on canvas, c *cell) {
	x, y := c.x-c.w/2, c.y-c.h/2
	switch c.node.Kind {
	case Entry:
		on.box(x, y, c.w, c.h, 6, "#e7f5ec", "#2f855a", 2)
	case Sign:
		on.box(x, y, c.w, c.h, c.h/2, "#eef2f7", "#cbd5e0", 1)
	default:
		on.box(x, y, c.w, c.h, 6, "#fdfdfe", "#718096", 1)
	}
}

// inside writes the lines of a cell, one below the other.
func (pic *picture) inside(on canvas, c *cell) {
	lines := pic.lines[c]
	y := c.y
	for _, l := range lines {
		y -= l.height() / 2
	}
	for _, l := range lines {
		y += l.height()
		on.text(c.x, y-l.height()*0.28, l)
	}
}

// wire draws an arrow through its cells. Across a row it goes straight down.
func (pic *picture) wire(on canvas, e *Edge) {
	cells := pic.wires[e]
	first, last := cells[0], cells[len(cells)-1]
	at := [2]float64{port(first, cells[1].x), first.y + first.h/2}
	var curves []curve
	to := func(x, y float64) {
		mid := (at[1] + y) / 2
		curves = append(curves, curve{at, [2]float64{at[0], mid}, [2]float64{x, mid}, [2]float64{x, y}})
		at = [2]float64{x, y}
	}
	to(at[0], first.foot)
	for _, c := range cells[1 : len(cells)-1] {
		to(c.x, c.y-c.h/2)
		to(c.x, c.foot)
	}
	to(port(last, cells[len(cells)-2].x), last.y-last.h/2)
	colour := "#a0aec0"
	if e.Kind == When || e.Kind == Later {
		colour = "#d69e2e"
	}
	on.path(curves, colour, 1.3, e.Kind == When || e.Kind == Later)
	if !e.Back {
		on.head(at, colour, false)
	}
	if e.Back || e.Both {
		on.head(curves[0].from, colour, true)
	}
}

// port is where on a box's edge an arrow begins or ends that comes from x.
func port(box *cell, x float64) float64 {
	half := max(0, box.w/2-portEdge)
	return min(max(x, box.x-half), box.x+half)
}
