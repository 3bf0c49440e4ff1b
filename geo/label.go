package geo

import (
	"container/heap"
	"math"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

const (
	// labelPrecision is how near LabelPoint comes to the best place, as a share of the polygon's
	// smaller extent.
	labelPrecision = 0.01
	// maxLabelCells limits the cells that it halves: a hair-thin polygon would need millions.
	maxLabelCells = 2000
)

// LabelPoint returns a point well inside the largest polygon of m: the centre of the largest circle
// that fits into it on a map at its latitude, to about one percent, less well if it is hair-thin.
// It is inside, unless m has no area; then it is the first position, or zero if there is none. The
// algorithm is Agafonkin's polylabel: halve square cells, those that may hold the best point first
// (https://github.com/mapbox/polylabel).
func LabelPoint(m orb.MultiPolygon) orb.Point {
	if p, ok := poleOfInaccessibility(largestOf(m)); ok {
		return p
	}
	return InteriorPoint(m)
}

// InteriorPoint returns a point inside the largest polygon of m, found much sooner than the label
// point and maybe nearer to the border. If m has no area it is the first position of its largest
// polygon, or zero if there is none.
func InteriorPoint(m orb.MultiPolygon) orb.Point {
	largest := largestOf(m)
	if p, ok := planar.InteriorPoint(largest); ok {
		return p
	}
	for _, ring := range largest {
		for _, p := range ring {
			return p
		}
	}
	return orb.Point{}
}

func largestOf(m orb.MultiPolygon) (largest orb.Polygon) {
	for _, polygon := range m {
		if largest == nil || polygonArea(polygon) > polygonArea(largest) {
			largest = polygon
		}
	}
	return largest
}

// PointOf returns a point that stands for a geometry: the label point of an area, the centre of the
// box around anything else.
func PointOf(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.MultiPolygon:
		return LabelPoint(g)
	case orb.Polygon:
		return LabelPoint(orb.MultiPolygon{g})
	}
	return g.Bound().Center()
}

// labelCell is a square with centre at, half a side half, in scaled degrees. room is how far the
// centre is from the border, negative outside.
type labelCell struct {
	at   orb.Point
	half float64
	room float64
}

// most is more than any point of the cell can have.
func (c labelCell) most() float64 { return c.room + c.half*math.Sqrt2 }

type labelCells []labelCell

func (h labelCells) Len() int           { return len(h) }
func (h labelCells) Less(i, j int) bool { return h[i].most() > h[j].most() }
func (h labelCells) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *labelCells) Push(c any)        { *h = append(*h, c.(labelCell)) }
func (h *labelCells) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func poleOfInaccessibility(polygon orb.Polygon) (orb.Point, bool) {
	box, ok := planar.Bound(orb.MultiPolygon{polygon})
	if !ok {
		return orb.Point{}, false
	}
	// Shrink longitudes so that circles on the map are circles here.
	scale := math.Max(0.01, math.Cos((box.Min[1]+box.Max[1])/2*wgs84.Degree))
	scaled := scaleLongitudes(polygon, scale)
	west, east := box.Min[0]*scale, box.Max[0]*scale
	size := min(east-west, box.Max[1]-box.Min[1])
	if !(size > 0) {
		return orb.Point{}, false
	}
	half := size / 2
	cell := func(x, y, half float64) labelCell {
		return labelCell{orb.Point{x, y}, half, room(scaled, orb.Point{x, y})}
	}
	var queue labelCells
	// An extreme shape has many squares along its length; cap them.
	half = max(half, (east-west)/200, (box.Max[1]-box.Min[1])/200)
	for x := west + half; x-half < east; x += 2 * half {
		for y := box.Min[1] + half; y-half < box.Max[1]; y += 2 * half {
			queue = append(queue, cell(x, y, half))
		}
	}
	heap.Init(&queue)
	best := labelCell{room: 0}
	if p, ok := planar.InteriorPoint(scaled); ok {
		best = cell(p[0], p[1], 0)
	}
	for halved := 0; queue.Len() > 0 && halved < maxLabelCells; halved++ {
		c := heap.Pop(&queue).(labelCell)
		if c.room > best.room {
			best = c
		}
		if c.most()-best.room <= size*labelPrecision {
			break
		}
		for _, d := range [...][2]float64{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
			heap.Push(&queue, cell(c.at[0]+d[0]*c.half/2, c.at[1]+d[1]*c.half/2, c.half/2))
		}
	}
	p := orb.Point{best.at[0] / scale, best.at[1]}
	return p, planar.PolygonContains(polygon, p)
}

// scaleLongitudes returns a copy of polygon.
func scaleLongitudes(polygon orb.Polygon, scale float64) orb.Polygon {
	scaled := make(orb.Polygon, len(polygon))
	for i, ring := range polygon {
		scaled[i] = make(orb.Ring, 0, len(ring))
		for _, p := range ring {
			if planar.Finite(p) {
				scaled[i] = append(scaled[i], orb.Point{p[0] * scale, p[1]})
			}
		}
	}
	return scaled
}

// room is the distance from p to the border of polygon in its own plane, negative outside.
func room(polygon orb.Polygon, p orb.Point) float64 {
	least := math.Inf(1)
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			least = min(least, planarDistance2(p, ring[i-1], ring[i]))
		}
	}
	if planar.PolygonContains(polygon, p) {
		return math.Sqrt(least)
	}
	return -math.Sqrt(least)
}

// planarDistance2 is the square of the distance from p to the segment from a to b.
func planarDistance2(p, a, b orb.Point) float64 {
	ux, uy := b[0]-a[0], b[1]-a[1]
	px, py := p[0]-a[0], p[1]-a[1]
	if length2 := ux*ux + uy*uy; length2 > 0 {
		t := min(1, max(0, (px*ux+py*uy)/length2))
		px, py = px-t*ux, py-t*uy
	}
	return px*px + py*py
}
