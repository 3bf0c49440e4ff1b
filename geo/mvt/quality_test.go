package mvt_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
	"demarc/geo/mvt"
	"demarc/geo/mvt/judge"
)

// GEOS finds nothing wrong in the tiles of any zoom: no invalid feature, no gap or overlap between
// neighbours that the source lacks, no empty layer.
func TestQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("judges a thousand tiles")
	}
	for name, layer := range map[string]geo.Layer{"zones": layerOf("zones", fixture.Zones(t)), "districts": layerOf("districts", fixture.Districts(t)), "partition": partition(50, 40)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tiler := mvt.NewTiler([]geo.Layer{layer})
			bound := layer.Features[0].Geometry.Bound()
			for _, f := range layer.Features {
				if f.Geometry != nil {
					bound = bound.Union(f.Geometry.Bound())
				}
			}
			var tiles []judge.Address
			for z := range uint32(mvt.MaxZoom + 1) {
				tiles = append(tiles, judge.Over(bound, z, 16)...)
			}
			verdict, err := judge.Judge([]geo.Layer{layer}, tiles, tiler.Tile)
			if err != nil {
				t.Fatal(err)
			}
			if verdict.Faults() > 0 || verdict.Counts.Features == 0 {
				t.Errorf("%+v\n%q", verdict.Counts, verdict.Examples)
			}
			t.Logf("%+v", verdict.Counts)
		})
	}
}

// layerOf is a layer of shapes with numbers for ids.
func layerOf(name string, shapes []orb.MultiPolygon) geo.Layer {
	layer := geo.Layer{Name: name}
	for i, shape := range shapes {
		if len(shape) > 0 {
			layer.Features = append(layer.Features, geo.Feature{ID: strconv.Itoa(i), Geometry: shape})
		}
	}
	return layer
}

// partition is a layer of columns x rows polygons with rough borders that neighbours share.
func partition(columns, rows int) geo.Layer {
	r := rand.New(rand.NewPCG(2000, 5))
	size := 8 / float64(max(columns, rows))
	corners := map[[2]int]orb.Point{}
	for i := range columns + 1 {
		for j := range rows + 1 {
			corners[[2]int{i, j}] = orb.Point{42 + size*(float64(i)+0.4*r.Float64()), 36 + size*(float64(j)+0.4*r.Float64())}
		}
	}
	lines := map[[4]int][]orb.Point{}
	line := func(i, j, k, l int) []orb.Point {
		if there, ok := lines[[4]int{k, l, i, j}]; ok {
			there = slices.Clone(there)
			slices.Reverse(there)
			return there
		}
		points := rough(r, corners[[2]int{i, j}], corners[[2]int{k, l}], 5)
		lines[[4]int{i, j, k, l}] = points
		return points
	}
	layer := geo.Layer{Name: "partition"}
	for i := range columns {
		for j := range rows {
			var ring orb.Ring
			for _, side := range [][]orb.Point{line(i, j, i+1, j), line(i+1, j, i+1, j+1), line(i+1, j+1, i, j+1), line(i, j+1, i, j)} {
				ring = append(ring, side[:len(side)-1]...)
			}
			layer.Features = append(layer.Features, geo.Feature{
				ID: string(rune('0'+i)) + " " + string(rune('0'+j)), Geometry: orb.Polygon{append(ring, ring[0])},
			})
		}
	}
	return layer
}

// rough returns a line from a to b whose parts are bent again and again.
func rough(r *rand.Rand, a, b orb.Point, times int) []orb.Point {
	if times == 0 {
		return []orb.Point{a, b}
	}
	aside := (r.Float64() - 0.5) * 0.3
	middle := orb.Point{(a[0]+b[0])/2 - aside*(b[1]-a[1]), (a[1]+b[1])/2 + aside*(b[0]-a[0])}
	first := rough(r, a, middle, times-1)
	return append(first[:len(first)-1], rough(r, middle, b, times-1)...)
}

// Every zoom up to 10 of 2,000 polygons of 128 vertices.
func BenchmarkPyramid(b *testing.B) {
	layers := []geo.Layer{partition(50, 40)}
	for b.Loop() {
		tiler := mvt.NewTiler(layers)
		for z := range uint32(11) {
			if _, err := tiler.Tile(z, 0, 0); err != nil {
				b.Fatal(err)
			}
		}
	}
}
