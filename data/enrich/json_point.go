package enrich

import (
	"fmt"

	"github.com/paulmach/orb"
)

// point reads a GeoJSON Point.
func (s *scanner) point(b []byte, geometry span, result *Result) (orb.Point, error) {
	if geometry.to == 0 || b[geometry.from] != '{' {
		return orb.Point{}, fmt.Errorf("no geometry")
	}
	var kind, coordinates []byte
	_, err := s.object(b, geometry.from, func(name []byte, value span) {
		switch string(name) {
		case "type":
			kind = value.of(b)
		case "coordinates":
			coordinates = value.of(b)
		}
	})
	if err != nil || string(kind) != `"Point"` {
		return orb.Point{}, fmt.Errorf("geometry %s: want a Point", clip(kind))
	}
	return s.coordinates(coordinates, result)
}

// coordinates reads an array that begins with longitude and latitude.
func (s *scanner) coordinates(array []byte, result *Result) (orb.Point, error) {
	if len(array) == 0 || array[0] != '[' {
		return orb.Point{}, fmt.Errorf("no coordinates")
	}
	d := s.begin(array)
	_, _ = d.ReadToken() // the bracket
	lon, err := d.ReadValue()
	if err != nil {
		return orb.Point{}, fmt.Errorf("no coordinates")
	}
	lon = array[int(d.InputOffset())-len(lon) : d.InputOffset()]
	lat, err := d.ReadValue()
	if err != nil {
		return orb.Point{}, fmt.Errorf("coordinates %s: want longitude and latitude", clip(array))
	}
	return parsePoint(lon, lat, 0, result)
}
