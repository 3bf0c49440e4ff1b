package tables

import (
	"testing"

	"github.com/paulmach/orb"
)

// Corners on the edges of a shape are no change of it, so they are in no conflict with one; where
// another removed the shape, it is gone.
func TestCornersOnEdgesAreNoConflict(t *testing.T) {
	plain := orb.Polygon{{{10, 50}, {12, 50}, {12, 51}, {10, 51}, {10, 50}}}
	led := orb.Polygon{{{10, 50}, {11, 50}, {12, 50}, {12, 51}, {10, 51}, {10, 50}}}
	moved := orb.Polygon{{{10, 50}, {12, 50}, {12, 51.5}, {10, 51}, {10, 50}}}
	for _, tt := range []struct {
		name         string
		ours, theirs orb.Geometry // nil: removed
		conflicts    int
		want         orb.Geometry
	}{
		{"theirs led", moved, led, 0, moved},
		{"ours led", led, moved, 0, moved},
		{"ours led, theirs removed", led, nil, 0, nil},
		{"ours removed, theirs led", nil, led, 0, nil},
		{"a corner beside the edge", moved, orb.Polygon{{{10, 50}, {11, 50.1}, {12, 50}, {12, 51}, {10, 51}, {10, 50}}}, 1, moved},
		{"a corner fewer", moved, orb.Polygon{{{10, 50}, {12, 50}, {12, 51}, {10, 50}}}, 1, moved},
		{"both moved, one removed", moved, nil, 1, moved},
	} {
		t.Run(tt.name, func(t *testing.T) {
			with := func(shape orb.Geometry) *Set {
				s := NewSet(Needs{Languages: []string{"en"}})
				if shape != nil {
					s.Rows[ZonesTable] = []*Row{{Values: map[string]any{IDColumn: "a", LayerColumn: "zones", ShapeColumn: shape}}}
				}
				return s
			}
			out, conflicts := Merge(with(plain), with(tt.ours), with(tt.theirs), Ours)
			if len(conflicts) != tt.conflicts {
				t.Errorf("conflicts: got %v, want %d", conflicts, tt.conflicts)
			}
			var got orb.Geometry
			if rows := out.Rows[ZonesTable]; len(rows) > 0 {
				got, _ = rows[0].Values[ShapeColumn].(orb.Geometry)
			}
			if (got == nil) != (tt.want == nil) || got != nil && !orb.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
