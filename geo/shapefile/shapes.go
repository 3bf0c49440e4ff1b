package shapefile

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// headerBytes is the size of the header of both .shp and .shx.
const headerBytes = 100

// maxBytes is the greatest file that readers take.
const maxBytes = math.MaxInt32

// lines returns the parts of a line or polygon as they are written: shells clockwise, holes
// anticlockwise.
func lines(g orb.Geometry) [][]orb.Point {
	var list [][]orb.Point
	switch g := g.(type) {
	case orb.LineString:
		list = append(list, g)
	case orb.MultiLineString:
		for _, line := range g {
			list = append(list, line)
		}
	case orb.Polygon:
		for _, ring := range geo.Wound(g, true) {
			list = append(list, ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			list = append(list, lines(polygon)...)
		}
	}
	return list
}

// size returns how many bytes the content of a record has.
func (p *part) size(g orb.Geometry) int {
	if g == nil {
		return 4
	}
	points, parts := 0, 0
	switch g := g.(type) {
	case orb.Point, orb.MultiPoint:
	case orb.LineString:
		parts = 1
	case orb.MultiLineString:
		parts = len(g)
	case orb.Polygon:
		parts = len(g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			parts += len(polygon)
		}
	}
	for range geo.Positions(g) {
		points++
	}
	switch p.kind {
	case pointShape:
		return 4 + 16
	case multiPointShape:
		return 4 + 32 + 4 + 16*points
	}
	return 4 + 32 + 4 + 4 + 4*parts + 16*points
}

// header writes the header of a file of so many bytes.
func (p *part) header(length int) ([]byte, error) {
	if length > maxBytes {
		return nil, fmt.Errorf("has %d bytes: a Shapefile can have at most %d", length, maxBytes)
	}
	dst := make([]byte, 28, headerBytes)
	binary.BigEndian.PutUint32(dst, 9994)
	binary.BigEndian.PutUint32(dst[24:], uint32(length/2)) // in words of 16 bits
	dst = binary.LittleEndian.AppendUint32(dst, 1000)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(p.kind))
	box, located := orb.Bound{}, false
	for _, g := range p.shapes {
		switch {
		case g == nil:
		case located:
			box = box.Union(g.Bound())
		default:
			box, located = g.Bound(), true
		}
	}
	dst = appendBox(dst, box)
	return append(dst, make([]byte, headerBytes-len(dst))...), nil // no Z, no M
}

func appendBox(dst []byte, b orb.Bound) []byte {
	return appendPoints(dst, []orb.Point{b.Min, b.Max})
}

func appendPoints(dst []byte, points []orb.Point) []byte {
	for _, p := range points {
		dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(p[0]))
		dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(p[1]))
	}
	return dst
}

// writeShapes writes the .shp.
func (p *part) writeShapes(w io.Writer) error {
	length := headerBytes
	for _, g := range p.shapes {
		length += 8 + p.size(g)
	}
	header, err := p.header(length)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.Write(header) // errors stay until Flush
	var record []byte
	for i, g := range p.shapes {
		record = binary.BigEndian.AppendUint32(record[:0], uint32(i+1))
		record = binary.BigEndian.AppendUint32(record, uint32(p.size(g)/2))
		record = p.appendShape(record, g)
		out.Write(record)
	}
	return out.Flush()
}

// writeIndex writes the .shx: where each record begins, and how long it is.
func (p *part) writeIndex(w io.Writer) error {
	index, err := p.header(headerBytes + 8*len(p.shapes))
	if err != nil {
		return err
	}
	offset := headerBytes
	for _, g := range p.shapes {
		index = binary.BigEndian.AppendUint32(index, uint32(offset/2))
		index = binary.BigEndian.AppendUint32(index, uint32(p.size(g)/2))
		offset += 8 + p.size(g)
	}
	_, err = w.Write(index)
	return err
}

func (p *part) appendShape(dst []byte, g orb.Geometry) []byte {
	le := binary.LittleEndian
	if g == nil {
		return le.AppendUint32(dst, nullShape)
	}
	dst = le.AppendUint32(dst, uint32(p.kind))
	if point, ok := g.(orb.Point); ok {
		if p.kind == pointShape {
			return appendPoints(dst, []orb.Point{point})
		}
		g = orb.MultiPoint{point}
	}
	dst = appendBox(dst, g.Bound())
	if points, ok := g.(orb.MultiPoint); ok {
		return appendPoints(le.AppendUint32(dst, uint32(len(points))), points)
	}
	parts, count := lines(g), 0
	for _, line := range parts {
		count += len(line)
	}
	dst = le.AppendUint32(dst, uint32(len(parts)))
	dst = le.AppendUint32(dst, uint32(count))
	begin := 0
	for _, line := range parts {
		dst = le.AppendUint32(dst, uint32(begin))
		begin += len(line)
	}
	for _, line := range parts {
		dst = appendPoints(dst, line)
	}
	return dst
}
