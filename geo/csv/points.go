package csv

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// lonLat are the names of columns that together are a point, in degrees.
var lonLat = [][2]string{
	{"lon", "lat"}, {"longitude", "latitude"}, {"lng", "lat"}, {"long", "lat"}, {"x", "y"}, {"point_x", "point_y"}, {"decimallongitude", "decimallatitude"},
}

// Points takes two columns of longitude and latitude for the points of a table that has no
// geometry, if all their values are degrees. It says in a note what it took, or why it did not; ""
// where there are no such columns.
func Points(layer geo.Layer) (located geo.Layer, note string) {
	column := func(name string) int {
		return slices.IndexFunc(layer.Fields, func(f geo.Field) bool { return strings.EqualFold(f.Name, name) })
	}
	if slices.ContainsFunc(layer.Features, func(f geo.Feature) bool { return f.Geometry != nil }) {
		return layer, ""
	}
	for _, pair := range lonLat {
		lon, lat := column(pair[0]), column(pair[1])
		if lon < 0 || lat < 0 {
			continue
		}
		names := fmt.Sprintf("columns %q and %q", layer.Fields[lon].Name, layer.Fields[lat].Name)
		located, err := pointsOf(layer, lon, lat)
		if err != nil {
			return layer, fmt.Sprintf("%s are not taken for points: %v", names, err)
		}
		return located, fmt.Sprintf("points are made of the %s, longitude and latitude", names)
	}
	return layer, ""
}

func pointsOf(layer geo.Layer, lon, lat int) (geo.Layer, error) {
	located := geo.Layer{Name: layer.Name, Fields: without(layer.Fields, lon, lat)}
	for i, f := range layer.Features {
		var p orb.Point
		set := 0
		for axis, most := range [2]float64{360, 90} {
			text := strings.TrimSpace(f.Text([2]int{lon, lat}[axis]))
			if text == "" {
				continue
			}
			v, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
			if err != nil || !(math.Abs(v) <= most) {
				return geo.Layer{}, fmt.Errorf("row %d: %q: want a number of degrees", i+1, text)
			}
			p[axis] = v
			set++
		}
		if set == 1 {
			return geo.Layer{}, fmt.Errorf("row %d: has but one of them", i+1)
		}
		f.Values = without(f.Values, lon, lat)
		if set == 2 {
			f.Geometry = p
		}
		located.Features = append(located.Features, f)
	}
	return located, nil
}

// without is a list without the items at some places.
func without[T any](list []T, places ...int) []T {
	var kept []T
	for i, item := range list {
		if !slices.Contains(places, i) {
			kept = append(kept, item)
		}
	}
	return kept
}
