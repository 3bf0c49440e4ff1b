package crs

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// Layer returns the layer with its geometries in the system; the layer itself stays as it was.
func (c CRS) Layer(layer geo.Layer) geo.Layer {
	if c == CRS84 {
		return layer
	}
	layer.Features = slices.Clone(layer.Features)
	for i := range layer.Features {
		if g := layer.Features[i].Geometry; g != nil {
			layer.Features[i].Geometry = c.forwardAll(g)
		}
	}
	return layer
}

// ParseBox reads a box in the system, "west,south,east,north" or with heights as third and sixth
// number, and returns it in longitude and latitude. A box that crosses the antimeridian, west
// greater than east, becomes two.
func (c CRS) ParseBox(text string) ([]orb.Bound, error) {
	corners, ok := readCorners(text)
	if !ok {
		return nil, fmt.Errorf("bbox %q: want four numbers west,south,east,north, or six with heights", text)
	}
	low, high := c.Inverse(corners[0]), c.Inverse(corners[1])
	const slack = 1e-9 // degrees that projecting there and back may lose
	if c == WebMercator {
		low, high = orb.Point{low[0] - slack, low[1] - slack}, orb.Point{high[0] + slack, high[1] + slack}
	}
	switch {
	case max(math.Abs(low[0]), math.Abs(high[0])) > 360+slack, max(math.Abs(low[1]), math.Abs(high[1])) > 180+slack:
		return nil, fmt.Errorf("bbox %q: want west,south,east,north within 360 and 180 degrees", text)
	case low[1] > high[1]:
		return nil, fmt.Errorf("bbox %q: the south is north of the north", text)
	}
	south, north := max(-90, low[1]), min(90, high[1])
	if low[0] > high[0] {
		return []orb.Bound{
			{Min: orb.Point{low[0], south}, Max: orb.Point{180, north}},
			{Min: orb.Point{-180, south}, Max: orb.Point{high[0], north}},
		}, nil
	}
	return []orb.Bound{{Min: orb.Point{max(-180, low[0]), south}, Max: orb.Point{min(180, high[0]), north}}}, nil
}

func readCorners(text string) (corners [2]orb.Point, ok bool) {
	parts := strings.Split(text, ",")
	if len(parts) != 4 && len(parts) != 6 {
		return corners, false
	}
	var numbers []float64
	for _, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return corners, false
		}
		numbers = append(numbers, n)
	}
	half := len(numbers) / 2
	return [2]orb.Point{{numbers[0], numbers[1]}, {numbers[half], numbers[half+1]}}, true
}
