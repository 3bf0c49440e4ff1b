package topology_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo/topology"
)

// Two squares side by side share the arc between them.
func ExampleNew() {
	made := topology.New([]orb.Geometry{
		orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}},
		orb.Polygon{{{1, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 0}}},
	})
	for i, arc := range made.Arcs {
		fmt.Println(i, arc)
	}
	for _, outline := range made.Outlines {
		fmt.Println(outline.Polygons)
	}
	// Output:
	// 0 [[1 0] [1 1]]
	// 1 [[1 1] [0 1] [0 0] [1 0]]
	// 2 [[1 0] [2 0] [2 1] [1 1]]
	// [[[0 1]]]
	// [[[2 -1]]]
}
