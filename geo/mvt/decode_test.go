package mvt

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// A strict decoder: what the specification forbids or advises against is an error.

type decodedLayer struct {
	name     string
	features []decodedFeature
}

type decodedFeature struct {
	id       uint64
	kind     kind
	values   map[string]any
	points   []point
	lines    [][]point
	polygons [][][]point // open rings
}

type reader struct{ rest []byte }

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		panic(fmt.Errorf("bad varint"))
	}
	r.rest = r.rest[n:]
	return v
}

// field returns the next field; v holds the number of a varint or fixed64, content what is
// delimited.
func (r *reader) field() (field, wire, v uint64, content []byte) {
	key := r.uvarint()
	field, wire = key>>3, key&7
	switch wire {
	case 0:
		v = r.uvarint()
	case 1:
		v = binary.LittleEndian.Uint64(r.rest)
		r.rest = r.rest[8:]
	case 2:
		n := r.uvarint()
		content, r.rest = r.rest[:n], r.rest[n:]
	case 5:
		v = uint64(binary.LittleEndian.Uint32(r.rest))
		r.rest = r.rest[4:]
	default:
		panic(fmt.Errorf("wire type %d", wire))
	}
	return field, wire, v, content
}

func packed(content []byte) []uint64 {
	var list []uint64
	for r := (reader{content}); len(r.rest) > 0; {
		list = append(list, r.uvarint())
	}
	return list
}

func want(ok bool, format string, args ...any) {
	if !ok {
		panic(fmt.Errorf(format, args...))
	}
}

func decode(tile []byte) (layers []decodedLayer, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%v", e)
		}
	}()
	names := map[string]bool{}
	for r := (reader{tile}); len(r.rest) > 0; {
		field, wire, _, content := r.field()
		want(field == 3 && wire == 2, "tile has field %d", field)
		l := decodeLayer(content)
		want(l.name != "" && !names[l.name], "layer name %q is empty or twice there", l.name)
		names[l.name] = true
		layers = append(layers, l)
	}
	return layers, nil
}

func decodeLayer(content []byte) decodedLayer {
	var l decodedLayer
	var keys []string
	var values []any
	var features [][]byte
	version, size := uint64(1), uint64(4096) // the defaults
	for r := (reader{content}); len(r.rest) > 0; {
		field, wire, v, content := r.field()
		want(wire == 2 == (field < 5), "layer field %d has wire type %d", field, wire)
		switch field {
		case 1:
			l.name = string(content)
		case 2:
			features = append(features, content)
		case 3:
			keys = append(keys, string(content))
		case 4:
			values = append(values, decodeValue(content))
		case 5:
			size = v
		case 15:
			version = v
		default:
			panic(fmt.Errorf("layer has field %d", field))
		}
	}
	want(version == 2, "version %d", version)
	want(size == extent, "extent %d", size)
	want(len(features) > 0, "layer %q is empty", l.name)
	used := map[string]bool{}
	for _, f := range features {
		l.features = append(l.features, decodeFeature(f, keys, values, used))
	}
	for i, key := range keys {
		want(used[key], "key %q is not used, or twice there", key)
		for _, other := range keys[:i] {
			want(other != key, "key %q is there twice", key)
		}
	}
	return l
}

func decodeValue(content []byte) any {
	r := reader{content}
	field, wire, v, text := r.field()
	want(len(r.rest) == 0, "value has several fields")
	want(field < 8 && wire == [...]uint64{9, 2, 5, 1, 0, 0, 0, 0}[field], "value field %d has wire type %d", field, wire)
	switch field {
	case 1:
		return string(text)
	case 2:
		return math.Float32frombits(uint32(v))
	case 3:
		return math.Float64frombits(v)
	case 4:
		return int64(v)
	case 5:
		return v
	case 6:
		return int64(v>>1) ^ -int64(v&1)
	case 7:
		return v == 1
	}
	panic(fmt.Errorf("value has field %d", field))
}

func decodeFeature(content []byte, keys []string, values []any, used map[string]bool) decodedFeature {
	f := decodedFeature{values: map[string]any{}}
	var geometry []uint64
	for r := (reader{content}); len(r.rest) > 0; {
		field, _, v, content := r.field()
		switch field {
		case 1:
			f.id = v
		case 2:
			tags := packed(content)
			want(len(tags)%2 == 0, "odd number of tags")
			for i := 0; i < len(tags); i += 2 {
				key := keys[tags[i]]
				_, twice := f.values[key]
				want(!twice, "key %q twice in a feature", key)
				f.values[key], used[key] = values[tags[i+1]], true
			}
		case 3:
			f.kind = kind(v)
		case 4:
			want(geometry == nil, "two geometries")
			geometry = packed(content)
		default:
			panic(fmt.Errorf("feature has field %d", field))
		}
	}
	want(f.kind >= pointKind && f.kind <= polygonKind, "geometry type %d", f.kind)
	f.decodeGeometry(geometry)
	return f
}

func (f *decodedFeature) decodeGeometry(list []uint64) {
	var cursor point
	var path []point
	var rings [][]point
	step := func() {
		delta := func(v uint64) int32 { return int32(v>>1) ^ -int32(v&1) }
		next := point{cursor.x + delta(list[0]), cursor.y + delta(list[1])}
		want(len(path) == 0 || next != cursor, "segment of no length at %v", next)
		want(inBox(next), "%v lies outside of the buffer", next)
		cursor, list = next, list[2:]
		path = append(path, cursor)
	}
	for len(list) > 0 {
		command, count := list[0]&7, list[0]>>3
		list = list[1:]
		want(command == closePath || count <= uint64(len(list)/2), "command for %d positions, %d numbers left", count, len(list))
		switch {
		case command == moveTo && f.kind == pointKind:
			want(len(f.points) == 0 && count > 0, "points with several MoveTo")
			for range count {
				path = nil
				step()
				f.points = append(f.points, cursor)
			}
		case command == moveTo:
			want(count == 1, "MoveTo %d", count)
			path = nil
			step()
		case command == lineTo:
			want(len(path) == 1, "LineTo without MoveTo")
			want(count > 0 && (f.kind == lineKind || count > 1), "LineTo %d", count)
			for range count {
				step()
			}
			if f.kind == lineKind {
				f.lines = append(f.lines, path)
			}
		case command == closePath && f.kind == polygonKind && count == 1:
			want(len(path) > 2 && path[0] != cursor, "ring closes itself")
			rings = append(rings, path)
			path = nil
		default:
			panic(fmt.Errorf("command %d x %d in geometry type %d", command, count, f.kind))
		}
	}
	for i, r := range rings {
		area := area2(r)
		want(area != 0, "ring of no area")
		want(i > 0 || area > 0, "exterior ring has negative area")
		if area > 0 {
			f.polygons = append(f.polygons, nil)
		}
		last := len(f.polygons) - 1
		f.polygons[last] = append(f.polygons[last], r)
	}
	want(len(f.points)+len(f.lines)+len(f.polygons) > 0, "feature is empty")
}

// inBox reports whether a position in tile units lies in the tile or its buffer.
func inBox(p point) bool {
	b := box{MinX: -bufferPx, MinY: -bufferPx, MaxX: extent + bufferPx, MaxY: extent + bufferPx}
	return b.Has(p.x, p.y)
}

// String writes the geometry, rings from their smallest vertex on, polygons in the order of these.
func (f decodedFeature) String() string {
	for _, polygon := range f.polygons {
		for i, ring := range polygon {
			first := slices.Index(ring, slices.MinFunc(ring, comparePoints))
			polygon[i] = slices.Concat(ring[first:], ring[:first])
		}
	}
	slices.SortFunc(f.polygons, func(a, b [][]point) int { return comparePoints(a[0][0], b[0][0]) })
	switch f.kind {
	case pointKind:
		return fmt.Sprint(f.points)
	case lineKind:
		return fmt.Sprint(f.lines)
	}
	return fmt.Sprint(f.polygons)
}

// simpleRing reports whether no two edges of a ring meet, but for neighbours in their common
// vertex.
func simpleRing(r []point) bool {
	n := len(r)
	for i := range n {
		for j := range i {
			a, b, c, d := r[i], r[(i+1)%n], r[j], r[(j+1)%n]
			if (i+1)%n == j || (j+1)%n == i {
				shared, p, q := b, a, d
				if (j+1)%n == i {
					shared, p, q = a, b, c
				}
				if n > 3 && cross(shared, p, q) == 0 && int64(p.x-shared.x)*int64(q.x-shared.x)+int64(p.y-shared.y)*int64(q.y-shared.y) > 0 {
					return false // a spike
				}
				continue
			}
			if sign(cross(a, b, c))*sign(cross(a, b, d)) <= 0 && sign(cross(c, d, a))*sign(cross(c, d, b)) <= 0 &&
				max(min(a.x, b.x), min(c.x, d.x)) <= min(max(a.x, b.x), max(c.x, d.x)) &&
				max(min(a.y, b.y), min(c.y, d.y)) <= min(max(a.y, b.y), max(c.y, d.y)) {
				return false
			}
		}
	}
	return true
}
