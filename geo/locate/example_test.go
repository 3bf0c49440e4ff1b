package locate_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo/locate"
)

func square(west, south, size float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{
		{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}, {west, south},
	}}}
}

// A border belongs to one side, and to one version at a time.
func ExampleGrid() {
	grid, err := locate.NewGrid([]locate.Version{
		{Shape: square(0, 0, 1), Span: locate.Span{From: 1990, To: 2020}},
		{Shape: square(0, 0, 2), Span: locate.Span{From: 2020, To: 2030}},
		{Shape: square(1, 0, 1)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	border := orb.Point{1, 0.5}
	for _, year := range []int32{1985, 1995, 2025} {
		version, ok := grid.At(border, year)
		fmt.Println(year, version, ok)
	}
	fmt.Println(grid.History(nil, orb.Point{0.5, 0.5}))
	// Output:
	// 1985 2 true
	// 1995 2 true
	// 2025 1 true
	// [0 1]
}

func ExampleIndex_Nearest() {
	index := locate.NewIndex([]orb.MultiPolygon{square(0, 0, 1), square(3, 0, 1)})
	i, metres, _ := index.Nearest(orb.Point{1.01, 0.5}, func(int) bool { return true })
	fmt.Printf("shape %d, %.0f m away\n", i, metres)
	// Output: shape 0, 1113 m away
}
