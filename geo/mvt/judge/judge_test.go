package judge

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"demarc/geo"
)

// The judge sees what is wrong. The tiles are made by another encoder, in units of tile 0/0/0.
func TestJudge(t *testing.T) {
	square := func(x, y, size float64) orb.Polygon {
		return orb.Polygon{{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}}
	}
	turned := square(100, 100, 500)
	turned[0].Reverse()
	whole := square(-64, -64, 4224)
	for _, tt := range []struct {
		name   string
		shapes []orb.Geometry
		want   string
	}{
		{"fine", []orb.Geometry{whole}, ""},
		{"bow tie", []orb.Geometry{whole, orb.Polygon{{{0, 0}, {900, 0}, {0, 900}, {500, 900}, {0, 0}}}}, "invalid"},
		{"hole first", []orb.Geometry{whole, turned}, "winding"},
		{"gap", []orb.Geometry{orb.Polygon{whole[0], {{100, 100}, {100, 200}, {200, 200}, {200, 100}, {100, 100}}}}, "gap"},
		{"overlap", []orb.Geometry{whole, square(1000, 1000, 10)}, "overlap"},
		{"a segment of no length", []orb.Geometry{orb.Polygon{append(orb.Ring{{-64, -64}}, whole[0]...)}}, "still"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			collection := geojson.NewFeatureCollection()
			for _, shape := range tt.shapes {
				collection.Append(geojson.NewFeature(shape))
			}
			layer := mvt.NewLayer("l", collection)
			layer.Version = 2
			tile, err := mvt.Marshal(mvt.Layers{layer})
			if err != nil {
				t.Fatal(err)
			}
			source := []geo.Layer{{Name: "l", Features: []geo.Feature{{Geometry: maptile.New(0, 0, 0).Bound(0.1).ToPolygon()}}}}
			verdict, err := Judge(source, []Address{{}}, func(z, x, y uint32) ([]byte, error) { return tile, nil })
			if err != nil {
				t.Fatal(err)
			}
			c := verdict.Counts
			got := map[string]int{"invalid": c.Invalid, "winding": c.Winding, "gap": c.Gap, "overlap": c.Overlap, "still": c.Still}
			if c.Features != len(tt.shapes) || (tt.want == "") != (verdict.Faults() == 0) || tt.want != "" && got[tt.want] == 0 {
				t.Errorf("got %+v %q, want fault %q", c, verdict.Examples, tt.want)
			}
		})
	}
}

func TestOver(t *testing.T) {
	bound := orb.Bound{Min: orb.Point{46, 39}, Max: orb.Point{47, 40}}
	if got := Over(bound, 0, 5); len(got) != 1 || got[0] != (Address{}) {
		t.Errorf("zoom 0: %v", got)
	}
	if got := Over(bound, 10, 5); len(got) != 5 || got[0] != (Address{10, 642, 387}) {
		t.Errorf("zoom 10: %v", got)
	}
}
