package workfile_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/workfile"
	"demarc/geo"
)

// A corner that one side put on a border is one of the neighbour, too, which only the other side
// knew as it is now.
func TestBordersAreLedThroughNewCorners(t *testing.T) {
	split := func() *tables.Set {
		set, err := tables.Split(canonical(t, testdata.Small()))
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	base, set := split(), split()
	zones := set.Rows[tables.ZonesTable]
	ring := func(i int) orb.Ring { return zones[i].Values[tables.ShapeColumn].(orb.Polygon)[0] }
	var corner orb.Point
	for i := 1; i < len(ring(0)) && corner == (orb.Point{}); i++ {
		a, b := ring(0)[i-1], ring(0)[i]
		if slices.Contains(ring(1), a) && slices.Contains(ring(1), b) {
			corner = orb.Point{a[0] + (b[0]-a[0])/4, a[1] + (b[1]-a[1])/4}
			zones[0].Values[tables.ShapeColumn] = orb.Polygon{slices.Insert(slices.Clone(ring(0)), i, corner)}
		}
	}
	workfile.Lead(set, base)
	led := false
	for _, polygon := range geo.Polygons(zones[1].Values[tables.ShapeColumn].(orb.Geometry)) {
		led = led || slices.Contains(polygon[0], corner)
	}
	if !led {
		t.Errorf("%v is no corner of %v", corner, zones[1].Values[tables.ShapeColumn])
	}
}
