// Package topojson writes and reads TopoJSON (https://github.com/topojson/topojson-specification):
// what neighbours share stands in the file once, so that it stays shared when a program simplifies
// it.
package topojson

import (
	"bufio"
	"encoding/json"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geojson"
	"demarc/geo/topology"
)

// stepsPerDegree is the grid on which positions lie: steps of 1e-7 degrees, about a centimetre.
// Positions move by half a step at most, about 6 mm; those with at most seven decimals do not move.
const stepsPerDegree = 1e7

// Write writes layer as the one object of a topology. Shells run clockwise, which D3 needs and
// others do not mind; a ring may begin at another of its positions than in other formats.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	shapes := make([]orb.Geometry, len(layer.Features))
	for i := range layer.Features {
		f := &layer.Features[i]
		if err := layer.Check(f); err != nil {
			return err
		}
		shapes[i] = geo.WoundAll(geo.Plain(f.Geometry), true)
	}
	properties, err := geojson.NewEncoder(layer)
	if err != nil {
		return err
	}
	e := &encoder{out: bufio.NewWriterSize(w, 1<<16), topology: topology.New(shapes)}
	if err := e.head(layer, meta, shapes); err != nil {
		return err
	}
	for i := range layer.Features {
		e.separate(i)
		e.buf = e.open(shapes[i])
		if id := layer.Features[i].ID; id != "" {
			text, err := json.Marshal(id)
			if err != nil {
				return err
			}
			e.buf = append(append(e.buf, `,"id":`...), text...)
		}
		e.buf = append(e.buf, `,"properties":`...)
		if e.buf, err = properties.AppendProperties(e.buf, i); err != nil {
			return err
		}
		e.buf = append(e.outline(e.buf, shapes[i], &e.topology.Outlines[i]), '}')
		e.out.Write(e.buf) // errors stay until Flush
	}
	e.out.WriteString("\n]}},\"arcs\":[")
	for i, arc := range e.topology.Arcs {
		e.separate(i)
		e.buf = appendArc(e.buf[:0], arc)
		e.out.Write(e.buf)
	}
	e.out.WriteString("\n]}\n")
	return e.out.Flush()
}

type encoder struct {
	out      *bufio.Writer
	buf      []byte
	topology *topology.Topology
}

// separate ends the line before item i of a list.
func (e *encoder) separate(i int) {
	if i > 0 {
		e.out.WriteByte(',')
	}
	e.out.WriteByte('\n')
}

// head writes everything before the geometries.
func (e *encoder) head(layer geo.Layer, meta geo.Meta, shapes []orb.Geometry) error {
	members := meta.Members()
	if box, ok := boxOf(shapes); ok {
		members["bbox"] = []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
	}
	members["transform"] = map[string]any{"scale": [2]float64{1 / stepsPerDegree, 1 / stepsPerDegree}, "translate": [2]float64{}}
	e.out.WriteString(`{"type":"Topology"`)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		text, err := json.Marshal(members[name])
		if err != nil {
			return err
		}
		e.out.WriteString(",\"" + name + "\":")
		e.out.Write(text)
	}
	name, err := json.Marshal(layer.Name)
	if err != nil {
		return err
	}
	e.out.WriteString(",\"objects\":{")
	e.out.Write(name)
	e.out.WriteString(`:{"type":"GeometryCollection","geometries":[`)
	return nil
}

func boxOf(shapes []orb.Geometry) (box orb.Bound, ok bool) {
	for _, g := range shapes {
		switch {
		case g == nil:
		case ok:
			box = box.Union(g.Bound())
		default:
			box, ok = g.Bound(), true
		}
	}
	return box, ok
}

// open begins a geometry object with its type.
func (e *encoder) open(g orb.Geometry) []byte {
	kind := "null"
	if g != nil {
		kind = `"` + g.GeoJSONType() + `"`
	}
	return append(append(e.buf[:0], `{"type":`...), kind...)
}

// outline appends what the geometry is made of.
func (e *encoder) outline(dst []byte, g orb.Geometry, o *topology.Outline) []byte {
	switch g.(type) {
	case orb.Point:
		return appendPosition(append(dst, `,"coordinates":`...), o.Points[0])
	case orb.MultiPoint:
		return geojson.AppendList(append(dst, `,"coordinates":`...), o.Points, appendPosition)
	case orb.LineString:
		return appendChain(append(dst, `,"arcs":`...), o.Lines[0])
	case orb.MultiLineString:
		return geojson.AppendList(append(dst, `,"arcs":`...), o.Lines, appendChain)
	case orb.Polygon:
		return appendRings(append(dst, `,"arcs":`...), o.Polygons[0])
	case orb.MultiPolygon:
		return geojson.AppendList(append(dst, `,"arcs":`...), o.Polygons, appendRings)
	case orb.Collection:
		return e.members(append(dst, `,"geometries":[`...), o)
	}
	return dst
}

// members appends the parts of a collection: points, lines, polygons.
func (e *encoder) members(dst []byte, o *topology.Outline) []byte {
	first := true
	part := func(g orb.Geometry, o *topology.Outline) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(append(append(dst, `{"type":"`...), g.GeoJSONType()...), '"')
		dst = append(e.outline(dst, g, o), '}')
	}
	for _, p := range o.Points {
		part(orb.Point{}, &topology.Outline{Points: []orb.Point{p}})
	}
	for _, line := range o.Lines {
		part(orb.LineString{}, &topology.Outline{Lines: []topology.Chain{line}})
	}
	for _, polygon := range o.Polygons {
		part(orb.Polygon{}, &topology.Outline{Polygons: [][]topology.Chain{polygon}})
	}
	return append(dst, ']')
}

func appendRings(dst []byte, rings []topology.Chain) []byte {
	return geojson.AppendList(dst, rings, appendChain)
}

func appendChain(dst []byte, chain topology.Chain) []byte {
	return geojson.AppendList(dst, chain, func(dst []byte, arc int) []byte { return strconv.AppendInt(dst, int64(arc), 10) })
}

// steps returns a position on the grid.
func steps(p orb.Point) [2]int64 {
	return [2]int64{int64(math.Round(p[0] * stepsPerDegree)), int64(math.Round(p[1] * stepsPerDegree))}
}

func appendPosition(dst []byte, p orb.Point) []byte {
	at := steps(p)
	return appendPair(dst, at[0], at[1])
}

func appendPair(dst []byte, x, y int64) []byte {
	dst = strconv.AppendInt(append(dst, '['), x, 10)
	dst = strconv.AppendInt(append(dst, ','), y, 10)
	return append(dst, ']')
}

// appendArc appends the first position and how far it is from each to the next. Positions that come
// to lie on the one before are left out, but an arc keeps two.
func appendArc(dst []byte, arc orb.LineString) []byte {
	dst = append(dst, '[')
	var before [2]int64
	written := 0
	for i, p := range arc {
		at := steps(p)
		needed := written == 0 || written == 1 && i == len(arc)-1
		if at == before && !needed {
			continue
		}
		if written > 0 {
			dst = append(dst, ',')
		}
		dst = appendPair(dst, at[0]-before[0], at[1]-before[1])
		before = at
		written++
	}
	return append(dst, ']')
}
