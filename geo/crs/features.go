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
// number, and returns the boxes in longitude and latitude that it covers, see geo.Boxes.
func (c CRS) ParseBox(text string) ([]orb.Bound, error) {
	corners, ok := readCorners(text)
	if !ok {
		return nil, fmt.Errorf("bbox %q: want four numbers west,south,east,north, or six with heights", text)
	}
	low, high := c.Inverse(corners[0]), c.Inverse(corners[1])
	const slack = 1e-9 // degrees that projecting there and back may lose
	if c == WebMercator {
		low = orb.Point{low[0] - slack, max(-90, low[1]-slack)}
		high = orb.Point{high[0] + slack, min(90, high[1]+slack)}
	}
	boxes, err := geo.Boxes(low, high)
	if err != nil {
		return nil, fmt.Errorf("bbox %q: %w", text, err)
	}
	return boxes, nil
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
