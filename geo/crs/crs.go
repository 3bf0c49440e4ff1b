// Package crs knows the three coordinate reference systems in which features are asked for and
// answered: longitude and latitude, latitude and longitude, and web Mercator metres; and which
// others are as good as WGS 84.
package crs

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// CRS is a coordinate reference system. The zero value is CRS84.
type CRS struct {
	kind kind
}

type kind int

const (
	lonLat kind = iota
	latLon
	mercator
)

// The systems that are known. All are of the datum WGS 84.
var (
	CRS84       = CRS{lonLat}   // longitude, latitude in degrees
	epsg4326    = CRS{latLon}   // latitude, longitude in degrees
	WebMercator = CRS{mercator} // EPSG:3857, metres
)

// uris are the names of the systems, by kind.
var uris = [...]string{
	"http://www.opengis.net/def/crs/OGC/1.3/CRS84",
	"http://www.opengis.net/def/crs/EPSG/0/4326",
	"http://www.opengis.net/def/crs/EPSG/0/3857",
}

const (
	radius       = 6378137 // metres, of the sphere of web Mercator
	northernmost = 85.06   // degrees; the square of web Mercator ends just below
)

// URIs lists the names of all systems, CRS84 first.
func URIs() []string { return uris[:] }

// Parse reads the name of a system: the URI, with https too, the URN, or the safe CURIE,
// "[EPSG:3857]".
func Parse(name string) (CRS, error) {
	short := strings.Trim(name, "[]")
	short = strings.TrimPrefix(strings.Replace(short, "https://", "http://", 1), "http://www.opengis.net/def/crs/")
	short = strings.TrimPrefix(short, "urn:ogc:def:crs:")
	parts := strings.FieldsFunc(short, func(r rune) bool { return r == '/' || r == ':' }) // authority, version, code
	if len(parts) == 2 || len(parts) == 3 {
		switch parts[0] + ":" + parts[len(parts)-1] {
		case "OGC:CRS84":
			return CRS84, nil
		case "EPSG:4326":
			return epsg4326, nil
		case "EPSG:3857":
			return WebMercator, nil
		}
	}
	return CRS{}, fmt.Errorf("crs %q: want one of %s", name, strings.Join(uris[:], ", "))
}

// URI returns the name of the system.
func (c CRS) URI() string { return uris[c.kind] }

// Forward turns longitude and latitude into coordinates of the system.
func (c CRS) Forward(p orb.Point) orb.Point {
	switch c.kind {
	case latLon:
		return orb.Point{p[1], p[0]}
	case mercator:
		lat := max(-northernmost, min(northernmost, p[1])) * math.Pi / 180
		return orb.Point{p[0] * math.Pi / 180 * radius, math.Asinh(math.Tan(lat)) * radius}
	}
	return p
}

// Inverse turns coordinates of the system into longitude and latitude.
func (c CRS) Inverse(p orb.Point) orb.Point {
	switch c.kind {
	case latLon:
		return orb.Point{p[1], p[0]}
	case mercator:
		return orb.Point{p[0] / radius * 180 / math.Pi, math.Atan(math.Sinh(p[1]/radius)) * 180 / math.Pi}
	}
	return p
}

// forwardAll returns a copy of a geometry in coordinates of the system.
func (c CRS) forwardAll(g orb.Geometry) orb.Geometry {
	if c.kind == lonLat {
		return g
	}
	return each(g, c.Forward)
}

// InverseAll returns a copy of a geometry in longitude and latitude.
func (c CRS) InverseAll(g orb.Geometry) orb.Geometry {
	if c.kind == lonLat {
		return g
	}
	return each(g, c.Inverse)
}

func each(g orb.Geometry, f func(orb.Point) orb.Point) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		return f(g)
	case orb.MultiPoint:
		return orb.MultiPoint(line(g, f))
	case orb.LineString:
		return orb.LineString(line(g, f))
	case orb.Ring:
		return orb.Ring(line(g, f))
	case orb.Bound:
		return each(g.ToPolygon(), f)
	case orb.MultiLineString:
		return list(g, f)
	case orb.Polygon:
		return list(g, f)
	case orb.MultiPolygon:
		return list(g, f)
	case orb.Collection:
		copied := make(orb.Collection, len(g))
		for i := range g {
			copied[i] = each(g[i], f)
		}
		return copied
	}
	return nil
}

func line(points []orb.Point, f func(orb.Point) orb.Point) []orb.Point {
	copied := make([]orb.Point, len(points))
	for i, p := range points {
		copied[i] = f(p)
	}
	return copied
}

func list[L ~[]G, G orb.Geometry](members L, f func(orb.Point) orb.Point) L {
	copied := make(L, len(members))
	for i := range members {
		copied[i] = each(members[i], f).(G)
	}
	return copied
}
