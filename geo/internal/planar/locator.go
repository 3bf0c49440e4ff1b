package planar

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
)

// locator tells which of many shapes contain a point, by the rule of Contains, for many points and
// shapes with many thousand rings. It keeps the shapes.
type locator struct {
	shapes []orb.MultiPolygon
	rings  []locatedRing
	tree   *BoxIndex[float64] // of the rings
}

// locatedRing is a ring with its edges sorted into bands of latitude.
type locatedRing struct {
	ring          orb.Ring
	shape         int32
	part          int32 // polygon in the shape
	hole          bool
	south, height float64     // of a band, in degrees
	count         int         // bands; 0 for a short ring
	bands         keys.Groups // edges by band
}

// bandEdges is the number of edges of a ring for each of its bands.
const bandEdges = 4

func newLocator(shapes []orb.MultiPolygon) *locator {
	l := &locator{shapes: shapes}
	var boxes []Box[float64]
	for i, shape := range shapes {
		for part, polygon := range shape {
			for number, ring := range polygon {
				box, ok := Bound(orb.MultiPolygon{{ring}})
				if !ok {
					continue
				}
				l.rings = append(l.rings, locatedRing{ring: ring, shape: int32(i), part: int32(part), hole: number > 0})
				l.rings[len(l.rings)-1].addBands(box)
				boxes = append(boxes, BoxAround(box.Min, box.Max))
			}
		}
	}
	l.tree = NewBoxIndex(boxes, 1)
	return l
}

// At returns the shapes that contain p, ascending.
func (l *locator) At(p orb.Point) []int {
	var around []int32
	l.tree.Search(BoxAround(p, p), func(i int32) {
		if l.rings[i].contains(p) {
			around = append(around, i)
		}
	})
	slices.Sort(around)
	var found []int
	for k := 0; k < len(around); {
		shell := &l.rings[around[k]]
		inside := !shell.hole
		for k++; k < len(around); k++ {
			r := &l.rings[around[k]]
			if r.shape != shell.shape || r.part != shell.part {
				break
			}
			inside = false
		}
		if i := int(shell.shape); inside && (len(found) == 0 || found[len(found)-1] != i) {
			found = append(found, i)
		}
	}
	return found
}

// addBands sorts the edges of a long ring.
func (r *locatedRing) addBands(box orb.Bound) {
	count := len(r.ring) / bandEdges
	if count < 8 || !(box.Max[1] > box.Min[1]) {
		return
	}
	r.count, r.south, r.height = count, box.Min[1], (box.Max[1]-box.Min[1])/float64(count)
	r.bands = keys.GroupBy(count, len(r.ring)-1, func(i int, enter func(int32)) {
		a, b := r.ring[i], r.ring[i+1]
		if !Finite(a) || !Finite(b) {
			return
		}
		for band, last := r.band(min(a[1], b[1])), r.band(max(a[1], b[1])); band <= last; band++ {
			enter(band)
		}
	})
}

// band returns the band of a latitude. It never falls as the latitude grows.
func (r *locatedRing) band(lat float64) int32 {
	return int32(math.Max(0, math.Min(float64(r.count-1), (lat-r.south)/r.height)))
}

// contains is ringContains.
func (r *locatedRing) contains(p orb.Point) bool {
	if r.count == 0 {
		return ringContains(r.ring, p)
	}
	inside := false
	for _, i := range r.bands.Of(r.band(p[1])) {
		inside = inside != ringContains(r.ring[i:i+2], p)
	}
	return inside
}
