package picture

import (
	"bufio"
	"io"

	"github.com/paulmach/orb"
)

// Inset is a map without surroundings that stands in a page and has its style from there.
type Inset struct {
	Width, Height int     // at most; what is shown makes one of them smaller
	Margin        float64 // pixels around what is shown
	Least         float64 // of the width and the height shown, metres at the equator
	Bound         orb.Bound
	Label         string // for who does not see it
	Shapes        []Shape
}

// WriteSVG writes the inset as an element of HTML. Each part of a shape is a path of its class with
// its title; paths have no colours but those of the shapes.
func (m *Inset) WriteSVG(w io.Writer) error {
	f := m.frame()
	out := bufio.NewWriter(w)
	s := &svg{out: out, patterns: map[Fill]string{}}
	width, height := int(f.box.w), int(f.box.h)
	s.printf(`<svg role="img" aria-label="%s" width="%d" height="%d" viewBox="0 0 %d %d">`+"\n",
		escape(m.Label), width, height, width, height)
	for i := range m.Shapes {
		s.class, s.title = m.Shapes[i].Class, m.Shapes[i].Title
		f.drawShape(s, &m.Shapes[i])
	}
	s.printf("</svg>\n")
	if s.err != nil {
		return s.err
	}
	return out.Flush()
}

// frame fits the bound into the size, and the size to the bound.
func (m *Inset) frame() frame {
	low := mercator(orb.Point{m.Bound.Min[0], m.Bound.Max[1]})
	high := mercator(orb.Point{m.Bound.Max[0], m.Bound.Min[1]})
	for i := range low {
		if grow := m.Least/equator - (high[i] - low[i]); grow > 0 {
			low[i], high[i] = low[i]-grow/2, high[i]+grow/2
		}
	}
	width, height := high[0]-low[0], high[1]-low[1]
	perUnit := min((float64(m.Width)-2*m.Margin)/width, (float64(m.Height)-2*m.Margin)/height)
	return frame{
		box:  rect{w: float64(int(width*perUnit + 2*m.Margin)), h: float64(int(height*perUnit + 2*m.Margin))},
		west: low[0] - m.Margin/perUnit, north: low[1] - m.Margin/perUnit, perUnit: perUnit,
	}
}
