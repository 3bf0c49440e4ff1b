package geopackage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

var errShort = errors.New("it ends too early")

// maxCollections limits how deep collections lie in each other.
const maxCollections = 10

// wkbReader reads well-known binary as ISO 13249-3 and PostGIS write it. Heights and measures are
// left out. After an error it returns nothing more.
type wkbReader struct {
	rest  []byte
	order binary.ByteOrder
	extra int // numbers of a position that are left out
	err   error
}

func (w *wkbReader) fail(err error) {
	if w.err == nil {
		w.err = err
	}
	w.rest = nil
}

func (w *wkbReader) uint32() uint32 {
	if len(w.rest) < 4 {
		w.fail(errShort)
		return 0
	}
	v := w.order.Uint32(w.rest)
	w.rest = w.rest[4:]
	return v
}

// count reads how many items follow, each of at least so many bytes.
func (w *wkbReader) count(least int) int {
	n := int(w.uint32())
	if n > len(w.rest)/least {
		w.fail(errShort)
		return 0
	}
	return n
}

// head reads the byte order and type.
func (w *wkbReader) head() (kind uint32) {
	if len(w.rest) < 5 {
		w.fail(errShort)
		return 0
	}
	w.order = binary.ByteOrder(binary.BigEndian)
	if w.rest[0] == 1 {
		w.order = binary.LittleEndian
	}
	w.rest = w.rest[1:]
	kind = w.uint32()
	const withZ, withM, withSRID = 1 << 31, 1 << 30, 1 << 29 // of PostGIS
	w.extra = 0
	if kind&withZ != 0 {
		w.extra++
	}
	if kind&withM != 0 {
		w.extra++
	}
	if kind&withSRID != 0 {
		w.uint32()
	}
	kind &^= withZ | withM | withSRID
	switch kind / 1000 { // of ISO
	case 1, 2:
		w.extra = 1
	case 3:
		w.extra = 2
	}
	return kind % 1000
}

func (w *wkbReader) geometry(depth int) orb.Geometry {
	if depth > maxCollections {
		w.fail(fmt.Errorf("collections lie more than %d deep in each other", maxCollections))
		return nil
	}
	switch kind := w.head(); {
	case w.err != nil:
		return nil
	case kind == 1:
		p := w.point()
		if math.IsNaN(p[0]) {
			return nil // so an empty point is written
		}
		return p
	case kind == 2:
		return orb.LineString(w.points())
	case kind == 3:
		return w.polygon()
	case kind == 4 || kind == 5 || kind == 6 || kind == 7:
		return w.many(kind, depth)
	default:
		w.fail(fmt.Errorf("type %d: want points, lines or polygons; curves can be made straight with ogr2ogr -nlt CONVERT_TO_LINEAR", kind))
		return nil
	}
}

// many reads the parts of a multiple geometry.
func (w *wkbReader) many(kind uint32, depth int) orb.Geometry {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var polygons orb.MultiPolygon
	var all orb.Collection
	for range w.count(5) {
		g := w.geometry(depth + 1)
		if w.err != nil {
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
		w.fail(errors.New("a multiple geometry has parts of another type"))
		return nil
	}
	return all
}

func (w *wkbReader) polygon() orb.Polygon {
	var polygon orb.Polygon
	for range w.count(4) {
		polygon = append(polygon, orb.Ring(w.points()))
	}
	return polygon
}

func (w *wkbReader) points() []orb.Point {
	points := make([]orb.Point, w.count(16+8*w.extra))
	for i := range points {
		points[i] = w.point()
	}
	return points
}

func (w *wkbReader) point() orb.Point {
	size := 16 + 8*w.extra
	if len(w.rest) < size {
		w.fail(errShort)
		return orb.Point{}
	}
	p := orb.Point{math.Float64frombits(w.order.Uint64(w.rest)), math.Float64frombits(w.order.Uint64(w.rest[8:]))}
	w.rest = w.rest[size:]
	return p
}

// end tells whether anything is left over.
func (w *wkbReader) end() error {
	if len(w.rest) > 0 {
		return fmt.Errorf("%d bytes are left over behind it", len(w.rest))
	}
	return nil
}
