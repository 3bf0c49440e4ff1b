package picture

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Where a name may stand, so that a reader takes it for that of its dot: as on the page, see
// web/src/layers/collide.ts and sides.ts.
const (
	ownGap    = 5.0       // from a name to its dot
	markGap   = apart + 2 // where a mark stands at the dot
	apart     = 10.0      // from a name to a dot or mark that is not its own
	dotsApart = 14.0      // from a dot to a greater one; closer they are not told apart
	nearBy    = 22.0      // a dot so close to a line has its name on its own side of it
	sideParts = 5         // along a name that are asked on which side they lie; the third is its middle
)

// Border is a stretch of a line that parts what lies on its sides.
type Border struct {
	Line orb.LineString
	// Sides number what lies left and right; stretches between the same two are one line.
	Sides [2]int
	// Parts says whether they differ, so that a name in the one must not stand in the other.
	Parts bool
}

// drawLabels gives each label, the most important first, its best place that touches no other, and
// that stands at no dot and on no side but its own; those without one are left out.
func (p *Picture) drawLabels(pen pen, f frame) {
	labels := slices.Clone(p.Labels)
	slices.SortStableFunc(labels, func(a, b Label) int { return a.Rank - b.Rank })
	ink := p.inks()
	s := standing{box: f.box, dots: p.marks(f), borders: p.borderLines(f)}
	marks := slices.Clone(s.dots)
	drawn := map[string]bool{}
	for _, label := range labels {
		at, ok := f.find(label.Point)
		if !ok || drawn[label.Group] {
			continue
		}
		style := textStyle{size: label.Size, bold: label.Bold, color: label.Color, halo: ink.halo}
		place, ok := s.place(label, at, measure(label.Text, style), marks)
		if !ok {
			continue
		}
		s.taken = append(s.taken, place)
		drawn[label.Group] = label.Group != ""
		if label.Dot > 0 {
			s.dots, s.named = append(s.dots, at), append(s.named, at)
			dot := path{discs: []disc{{at, label.Dot}}}
			pen.paint(dot, Fill{}, Stroke{Color: ink.halo, Opacity: 0.86, Width: 2})
			pen.paint(dot, Fill{Color: label.Color}, Stroke{})
		}
		pen.text(place.x+2, place.y+place.h/2+label.Size*0.36, label.Text, style)
	}
}

// marks are the points of shapes, which no name may stand at.
func (p *Picture) marks(f frame) (marks []orb.Point) {
	for i := range p.Shapes {
		if g := p.Shapes[i].Geometry; g == nil || g.Dimensions() != 0 {
			continue
		}
		for _, d := range f.draw(&p.Shapes[i]).points.discs {
			marks = append(marks, d.at)
		}
	}
	return marks
}

// standing is what stands on a map already: names, dots and marks, and the lines below.
type standing struct {
	box     rect
	taken   []rect
	dots    []orb.Point
	named   []orb.Point // the dots of names
	borders []borderLine
}

// place finds the best place of a label of such a width.
func (s *standing) place(label Label, at orb.Point, width float64, marks []orb.Point) (rect, bool) {
	if label.Dot == 0 {
		for _, place := range label.centred(at, width) {
			if s.free(place) && !slices.ContainsFunc(s.dots, func(dot orb.Point) bool { return place.from(dot) < apart-ownGap }) {
				return place, true
			}
		}
		return rect{}, false
	}
	if slices.ContainsFunc(s.taken, func(r rect) bool { return r.from(at) < apart }) ||
		slices.ContainsFunc(s.named, func(dot orb.Point) bool { return math.Hypot(dot[0]-at[0], dot[1]-at[1]) < dotsApart }) {
		return rect{}, false
	}
	here := func(other orb.Point) bool { return math.Hypot(other[0]-at[0], other[1]-at[1]) < apart }
	gap := ownGap
	if slices.ContainsFunc(marks, here) {
		gap = markGap
	}
	for _, place := range ownSide(at, label.around(at, width, gap), s.borders) {
		if s.free(place) && !slices.ContainsFunc(s.dots, func(dot orb.Point) bool {
			clear := gap + ownGap // further than from its own
			if here(dot) {
				clear = apart
			}
			return place.from(dot) < clear
		}) {
			return place, true
		}
	}
	return rect{}, false
}

func (s *standing) free(place rect) bool {
	return within(place, s.box) && !slices.ContainsFunc(s.taken, place.touches)
}

// centred are the places of a name without a dot: on its point, above and below.
func (l Label) centred(at orb.Point, width float64) []rect {
	w, h := width+4, l.Size+4
	on := rect{at[0] - w/2, at[1] - h/2, w, h}
	return []rect{on, {on.x, on.y - h, w, h}, {on.x, on.y + h, w, h}}
}

// around are the places of a name at its dot: right of it and left, above and below, then between
// these.
func (l Label) around(at orb.Point, width, gap float64) (places []rect) {
	w, h := width+4, l.Size+4
	near := gap * math.Sqrt2 / 2 // of a corner
	for _, d := range [][2]float64{
		{gap, -h / 2}, {-gap - w, -h / 2}, {-w / 2, -gap - h}, {-w / 2, gap},
		{near, -near - h}, {near, near}, {-near - w, near}, {-near - w, -near - h},
	} {
		places = append(places, rect{at[0] + d[0], at[1] + d[1], w, h})
	}
	return places
}

// from is how far a point lies from a rectangle; 0 inside.
func (r rect) from(p orb.Point) float64 {
	return math.Hypot(max(r.x-p[0], p[0]-r.x-r.w, 0), max(r.y-p[1], p[1]-r.y-r.h, 0))
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

func (r rect) touches(other rect) bool {
	return r.x < other.x+other.w && other.x < r.x+r.w && r.y < other.y+other.h && other.y < r.y+r.h
}

func within(r, box rect) bool {
	return r.x >= box.x && r.y >= box.y && r.x+r.w <= box.x+box.w && r.y+r.h <= box.y+box.h
}
