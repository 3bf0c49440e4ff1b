package picture

import (
	"math"

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
