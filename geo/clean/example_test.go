package clean_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo/clean"
)

// The second square overlaps the first by a strip, which the first keeps.
func ExampleClean() {
	shapes := []orb.MultiPolygon{
		{{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}},
		{{{{0.9, 0}, {2, 0}, {2, 1}, {0.9, 1}, {0.9, 0}}}},
	}
	result, err := clean.Clean(shapes, clean.Options{ToleranceM: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range result.Findings {
		fmt.Println(finding.Text(func(shape int) string { return []string{"Ad", "Bo"}[shape] }))
	}
	fmt.Println(result.Shapes[1])
	// Output:
	// Bo: an edge was led through the vertex 1,0 of Ad, 0 m away
	// Bo: an edge was led through the vertex 1,1 of Ad, 0 m away
	// Ad and Bo overlapped by 1231 km2 near 0.95,0.5: Ad keeps it
	// [[[[1 1] [1 0] [2 0] [2 1] [1 1]]]]
}
