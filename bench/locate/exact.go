package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/geo/locate"
)

// hardPoints returns n points of all kinds that go wrong: vertices, the numbers next to them,
// points on edges, level with vertices, straight below or above vertices, on lines through two
// vertices, and ordinary ones.
func hardPoints(r *rand.Rand, edges [][2]orb.Point, n int) []orb.Point {
	points := make([]orb.Point, n)
	next := func(v float64) float64 { return math.Nextafter(v, 1000*(r.Float64()-0.5)) }
	for i := range points {
		e, f := edges[r.IntN(len(edges))], edges[r.IntN(len(edges))]
		s, t := r.Float64(), r.Float64()
		switch r.IntN(8) {
		case 0:
			points[i] = e[0]
		case 1:
			points[i] = orb.Point{next(e[0][0]), next(e[0][1])}
		case 2, 3:
			points[i] = orb.Point{e[0][0] + s*(e[1][0]-e[0][0]), e[0][1] + s*(e[1][1]-e[0][1])}
		case 4:
			points[i] = orb.Point{f[0][0] + s*(e[0][0]-f[0][0]), e[0][1]}
		case 5:
			points[i] = orb.Point{e[0][0], f[0][1] + s*(e[0][1]-f[0][1])}
		case 6:
			points[i] = orb.Point{e[0][0], f[0][1]}
		case 7:
			points[i] = orb.Point{f[0][0] + s*(e[0][0]-f[0][0]), f[0][1] + t*(e[0][1]-f[0][1])}
		}
	}
	return points
}

// verdict counts what was compared on a layer.
type verdict struct {
	points, none, one, more int
	wrong                   int
	notOne                  int    // points of a partition that are not in exactly one region
	first                   string // the first difference
}

// verify compares the answers of a grid in both layouts, one by one and in batches, with those of
// the oracle.
func verify(l layer, count int) (verdict, error) {
	fast, err := locate.NewGrid(versions(l.shapes), locate.WithLayout(locate.FastLayout))
	if err != nil {
		return verdict{}, err
	}
	compact, err := locate.NewGrid(versions(l.shapes), locate.WithLayout(locate.CompactLayout))
	if err != nil {
		return verdict{}, err
	}
	var v verdict
	o, r, edges := newOracle(l.shapes), rand.New(rand.NewPCG(10, 10)), edgesOf(l.shapes)
	var want, all []int32
	batch := make([]int32, 4096)
	for v.points < count {
		points := hardPoints(r, edges, min(len(batch), count-v.points))
		fast.Batch(points, []int32{0}, batch)
		for i, p := range points {
			want = o.regions(want[:0], p)
			all = fast.All(all[:0], p, 0)
			first := int32(-1)
			if len(want) > 0 {
				first = want[0]
			}
			v.count(len(want))
			if b := inputs.FractalBound; l.partition && len(all) != 1 &&
				p[0] >= b.Min[0] && p[0] < b.Max[0] && p[1] >= b.Min[1] && p[1] < b.Max[1] {
				v.notOne++
			}
			one, _ := fast.At(p, 0)
			other, _ := compact.At(p, 0)
			if !slices.Equal(all, want) || int32(one) != first || int32(other) != first || batch[i] != first {
				v.wrong++
				if v.first == "" {
					v.first = fmt.Sprintf("%v: All %v, At %d, compact %d, Batch %d, oracle %v", p, all, one, other, batch[i], want)
				}
			}
		}
	}
	return v, nil
}

func (v *verdict) count(regions int) {
	v.points++
	switch regions {
	case 0:
		v.none++
	case 1:
		v.one++
	default:
		v.more++
	}
}

func edgesOf(shapes []orb.MultiPolygon) (edges [][2]orb.Point) {
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				for k := 1; k < len(ring); k++ {
					edges = append(edges, [2]orb.Point{ring[k-1], ring[k]})
				}
			}
		}
	}
	return edges
}

// exactness compares with the oracle on all layers.
func exactness(r *measure.Report, s settings) error {
	small, err := bundled()
	if err != nil {
		return err
	}
	layers := []layer{small, fractal()}
	counts := []int{s.exact * 2 / 5, s.exact * 2 / 5}
	if !s.short {
		large, err := world()
		if err != nil {
			return err
		}
		layers, counts = append(layers, large), append(counts, s.exact-counts[0]-counts[1])
	}
	r.Section("Exactness", "Vertices, the numbers next to them, points on edges, level with and below vertices, and ordinary ones: the answers of\n"+
		"the fast grid (one by one, all regions, in batches) and of the compact grid, compared with an oracle that counts in whole numbers without\n"+
		"rounding how often each ring winds around the point.")
	var rows [][]string
	wrong, compared, notOne := 0, 0, 0
	for i, l := range layers {
		v, err := verify(l, counts[i])
		if err != nil {
			return err
		}
		wrong, compared, notOne = wrong+v.wrong, compared+v.points, notOne+v.notOne
		rows = append(rows, []string{l.name, fmt.Sprint(v.points), fmt.Sprint(v.none), fmt.Sprint(v.one), fmt.Sprint(v.more), fmt.Sprint(v.wrong)})
		if v.first != "" {
			r.Text("First difference: %s.", v.first)
		}
	}
	r.Table([]string{"layer", "points", "in no region", "in one", "in several", "answers that differ"}, rows...)
	r.AtLeast("answers compared with exact arithmetic", float64(compared), float64(s.exact)/2, "") // a short run leaves out a layer
	r.AtMost(fmt.Sprintf("answers of %d that differ from exact arithmetic", compared), float64(wrong), 0, "")
	r.AtMost("points of the partition that are not in exactly one region", float64(notOne), 0, "")
	if wrong+notOne > 0 {
		return fmt.Errorf("%d of %d answers differ from exact arithmetic, %d points of a partition are not in exactly one region", wrong, compared, notOne)
	}
	return nil
}
