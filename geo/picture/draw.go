package picture

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// draw draws the picture with a pen. The error is that of Between.
func (p *Picture) draw(pen pen) error {
	l, ink := p.lay(), p.inks()
	// The map comes first: what is around it covers what sticks out of it.
	if err := p.drawMap(pen, newFrame(p.Bound, l.mapBox)); err != nil {
		return err
	}
	below := l.mapBox.y + l.mapBox.h
	pen.paint(box(rect{0, 0, l.mapBox.w, l.mapBox.y}), Fill{Color: ink.surface}, Stroke{})
	pen.paint(box(rect{0, below, l.mapBox.w, float64(p.Height) - below}), Fill{Color: ink.surface}, Stroke{})
	for _, line := range l.head {
		pen.text(line.x, line.y, line.text, line.style)
	}
	for _, e := range l.legend {
		swatch := box(rect{e.x, e.y, swatchW, swatchH})
		pen.paint(swatch, Fill{Color: ink.land}, Stroke{})
		pen.paint(swatch, e.Fill, Stroke{Color: ink.muted, Width: 1})
		pen.text(e.x+swatchW+6, e.y+12, e.Text, textStyle{size: legendSize, color: ink.text})
	}
	for _, line := range l.credits {
		pen.text(line.x, line.y, line.text, line.style)
	}
	return nil
}

func (p *Picture) drawMap(pen pen, f frame) error {
	pen.paint(box(f.box), Fill{Color: p.inks().land}, Stroke{})
	for i := range p.Shapes {
		if p.Between != nil {
			if err := p.Between(); err != nil {
				return err
			}
		}
		f.drawShape(pen, &p.Shapes[i])
	}
	p.drawLabels(pen, f)
	p.drawScale(pen, f)
	return nil
}

// drawShape draws the areas and points of a shape with fill and strokes, its lines with strokes.
func (f frame) drawShape(pen pen, shape *Shape) {
	d := f.draw(shape)
	var fill Fill
	if shape.Fill != nil {
		fill = *shape.Fill
	}
	for _, part := range []struct {
		path path
		fill Fill
	}{{d.areas, fill}, {d.lines, Fill{}}, {d.points, fill}} {
		if part.path.empty() {
			continue
		}
		var first Stroke
		if len(shape.Strokes) > 0 {
			first = shape.Strokes[0]
		}
		pen.paint(part.path, part.fill, first)
		for _, stroke := range shape.Strokes[min(1, len(shape.Strokes)):] {
			pen.paint(part.path, Fill{}, stroke)
		}
	}
}

// drawLabels gives each label, the most important first, its best place that touches no other.
func (p *Picture) drawLabels(pen pen, f frame) {
	labels := slices.Clone(p.Labels)
	slices.SortStableFunc(labels, func(a, b Label) int { return a.Rank - b.Rank })
	ink := p.inks()
	var taken []rect
	for _, label := range labels {
		at, ok := f.find(label.Point)
		if !ok {
			continue
		}
		style := textStyle{size: label.Size, bold: label.Bold, color: label.Color, halo: ink.halo}
		for _, place := range label.places(at, measure(label.Text, style)) {
			if !within(place, f.box) || slices.ContainsFunc(taken, place.touches) {
				continue
			}
			taken = append(taken, place)
			if label.Dot > 0 {
				taken = append(taken, rect{at[0] - label.Dot, at[1] - label.Dot, 2 * label.Dot, 2 * label.Dot})
				dot := path{discs: []disc{{at, label.Dot}}}
				pen.paint(dot, Fill{}, Stroke{Color: ink.halo, Opacity: 0.86, Width: 2})
				pen.paint(dot, Fill{Color: label.Color}, Stroke{})
			}
			pen.text(place.x+2, place.y+place.h/2+label.Size*0.36, label.Text, style)
			break
		}
	}
}

// find returns the pixel of a point under the first of its names that the box shows.
func (f frame) find(p orb.Point) (at orb.Point, ok bool) {
	for _, turn := range turns {
		at = f.turned(turn).at(p)
		if at[0] >= f.box.x && at[0] <= f.box.x+f.box.w && at[1] >= f.box.y && at[1] <= f.box.y+f.box.h {
			return at, true
		}
	}
	return at, false
}

// places are where a label may stand, the best first: right of its point, above, below and left; or
// on it.
func (l Label) places(at orb.Point, width float64) []rect {
	const gap = 5.0
	w, h := width+4, l.Size+4
	if l.Dot == 0 {
		on := rect{at[0] - w/2, at[1] - h/2, w, h}
		return []rect{on, {on.x, on.y - h, w, h}, {on.x, on.y + h, w, h}}
	}
	return []rect{
		{at[0] + gap, at[1] - h/2, w, h},
		{at[0] - w/2, at[1] - gap - h, w, h},
		{at[0] - w/2, at[1] + gap, w, h},
		{at[0] - gap - w, at[1] - h/2, w, h},
	}
}

func (r rect) touches(other rect) bool {
	return r.x < other.x+other.w && other.x < r.x+r.w && r.y < other.y+other.h && other.y < r.y+r.h
}

func within(r, box rect) bool {
	return r.x >= box.x && r.y >= box.y && r.x+r.w <= box.x+box.w && r.y+r.h <= box.y+box.h
}

// drawScale draws a bar of a round length into the lower left corner.
func (p *Picture) drawScale(pen pen, f frame) {
	if p.Length == nil {
		return
	}
	bottom, ink := f.box.y+f.box.h, p.inks()
	perPixel := f.metresPerPixel(bottom - 20)
	length := roundDown(120 * perPixel)
	width, text := length/perPixel, p.Length(length)
	style := textStyle{size: creditSize, color: ink.text}
	wide := max(width, measure(text, style)+8)
	pen.paint(box(rect{8, bottom - 34, wide + 16, 27}), Fill{Color: ink.surface, Opacity: 0.85}, Stroke{})
	pen.text(20, bottom-19, text, style)
	east := 16 + width
	bar := []orb.Point{{16, bottom - 18}, {16, bottom - 13}, {east, bottom - 13}, {east, bottom - 18}}
	pen.paint(path{lines: [][]orb.Point{bar}}, Fill{}, Stroke{Color: ink.text, Width: 1.5})
}

// roundDown returns the largest of 1, 2 or 5 times a power of ten that is not above x.
func roundDown(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, n := range []float64{5, 2} {
		if n*power <= x {
			return n * power
		}
	}
	return power
}
