// Package wkb reads geometries in well-known binary, of which GeoPackage and GeoParquet are made.
package wkb

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

var errShort = errors.New("it ends too early")

// Parse reads one geometry as ISO 13249-3 and PostGIS write it. Heights and measures are left out;
// an empty point is nil.
func Parse(content []byte) (orb.Geometry, error) {
	r := reader{rest: content}
	g := r.geometry(0)
	return g, cmp.Or(r.err, r.end())
}

// maxCollections limits how deep collections lie in each other.
const maxCollections = 10

// reader reads from the front of a content. After an error it returns nothing more.
type reader struct {
	rest  []byte
	order binary.ByteOrder
	extra int // numbers of a position that are left out
	err   error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

func (r *reader) uint32() uint32 {
	if len(r.rest) < 4 {
		r.fail(errShort)
		return 0
	}
	v := r.order.Uint32(r.rest)
	r.rest = r.rest[4:]
	return v
}

// count reads how many items follow, each of at least so many bytes.
func (r *reader) count(least int) int {
	n := int(r.uint32())
	if n > len(r.rest)/least {
		r.fail(errShort)
		return 0
	}
	return n
}

// head reads the byte order and type.
func (r *reader) head() (kind uint32) {
	if len(r.rest) < 5 {
		r.fail(errShort)
		return 0
	}
	r.order = binary.ByteOrder(binary.BigEndian)
	if r.rest[0] == 1 {
		r.order = binary.LittleEndian
	}
	r.rest = r.rest[1:]
	kind = r.uint32()
	const withZ, withM, withSRID = 1 << 31, 1 << 30, 1 << 29 // of PostGIS
	r.extra = 0
	if kind&withZ != 0 {
		r.extra++
	}
	if kind&withM != 0 {
		r.extra++
	}
	if kind&withSRID != 0 {
		r.uint32()
	}
	kind &^= withZ | withM | withSRID
	switch kind / 1000 { // of ISO
	case 1, 2:
		r.extra = 1
	case 3:
		r.extra = 2
	}
	return kind % 1000
}

func (r *reader) geometry(depth int) orb.Geometry {
	if depth > maxCollections {
		r.fail(fmt.Errorf("collections lie more than %d deep in each other", maxCollections))
		return nil
	}
	switch kind := r.head(); {
	case r.err != nil:
		return nil
	case kind == 1:
		p := r.point()
		if math.IsNaN(p[0]) {
			return nil // so an empty point is written
		}
		return p
	case kind == 2:
		return orb.LineString(r.points())
	case kind == 3:
		return r.polygon()
	case kind == 4 || kind == 5 || kind == 6 || kind == 7:
		return r.many(kind, depth)
	default:
		r.fail(fmt.Errorf("type %d: want points, lines or polygons; curves can be made straight with ogr2ogr -nlt CONVERT_TO_LINEAR", kind))
		return nil
	}
}

// many reads the parts of a multiple geometry.
func (r *reader) many(kind uint32, depth int) orb.Geometry {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var polygons orb.MultiPolygon
	var all orb.Collection
	for range r.count(5) {
		g := r.geometry(depth + 1)
		if r.err != nil {
			return nil
		}
		all = append(all, g)
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.LineString:
			lines = append(lines, g)
		case orb.Polygon:
			polygons = append(polygons, g)
		}
	}
	switch {
	case kind == 4 && len(points) == len(all):
		return points
	case kind == 5 && len(lines) == len(all):
		return lines
	case kind == 6 && len(polygons) == len(all):
		return polygons
	case kind != 7:
		r.fail(errors.New("a multiple geometry has parts of another type"))
		return nil
	}
	return all
}

func (r *reader) polygon() orb.Polygon {
	var polygon orb.Polygon
	for range r.count(4) {
		polygon = append(polygon, orb.Ring(r.points()))
	}
	return polygon
}

func (r *reader) points() []orb.Point {
	points := make([]orb.Point, r.count(16+8*r.extra))
	for i := range points {
		points[i] = r.point()
	}
	return points
}

func (r *reader) point() orb.Point {
	size := 16 + 8*r.extra
	if len(r.rest) < size {
		r.fail(errShort)
		return orb.Point{}
	}
	p := orb.Point{math.Float64frombits(r.order.Uint64(r.rest)), math.Float64frombits(r.order.Uint64(r.rest[8:]))}
	r.rest = r.rest[size:]
	return p
}

// end tells whether anything is left over.
func (r *reader) end() error {
	if len(r.rest) > 0 {
		return fmt.Errorf("%d bytes are left over behind it", len(r.rest))
	}
	return nil
}
