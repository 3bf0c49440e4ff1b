package geo

import (
	"testing"

	"github.com/paulmach/orb"
)

func TestContainsLeavesInputAlone(t *testing.T) {
	shape := orb.MultiPolygon{{box(0, 0, 10, 10), box(4, 4, 6, 6)}}
	before := shape.Clone()
	Contains(shape, orb.Point{5, 5})
	CheckMultiPolygon(shape)
	Arcs([]orb.MultiPolygon{shape, boxShape(4, 4, 6, 6)})
	LabelPoint(shape)
	Area(shape)
	if !shape.Equal(before) {
		t.Errorf("shape became %v, want %v", shape, before)
	}
}
