package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"demarc/bench/inputs"
	"demarc/bench/measure"
	"demarc/geo/locate"
)

// latency measures single lookups one by one.
func latency(r *measure.Report, s settings) error {
	l, err := bundled()
	if err != nil {
		return err
	}
	g, err := locate.NewGrid(versions(l.shapes), locate.WithLayout(locate.FastLayout))
	if err != nil {
		return err
	}
	r.Section("One by one", "Bundled zones, means of eight lookups in a row by the processor's counter (which is too coarse for one), wall time, the median of\nthe rounds.")
	var rows [][]string
	for _, kind := range []string{"uniform", "clustered"} {
		points := inputs.Points(kind, l.shapes, 1<<16)
		found := 0
		var p50, p99, ratio []float64
		for range s.rounds {
			half, most := measure.Latency(len(points), func(i int) {
				v, _ := g.At(points[i], 0)
				found += v
			})
			p50, p99, ratio = append(p50, half), append(p99, most), append(ratio, most/half)
		}
		rows = append(rows, []string{kind, measure.Nanoseconds(measure.Median(p50)), measure.Nanoseconds(measure.Median(p99)), fmt.Sprintf("%.2f", measure.Median(ratio))})
		r.AtMost("bundled zones, "+kind+": 99th percentile by median", measure.Median(ratio), 6, "x")
	}
	r.Table([]string{"points", "median", "99th percentile", "ratio"}, rows...)
	return nil
}

// dates measures lookups on random days among borders that change few or many times.
func dates(r *measure.Report, s settings) error {
	l, err := bundled()
	if err != nil {
		return err
	}
	points := inputs.Points("uniform", l.shapes, 1<<16)
	const chunk = 2048
	var cases []measure.Case
	var rows [][]string
	for _, changes := range []int{10, 200} {
		versions := changing(l.shapes, changes)
		g, err := locate.NewGrid(versions, locate.WithLayout(locate.FastLayout))
		if err != nil {
			return err
		}
		random := rand.New(rand.NewPCG(5, 5))
		days := make([]int32, len(points))
		for i := range days {
			days[i] = random.Int32N(spanOfChanges)
		}
		next, found := 0, 0
		cases = append(cases, measure.Case{Name: fmt.Sprint(changes), Run: func() int {
			for i := next; i < next+chunk; i++ {
				v, _ := g.At(points[i], days[i])
				found += v
			}
			next = (next + chunk) % len(points)
			return chunk
		}})
		rows = append(rows, []string{fmt.Sprint(changes), fmt.Sprint(len(versions)), fmt.Sprintf("%.2f MB", float64(g.Bytes())/1e6)})
	}
	results := measure.Rounds(2*s.rounds+1, s.least, cases...)
	for i := range rows {
		rows[i] = append(rows[i], results[i].String())
	}
	r.Section("At a date", "Bundled zones whose borders move here and there, all versions in one grid, uniform points on random days.")
	r.Table([]string{"changes of a border", "versions", "index", "per point"}, rows...)
	ratio, _, _ := measure.Ratio(results[1], results[0])
	r.AtMost("at a date with 200 changes of borders by 10", ratio, 1.5, "x")
	return nil
}

// spanOfChanges is over how many days borders change.
const spanOfChanges = 10_000

// changing returns versions of shapes of which a few neighbouring vertices move at every change:
// the regions that they belong to get new versions.
func changing(shapes []orb.MultiPolygon, changes int) []locate.Version {
	r := rand.New(rand.NewPCG(6, uint64(changes)))
	var versions []locate.Version
	current := make([]int, len(shapes)) // positions in versions
	for i, shape := range shapes {
		current[i] = len(versions)
		versions = append(versions, locate.Version{Shape: shape, Span: locate.Span{From: math.MinInt32, To: math.MaxInt32}})
	}
	for change := range changes {
		day := int32((change + 1) * spanOfChanges / (changes + 1))
		ring := versions[current[r.IntN(len(shapes))]].Shape[0][0]
		moved := map[orb.Point]orb.Point{}
		for k, from := 0, r.IntN(len(ring)); k < 4; k++ {
			p := ring[(from+k)%len(ring)]
			moved[p] = orb.Point{p[0] + r.NormFloat64()*0.003, p[1] + r.NormFloat64()*0.003}
		}
		for i, at := range current {
			shape, any := move(versions[at].Shape, moved)
			if !any {
				continue
			}
			versions[at].Span.To = day
			current[i] = len(versions)
			versions = append(versions, locate.Version{Shape: shape, Span: locate.Span{From: day, To: math.MaxInt32}})
		}
	}
	return versions
}

// move returns a shape with some vertices elsewhere, and whether it has any of them.
func move(shape orb.MultiPolygon, moved map[orb.Point]orb.Point) (orb.MultiPolygon, bool) {
	copied, any := shape.Clone(), false
	for _, polygon := range copied {
		for _, ring := range polygon {
			for i, p := range ring {
				if to, ok := moved[p]; ok {
					ring[i], any = to, true
				}
			}
		}
	}
	return copied, any
}
