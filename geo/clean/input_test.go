package clean

import (
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
	"demarc/geo/partition"
	"demarc/geo/valid"
)

func TestContainsLeavesInputAlone(t *testing.T) {
	shape := orb.MultiPolygon{{fixture.Box(0, 0, 10, 10), fixture.Box(4, 4, 6, 6)}}
	before := shape.Clone()
	planar.Contains(shape, orb.Point{5, 5})
	new(valid.Checker).Check(shape)
	partition.Arcs([]orb.MultiPolygon{shape, fixture.BoxShape(4, 4, 6, 6)})
	geo.LabelPoint(shape)
	geo.Area(shape)
	if !shape.Equal(before) {
		t.Errorf("shape became %v, want %v", shape, before)
	}
}
