// Package wkt writes and reads geometries as well-known text (OGC 06-103r4, section 7).
package wkt

import (
	"strconv"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// Append appends a geometry with every digit of its coordinates, shells anticlockwise; nothing for
// no geometry.
func Append(dst []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return appendTagged(dst, "POINT", []orb.Point{g}, appendPosition)
	case orb.MultiPoint:
		return appendTagged(dst, "MULTIPOINT", g, func(dst []byte, p orb.Point) []byte {
			return append(appendPosition(append(dst, '('), p), ')')
		})
	case orb.LineString:
		return appendTagged(dst, "LINESTRING", g, appendPosition)
	case orb.MultiLineString:
		return appendTagged(dst, "MULTILINESTRING", g, appendLine)
	case orb.Polygon:
		return appendTagged(dst, "POLYGON", geo.Wound(g, false), appendLine)
	case orb.MultiPolygon:
		return appendTagged(dst, "MULTIPOLYGON", g, func(dst []byte, p orb.Polygon) []byte {
			return appendList(dst, geo.Wound(p, false), appendLine)
		})
	case orb.Collection:
		return appendTagged(dst, "GEOMETRYCOLLECTION", g, Append)
	}
	return dst
}

func appendTagged[T any](dst []byte, tag string, list []T, one func([]byte, T) []byte) []byte {
	dst = append(append(dst, tag...), ' ')
	return appendList(dst, list, one)
}

func appendList[T any](dst []byte, list []T, one func([]byte, T) []byte) []byte {
	dst = append(dst, '(')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = one(dst, v)
	}
	return append(dst, ')')
}

func appendLine[T ~[]orb.Point](dst []byte, line T) []byte {
	return appendList(dst, line, appendPosition)
}

func appendPosition(dst []byte, p orb.Point) []byte {
	dst = strconv.AppendFloat(dst, p[0], 'f', -1, 64)
	return strconv.AppendFloat(append(dst, ' '), p[1], 'f', -1, 64)
}
