package partition_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/partition"
)

func row(widths ...float64) (shapes []orb.MultiPolygon) {
	west := 0.0
	for _, width := range widths {
		east := west + width
		shapes = append(shapes, orb.MultiPolygon{{{{west, 0}, {east, 0}, {east, 1}, {west, 1}, {west, 0}}}})
		west = east
	}
	return shapes
}

func ExamplePartition_Neighbours() {
	p, faults := partition.New(row(1, 1, 1))
	fmt.Println(len(faults), "faults")
	for _, n := range p.Neighbours(1) {
		fmt.Printf("%d: %.1f km\n", n.Shape, n.LengthM/1000)
	}
	// Output:
	// 0 faults
	// -1: 222.6 km
	// 0: 110.6 km
	// 2: 110.6 km
}

func ExampleDissolve() {
	p, _ := partition.New(row(1, 2, 1))
	owner := []string{"Ad", "Bo", "Bo"}
	for _, d := range partition.Dissolve(p, func(i int) (string, bool) { return owner[i], true }) {
		fmt.Println(d.Key, d.Shapes, geo.AreaText(geo.Area(d.Area), 4))
	}
	// Output:
	// Ad [0] 12308 km2
	// Bo [1 2] 36925 km2
}
