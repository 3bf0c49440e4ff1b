package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// overlap is a pair of shapes, a < b, whose interiors meet, and a place where they do.
type overlap struct {
	a, b int
	at   orb.Point
}

// junction is a vertex of one shape within an edge of another.
type junction struct {
	vertexOf, edgeOf int
	at               orb.Point
}

// comparison is what is wrong between shapes.
type comparison struct {
	overlaps  []overlap
	junctions []junction
	// crossed holds the edges that cross those of another shape.
	crossed map[directed]bool
	index   *Index
}

// directed is a directed edge.
type directed struct{ from, to orb.Point }

// compareShapes finds every two shapes whose interiors overlap, and every vertex within a neighbour's edge.
// If interiors overlap then one of these holds, and each is tested exactly: two edges cross; sectors overlap at
// a vertex that lies on both borders; or a part of one lies within the other.
func compareShapes(shapes []orb.MultiPolygon) comparison {
	found := comparison{crossed: map[directed]bool{}, index: NewIndex(shapes)}
	pairs := map[[2]int]orb.Point{}
	overlapping := func(a, b int, at orb.Point) {
		pair := [2]int{min(a, b), max(a, b)}
		if _, ok := pairs[pair]; !ok {
			pairs[pair] = at
		}
	}
	eachPair(inwardLoops(shapes), func(s, t segment) bool {
		if s.loop.owner != t.loop.owner {
			found.compareSegments(s, t, overlapping)
		}
		return true
	})
	for i, shape := range shapes {
		for _, polygon := range shape {
			p, ok := interiorPoint(polygon)
			if !ok {
				continue
			}
			for _, other := range found.index.At(p) {
				if other != i {
					overlapping(i, other, p)
				}
			}
		}
	}
	for pair, at := range pairs {
		found.overlaps = append(found.overlaps, overlap{pair[0], pair[1], at})
	}
	slices.SortFunc(found.overlaps, func(x, y overlap) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return found
}

func (found *comparison) compareSegments(s, t segment, overlapping func(a, b int, at orb.Point)) {
	a, b := s.ends()
	c, d := t.ends()
	if a == d && b == c {
		return // an edge shared as it should be
	}
	switch how, at := meet(a, b, c, d); how {
	case apart:
	case crosses:
		overlapping(s.loop.owner, t.loop.owner, at)
		found.crossed[directed{a, b}] = true
		found.crossed[directed{c, d}] = true
	default:
		eachTouch(s, t, func(where touch) {
			if where.of[0].overlaps(where.of[1]) {
				overlapping(s.loop.owner, t.loop.owner, where.at)
			}
			if !where.vertex[0] {
				found.junctions = append(found.junctions, junction{t.loop.owner, s.loop.owner, where.at})
			}
			if !where.vertex[1] {
				found.junctions = append(found.junctions, junction{s.loop.owner, t.loop.owner, where.at})
			}
		})
	}
}

// inwardLoops returns the rings of shapes with the interior on the left; the owner is the shape.
func inwardLoops(shapes []orb.MultiPolygon) []loop {
	var loops []loop
	for i, shape := range shapes {
		for part, polygon := range shape {
			for number, ring := range polygon {
				l := newLoop(ring, i, part, number, true)
				if len(l.points) >= 3 {
					loops = append(loops, l)
				}
			}
		}
	}
	return loops
}

// overlapStrips is how many parallels OverlapArea measures along, at most.
const overlapStrips = 2000

// OverlapArea estimates the square metres on the WGS 84 ellipsoid that a and b share: it cuts both into strips between vertices and
// measures the common width along the middle of each. This is exact but for strips in which edges cross, and
// an estimate for shapes with more than 2000 vertices.
func OverlapArea(a, b orb.MultiPolygon) float64 {
	boxA, okA := multiPolygonBound(a)
	boxB, okB := multiPolygonBound(b)
	south, north := max(boxA.Min[1], boxB.Min[1]), min(boxA.Max[1], boxB.Max[1])
	if !okA || !okB || south >= north {
		return 0
	}
	var sum float64
	lats := strips(append(slices.Clone(a), b...), south, north)
	for i := 1; i < len(lats); i++ {
		middle := lats[i-1] + (lats[i]-lats[i-1])/2
		width := common(stretches(a, middle), stretches(b, middle))
		sum += width * (authalic(lats[i]) - authalic(lats[i-1]))
	}
	return sum * equatorRadius * equatorRadius / 2 * degree
}

// strips returns the latitudes of the vertices between south and north, these two, and enough between
// them to make strips of even height.
func strips(m orb.MultiPolygon, south, north float64) []float64 {
	lats := []float64{south, north}
	for i := 1; i < overlapStrips/2; i++ {
		lats = append(lats, south+(north-south)*float64(i)/(overlapStrips/2))
	}
	var vertices []float64
	for _, polygon := range m {
		for _, lat := range latitudes(polygon) {
			if south < lat && lat < north {
				vertices = append(vertices, lat)
			}
		}
	}
	if len(vertices) < overlapStrips/2 {
		lats = append(lats, vertices...)
	}
	slices.Sort(lats)
	return slices.Compact(lats)
}

// stretches returns where m lies on a parallel, as pairs of longitudes, ascending and apart.
func stretches(m orb.MultiPolygon, lat float64) [][2]float64 {
	var all [][2]float64
	for _, polygon := range m {
		lons := cuts(polygon, lat)
		for i := 0; i+1 < len(lons); i += 2 {
			all = append(all, [2]float64{lons[i], lons[i+1]})
		}
	}
	slices.SortFunc(all, func(x, y [2]float64) int { return cmp.Compare(x[0], y[0]) })
	merged := all[:0]
	for _, s := range all {
		if n := len(merged); n > 0 && s[0] <= merged[n-1][1] {
			merged[n-1][1] = math.Max(merged[n-1][1], s[1])
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// common is the total length that two lists of stretches share.
func common(a, b [][2]float64) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		sum += max(0, min(a[i][1], b[j][1])-max(a[i][0], b[j][0]))
		if a[i][1] < b[j][1] {
			i++
		} else {
			j++
		}
	}
	return sum
}
