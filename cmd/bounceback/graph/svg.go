package graph

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// SVG draws the graph as a scalable picture.
func (g *Graph) SVG(w io.Writer) error {
	pic, err := g.picture(1)
	if err != nil {
		return err
	}
	s := &svg{}
	fmt.Fprintf(&s.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="Go, Arial, Helvetica, sans-serif" text-anchor="middle">`+"\n", pic.w, pic.h, pic.w, pic.h)
	fmt.Fprintf(&s.b, "<title>%s</title>\n", escapedXML(g.Title))
	pic.draw(s)
	s.b.WriteString("</svg>\n")
	_, err = io.WriteString(w, s.b.String())
	return err
}

// svg is a canvas of text.
type svg struct{ b strings.Builder }

func escapedXML(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}

func (s *svg) box(x, y, w, h, round float64, fill, edge string, thick float64) {
	fmt.Fprintf(&s.b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%.1f" fill="%s" stroke="%s" stroke-width="%.1f"/>`+"\n", x, y, w, h, round, fill, edge, thick)
}

func (s *svg) path(curves []curve, colour string, thick float64, dashed bool) {
	fmt.Fprintf(&s.b, `<path d="M%.1f %.1f`, curves[0].from[0], curves[0].from[1])
	for _, c := range curves {
		fmt.Fprintf(&s.b, "C%.1f %.1f %.1f %.1f %.1f %.1f", c.c1[0], c.c1[1], c.c2[0], c.c2[1], c.to[0], c.to[1])
	}
	dashes := ""
	if dashed {
		dashes = ` stroke-dasharray="5 4"`
	}
	fmt.Fprintf(&s.b, `" fill="none" stroke="%s" stroke-width="%.1f"%s/>`+"\n", colour, thick, dashes)
}

func (s *svg) head(tip [2]float64, colour string, up bool) {
	p := headShape(tip, up)
	fmt.Fprintf(&s.b, `<path d="M%.1f %.1fL%.1f %.1fL%.1f %.1fZ" fill="%s"/>`+"\n", p[0][0], p[0][1], p[1][0], p[1][1], p[2][0], p[2][1], colour)
}

// headShape is the triangle of an arrow.
func headShape(tip [2]float64, up bool) [3][2]float64 {
	back := -8.0
	if up {
		back = 8
	}
	return [3][2]float64{tip, {tip[0] - 4, tip[1] + back}, {tip[0] + 4, tip[1] + back}}
}

func (s *svg) text(x, y float64, l line) {
	look := map[string]string{"bold": ` font-weight="bold"`, "italic": ` font-style="italic"`}[l.face]
	fmt.Fprintf(&s.b, `<text x="%.1f" y="%.1f" font-size="%.1f" fill="%s"%s>%s</text>`+"\n", x, y, l.size, l.colour, look, escapedXML(l.text))
}
