package flatgeobuf

import (
	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"

	"demarc/geo"
)

func (e *encoder) geometry(g orb.Geometry) flatbuffers.UOffsetT {
	switch g := g.(type) {
	case orb.Point:
		if e.multi {
			return e.flat(multiPointType, nil, []orb.Point{g})
		}
		return e.flat(pointType, nil, []orb.Point{g})
	case orb.MultiPoint:
		return e.flat(multiPointType, nil, g)
	case orb.LineString:
		if e.multi {
			return e.lines(orb.MultiLineString{g})
		}
		return e.flat(lineStringType, nil, g)
	case orb.MultiLineString:
		return e.lines(g)
	case orb.Polygon:
		if e.multi {
			return e.geometry(orb.MultiPolygon{g})
		}
		return e.polygon(g)
	case orb.MultiPolygon:
		parts := make([]flatbuffers.UOffsetT, len(g))
		for i, polygon := range g {
			parts[i] = e.polygon(polygon)
		}
		return e.parts(multiPolygonType, parts)
	case orb.Collection:
		parts := make([]flatbuffers.UOffsetT, len(g))
		for i, member := range g {
			parts[i] = e.geometry(member)
		}
		return e.parts(collectionType, parts)
	}
	return 0
}

func (e *encoder) lines(lines orb.MultiLineString) flatbuffers.UOffsetT {
	var points []orb.Point
	var ends []int
	for _, line := range lines {
		points = append(points, line...)
		ends = append(ends, len(points))
	}
	return e.flat(multiLineStringType, ends, points)
}

func (e *encoder) polygon(polygon orb.Polygon) flatbuffers.UOffsetT {
	e.points, e.ends = e.points[:0], e.ends[:0]
	for _, ring := range geo.Wound(polygon, false) {
		e.points = append(e.points, ring...)
		e.ends = append(e.ends, len(e.points))
	}
	return e.flat(polygonType, e.ends, e.points)
}

// flat writes a geometry without parts. The ends of rings are left out when there is only one; GDAL
// wants those of lines even then, as when a layer has both single lines and several.
func (e *encoder) flat(kind byte, ends []int, points []orb.Point) flatbuffers.UOffsetT {
	b := e.builder
	b.StartVector(2*flatbuffers.SizeFloat64, len(points), flatbuffers.SizeFloat64)
	for i := len(points) - 1; i >= 0; i-- {
		b.PrependFloat64(points[i][1])
		b.PrependFloat64(points[i][0])
	}
	xy := b.EndVector(2 * len(points))
	var endsAt flatbuffers.UOffsetT
	if len(ends) > 1 || kind == multiLineStringType {
		b.StartVector(flatbuffers.SizeUint32, len(ends), flatbuffers.SizeUint32)
		for i := len(ends) - 1; i >= 0; i-- {
			b.PrependUint32(uint32(ends[i]))
		}
		endsAt = b.EndVector(len(ends))
	}
	b.StartObject(geometryFields)
	b.PrependUOffsetTSlot(geometryEnds, endsAt, 0)
	b.PrependUOffsetTSlot(geometryXY, xy, 0)
	b.PrependByteSlot(geometryType, kind, unknownType)
	return b.EndObject()
}

func (e *encoder) parts(kind byte, parts []flatbuffers.UOffsetT) flatbuffers.UOffsetT {
	list := e.offsets(parts)
	e.builder.StartObject(geometryFields)
	e.builder.PrependByteSlot(geometryType, kind, unknownType)
	e.builder.PrependUOffsetTSlot(geometryParts, list, 0)
	return e.builder.EndObject()
}
