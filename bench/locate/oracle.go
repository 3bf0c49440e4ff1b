package main

import (
	"math"
	"math/big"
	"slices"

	"github.com/paulmach/orb"
)

// oracle tells which regions contain a point by the definition alone: it counts in whole numbers,
// without rounding, how often every ring winds around the point, and puts polygons together from
// their shells and holes. It has no code in common with the grid. Only so that millions of answers
// take minutes are the edges sorted into bands of latitude.
type oracle struct {
	bands [][]bandEdge
	south float64
	ring  []ringOf
	// Of the point under way: how often each ring in seen winds around it.
	winds []int32
	seen  []int32
	turn  turner
}

type bandEdge struct {
	ax, ay, bx, by float64
	ring           int32
}

// ringOf says where a ring belongs; polygons count through all regions.
type ringOf struct {
	region, polygon int32
	hole            bool
}

// bandsPerDegree makes bands of about a kilometre.
const bandsPerDegree = 100

func newOracle(shapes []orb.MultiPolygon) *oracle {
	o := &oracle{south: -90}
	o.bands = make([][]bandEdge, 180*bandsPerDegree+1)
	polygons := int32(0)
	for region, shape := range shapes {
		for _, polygon := range shape {
			for k, ring := range polygon {
				id := int32(len(o.ring))
				o.ring = append(o.ring, ringOf{int32(region), polygons, k > 0})
				for i := range ring {
					a, b := ring[i], ring[(i+1)%len(ring)]
					for band := o.band(min(a[1], b[1])); band <= o.band(max(a[1], b[1])); band++ {
						o.bands[band] = append(o.bands[band], bandEdge{a[0], a[1], b[0], b[1], id})
					}
				}
			}
			polygons++
		}
	}
	o.winds = make([]int32, len(o.ring))
	return o
}

func (o *oracle) band(y float64) int {
	return min(max(int((y-o.south)*bandsPerDegree), 0), len(o.bands)-1)
}

// regions appends the regions that contain p, ascending. Where there are none it tries the other
// names of the place: longitudes a whole turn away, and for the north pole the place just south of
// it.
func (o *oracle) regions(dst []int32, p orb.Point) []int32 {
	before := len(dst)
	names := []orb.Point{p, {p[0] - 360, p[1]}, {p[0] + 360, p[1]}}
	if p[1] == 90 {
		south := math.Nextafter(90, 0)
		names = []orb.Point{p, {p[0] - 360, south}, {p[0] + 360, south}, {p[0], south}}
	}
	for _, name := range names {
		if dst = o.regionsAt(dst, name); len(dst) > before {
			break
		}
	}
	return dst
}

// regionsAt is regions by one name. The point is taken to lie a little east, and much less north,
// of where it is.
func (o *oracle) regionsAt(dst []int32, p orb.Point) []int32 {
	for _, e := range o.bands[o.band(p[1])] {
		upward := e.by > p[1]
		if (e.ay > p[1]) == upward || e.ax <= p[0] && e.bx <= p[0] {
			continue // not at this latitude, or west of the point
		}
		if !(e.ax > p[0] && e.bx > p[0]) {
			turn := o.turn.sign(e, p)
			if upward && turn <= 0 || !upward && turn >= 0 {
				continue
			}
		}
		if !slices.Contains(o.seen, e.ring) {
			o.seen = append(o.seen, e.ring)
		}
		if upward {
			o.winds[e.ring]++
		} else {
			o.winds[e.ring]--
		}
	}
	// A ring that winds around a point twice has it outside.
	odd := func(ring int32) bool { return o.winds[ring]%2 != 0 }
	before := len(dst)
	for _, ring := range o.seen {
		shell := o.ring[ring]
		if shell.hole || !odd(ring) {
			continue
		}
		hole := slices.ContainsFunc(o.seen, func(other int32) bool {
			h := o.ring[other]
			return h.hole && h.polygon == shell.polygon && odd(other)
		})
		if !hole {
			dst = append(dst, shell.region)
		}
	}
	for _, ring := range o.seen {
		o.winds[ring] = 0
	}
	o.seen = o.seen[:0]
	slices.Sort(dst[before:])
	return append(dst[:before], slices.Compact(dst[before:])...)
}

// turner keeps numbers from one use to the next.
type turner struct{ ax, ay, ux, uy, vx, vy, left, right big.Int }

// sign is the sign of the turn from the first end of an edge over the second to p.
func (t *turner) sign(e bandEdge, p orb.Point) int {
	scale := 120
	for _, v := range [...]float64{e.ax, e.ay, e.bx, e.by, p[0], p[1]} {
		if v != 0 && math.Abs(v) < 1e-18 {
			scale = 1140 // for which every float64 is a whole number
		}
	}
	whole(&t.ax, e.ax, scale)
	whole(&t.ay, e.ay, scale)
	t.ux.Sub(whole(&t.ux, e.bx, scale), &t.ax)
	t.uy.Sub(whole(&t.uy, e.by, scale), &t.ay)
	t.vx.Sub(whole(&t.vx, p[0], scale), &t.ax)
	t.vy.Sub(whole(&t.vy, p[1], scale), &t.ay)
	return t.left.Mul(&t.ux, &t.vy).Cmp(t.right.Mul(&t.uy, &t.vx))
}

// whole sets n to v * 2^scale, which must be a whole number.
func whole(n *big.Int, v float64, scale int) *big.Int {
	mantissa, exponent := math.Frexp(v)
	n.SetInt64(int64(mantissa * (1 << 53)))
	if shift := exponent - 53 + scale; n.Sign() != 0 {
		if shift < 0 {
			panic("bench/locate: a coordinate too near to zero for the oracle")
		}
		n.Lsh(n, uint(shift))
	}
	return n
}
