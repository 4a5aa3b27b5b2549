package graph

import (
	"cmp"
	"math"
	"slices"
)

// Distances in the picture, in points.
const (
	margin   = 24.0
	gapX     = 18.0 // between boxes of a row
	gapWire  = 10.0 // between an arrow that passes and its neighbour
	gapY     = 22.0 // between rows
	sweeps   = 24   // over all rows, to order and to place what stands in them
	portEdge = 14.0 // how near to a box's corner an arrow may begin
)

// cell is one place in a row: a box, the label of an arrow, or the point where an
// arrow passes.
type cell struct {
	x, y, w, h float64 // x and y are the middle
	node       *Node
	edge       *Edge // of a label, or of what passes
	label      bool
	up, down   []*cell
	row, at    int
	foot       float64 // the lower edge of its row
	rank       float64 // for ordering
}

// plan is a graph in rows.
type plan struct {
	*Graph
	rows  [][]*cell
	boxes map[*Node]*cell
	wires map[*Edge][]*cell // from box to box, with all between
	w, h  float64
}

// lay gives everything its place: boxes in even rows, each below all that lead
// to it, labels in the odd rows right below the box they belong to.
func (g *Graph) lay(size func(c *cell)) *plan {
	p := &plan{Graph: g, boxes: map[*Node]*cell{}, wires: map[*Edge][]*cell{}}
	p.fill(levels(g))
	for _, row := range p.rows {
		for _, c := range row {
			size(c)
		}
	}
	p.sort()
	p.place()
	p.stack()
	return p
}

// levels is how far down each node stands: one below the lowest that leads to
// it. What nothing leads to stands right above the first that it leads to.
func levels(g *Graph) map[*Node]int {
	level := map[*Node]int{}
	for changed, rounds := true, 0; changed && rounds <= len(g.Nodes); rounds++ {
		changed = false
		for _, e := range g.Edges {
			if level[e.To] < level[e.From]+1 {
				level[e.To], changed = level[e.From]+1, true
			}
		}
	}
	entered, highest := map[*Node]bool{}, map[*Node]int{}
	for _, e := range g.Edges {
		entered[e.To] = true
		if h, ok := highest[e.From]; !ok || level[e.To] < h {
			highest[e.From] = level[e.To]
		}
	}
	for i, n := range g.Nodes {
		if h, ok := highest[n]; ok && i > 0 && !entered[n] {
			level[n] = h - 1
		}
	}
	return level
}

// fill makes the cells.
func (p *plan) fill(level map[*Node]int) {
	deepest := 0
	for _, n := range p.Nodes {
		deepest = max(deepest, level[n])
	}
	p.rows = make([][]*cell, 2*deepest+1)
	put := func(row int, c *cell) *cell {
		c.row = row
		p.rows[row] = append(p.rows[row], c)
		return c
	}
	for _, n := range p.Nodes {
		p.boxes[n] = put(2*level[n], &cell{node: n})
	}
	for _, e := range p.Edges {
		from, to := p.boxes[e.From], p.boxes[e.To]
		wire := []*cell{from}
		for row := from.row + 1; row < to.row; row++ {
			wire = append(wire, put(row, &cell{edge: e, label: row == from.row+1}))
		}
		wire = append(wire, to)
		for i := range wire[1:] {
			wire[i].down = append(wire[i].down, wire[i+1])
			wire[i+1].up = append(wire[i+1].up, wire[i])
		}
		p.wires[e] = wire
	}
}

// sort orders the rows so that few arrows cross: each cell goes to the middle of
// those it is joined to, row by row, down and up again.
func (p *plan) sort() {
	p.number()
	best, fewest := p.order(), p.crossings()
	for i := range sweeps {
		down := i%2 == 0
		for k := range p.rows {
			row, joined := p.rows[k], func(c *cell) []*cell { return c.up }
			if !down {
				row, joined = p.rows[len(p.rows)-1-k], func(c *cell) []*cell { return c.down }
			}
			for _, c := range row {
				c.rank = middle(joined(c), float64(c.at))
			}
			slices.SortStableFunc(row, func(a, b *cell) int { return cmp.Compare(a.rank, b.rank) })
			p.number()
		}
		if n := p.crossings(); n < fewest {
			best, fewest = p.order(), n
		}
	}
	p.rows = best
	p.number()
}

func (p *plan) order() [][]*cell {
	rows := make([][]*cell, len(p.rows))
	for i, row := range p.rows {
		rows[i] = slices.Clone(row)
	}
	return rows
}

func (p *plan) number() {
	for _, row := range p.rows {
		for i, c := range row {
			c.at = i
		}
	}
}

// middle is the mean place of cells, as a share of their row.
func middle(cells []*cell, otherwise float64) float64 {
	if len(cells) == 0 {
		return otherwise
	}
	sum := 0.0
	for _, c := range cells {
		sum += float64(c.at)
	}
	return sum / float64(len(cells))
}

// crossings counts the arrows that cross between two rows.
func (p *plan) crossings() int {
	n := 0
	for _, row := range p.rows {
		var ends []int
		for _, c := range row {
			to := make([]int, len(c.down))
			for i, d := range c.down {
				to[i] = d.at
			}
			slices.Sort(to)
			for _, t := range to {
				for _, e := range ends {
					if e > t {
						n++
					}
				}
			}
			ends = append(ends, to...)
		}
	}
	return n
}

// place finds the x of all cells: each as near as it can be to the middle of
// those it is joined to, without touching its neighbours.
func (p *plan) place() {
	for _, row := range p.rows {
		x := 0.0
		for i, c := range row {
			if i > 0 {
				x += apart(row[i-1], c)
			}
			c.x = x
		}
	}
	for i := range sweeps {
		for k := range p.rows {
			row, down := p.rows[k], true
			if i%2 == 1 {
				row, down = p.rows[len(p.rows)-1-k], false
			}
			spread(row, func(c *cell) (float64, float64) { return wanted(c, down, i > sweeps/2) })
		}
	}
	left := math.Inf(1)
	for _, row := range p.rows {
		for _, c := range row {
			left = min(left, c.x-c.w/2)
		}
	}
	for _, row := range p.rows {
		for _, c := range row {
			c.x += margin - left
			p.w = max(p.w, c.x+c.w/2+margin)
		}
	}
}

// wanted is where a cell would like to be, and how much: arrows that pass want
// to be straight more than boxes want to be in the middle.
func wanted(c *cell, down, settled bool) (x, weight float64) {
	joined := c.up
	if !down {
		joined = c.down
	}
	if settled {
		joined = slices.Concat(c.up, c.down)
	}
	if len(joined) == 0 {
		return c.x, 0.1
	}
	for _, j := range joined {
		x += j.x
	}
	weight = 1
	if c.node == nil && !c.label {
		weight = 4
	}
	return x / float64(len(joined)), weight
}

// apart is how far the middles of two neighbours are at least.
func apart(a, b *cell) float64 {
	gap := gapX
	if a.node == nil && b.node == nil {
		gap = gapWire
	}
	return (a.w+b.w)/2 + gap
}

// spread moves the cells of a row to where they want to be, as nearly as their
// order and widths allow. With the widths taken off, the places must only not
// fall; where they would, neighbours share the mean of what they want.
func spread(row []*cell, wanted func(*cell) (x, weight float64)) {
	type block struct {
		sum, weight float64
		n           int
	}
	var blocks []block
	offset := make([]float64, len(row))
	for i, c := range row {
		if i > 0 {
			offset[i] = offset[i-1] + apart(row[i-1], c)
		}
		x, weight := wanted(c)
		blocks = append(blocks, block{(x - offset[i]) * weight, weight, 1})
		for k := len(blocks) - 1; k > 0 && blocks[k-1].sum/blocks[k-1].weight > blocks[k].sum/blocks[k].weight; k-- {
			blocks[k-1].sum += blocks[k].sum
			blocks[k-1].weight += blocks[k].weight
			blocks[k-1].n += blocks[k].n
			blocks = blocks[:k]
		}
	}
	i := 0
	for _, b := range blocks {
		for range b.n {
			row[i].x = b.sum/b.weight + offset[i]
			i++
		}
	}
}

// stack finds the y of all cells: boxes and labels hang from the top of their
// row.
func (p *plan) stack() {
	y := margin + headHeight
	for _, row := range p.rows {
		tallest := 0.0
		for _, c := range row {
			tallest = max(tallest, c.h)
		}
		for _, c := range row {
			if c.node == nil && !c.label {
				c.h = tallest
			}
			c.y, c.foot = y+c.h/2, y+tallest
		}
		y += tallest + gapY
	}
	p.h = y - gapY + margin
}
