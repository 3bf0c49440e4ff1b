package kml

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// maxDepth is how deep MultiGeometry elements may lie in each other.
const maxDepth = 16

// geometry reads an element if it is a geometry, and passes over it otherwise.
func (d *reader) geometry(start xml.StartElement, depth int) (orb.Geometry, error) {
	switch start.Name.Local {
	case "Point":
		points, err := d.line()
		if len(points) == 0 {
			return nil, err
		}
		return points[0], err
	case "LineString":
		points, err := d.line()
		return geo.Plain(orb.LineString(points)), err
	case "LinearRing":
		points, err := d.line()
		return geo.Plain(orb.LineString(points)), err
	case "Polygon":
		polygon, err := d.polygon()
		return geo.Plain(polygon), err
	case "MultiGeometry":
		if depth >= maxDepth {
			return nil, fmt.Errorf("geometries lie more than %d deep in each other", maxDepth)
		}
		var parts orb.Collection
		err := d.children(func(inner xml.StartElement) error {
			part, err := d.geometry(inner, depth+1)
			if part != nil {
				parts = append(parts, part)
			}
			return err
		})
		return joined(parts), err
	case "Track", "MultiTrack", "Model":
		d.skipped[start.Name.Local]++
	}
	return nil, d.Skip()
}

// joined makes one geometry of parts: of many points a MultiPoint, and so on.
func joined(parts orb.Collection) orb.Geometry {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var polygons orb.MultiPolygon
	for _, part := range parts {
		switch p := part.(type) {
		case orb.Point:
			points = append(points, p)
		case orb.MultiPoint:
			points = append(points, p...)
		case orb.LineString:
			lines = append(lines, p)
		case orb.MultiLineString:
			lines = append(lines, p...)
		case orb.Polygon:
			polygons = append(polygons, p)
		case orb.MultiPolygon:
			polygons = append(polygons, p...)
		}
	}
	switch {
	case len(lines)+len(polygons) == 0:
		return geo.Plain(points)
	case len(points)+len(polygons) == 0:
		return geo.Plain(lines)
	case len(points)+len(lines) == 0:
		return geo.Plain(polygons)
	}
	return geo.Plain(parts)
}

func (d *reader) polygon() (orb.Polygon, error) {
	var polygon orb.Polygon
	var holes []orb.Ring
	err := d.children(func(side xml.StartElement) error {
		if side.Name.Local != "outerBoundaryIs" && side.Name.Local != "innerBoundaryIs" {
			return d.Skip()
		}
		return d.children(func(ring xml.StartElement) error {
			if ring.Name.Local != "LinearRing" {
				return d.Skip()
			}
			points, err := d.line()
			switch {
			case len(points) == 0:
			case side.Name.Local == "outerBoundaryIs" && polygon == nil:
				polygon = orb.Polygon{closed(points)}
			default:
				holes = append(holes, closed(points)) // Google Earth writes several into one innerBoundaryIs
			}
			return err
		})
	})
	if polygon == nil {
		return nil, err
	}
	return append(polygon, holes...), err
}

func closed(points []orb.Point) orb.Ring {
	if points[0] != points[len(points)-1] {
		points = append(points, points[0])
	}
	return points
}

// line reads the coordinates inside of the current element.
func (d *reader) line() ([]orb.Point, error) {
	var points []orb.Point
	err := d.children(func(start xml.StartElement) error {
		if start.Name.Local != "coordinates" {
			return d.Skip()
		}
		text, err := d.text()
		if err != nil {
			return err
		}
		points, err = coordinates(text)
		return err
	})
	return points, err
}

// coordinates reads "longitude,latitude[,altitude]", separated by white space.
func coordinates(text string) ([]orb.Point, error) {
	var points []orb.Point
	for field := range strings.FieldsSeq(text) {
		var p orb.Point
		lon, rest, ok := strings.Cut(field, ",")
		lat, _, _ := strings.Cut(rest, ",")
		for i, number := range []string{lon, lat} {
			v, err := strconv.ParseFloat(number, 64)
			if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
				ok = false
			}
			p[i] = v
		}
		if !ok {
			return nil, fmt.Errorf("coordinates %.40q: want longitude,latitude", field)
		}
		points = append(points, p)
	}
	return points, nil
}
