package geojson

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"

	"demarc/geo/jsontree"
)

// A packed document is one whose coordinates are numbers already. It is read again in a tenth of
// the time, to the same tree: the same bits in every coordinate, the same lines.
//
//	"demarc geojson 1\n"      the format; a change of it changes this line
//	text                      the document with [] for each array of coordinates, in which
//	                          everything but numbers stands as it was
//	arrays                    how many; of each its nesting, line ends, altitude, and how many
//	                          polygons, rings and positions, as varints
//	numbers                   all positions: 8 bytes if each is a whole number of 1e-7 degrees,
//	                          else 16
//
// Whoever keeps it checks that it is what was kept; ParsePacked only sees to it that whatever it is
// given ends in a tree or an error.
const packedHead = "demarc geojson 1\n"

// fixedPoint is the number of units in a degree of fixed positions; k/fixedPoint is the float64
// that reading the decimal number gives as well.
const fixedPoint = 1e7

// packedArray is an array of coordinates on its way into a packed document.
type packedArray struct {
	*coordinates
	from, to int // in the document
	lines    int // that end in it
}

// ParsePacking is Parse which also returns the packed document. It is nil if the document is none
// to be packed: one that has no coordinates, or holds some as no feature wants them.
func ParsePacking(document []byte) (root *jsontree.Node, packed []byte, err error) {
	var s scanner
	var arrays []packedArray
	marked := len(document) // of the document behind a byte order mark
	root, err = jsontree.ParseTaking(document, jsontree.Taker{Path: coordinatesPath, Take: func(text []byte, line int) (any, int, int) {
		taken, size, lines := s.take(text, line)
		if taken != nil {
			from := marked - len(text)
			arrays = append(arrays, packedArray{taken.(*coordinates), from, from + size, lines})
		}
		return taken, size, lines
	}})
	if err != nil || len(arrays) == 0 || !allWanted(root, len(arrays)) {
		return root, nil, err
	}
	return root, pack(document, arrays), nil
}

// allWanted tells whether Read takes each array for the geometry of a feature as it is. Others are
// read once more as a tree, for which their text is needed.
func allWanted(root *jsontree.Node, arrays int) bool {
	list := root.Member("features")
	if list == nil {
		return false
	}
	for _, feature := range list.Items {
		node := feature.Member("geometry")
		if c, ok := takenOf(node); ok {
			if geometry, _ := c.geometry(text(node.Member("type"))); geometry == nil {
				return false
			}
			arrays--
		}
	}
	return arrays == 0
}

func takenOf(geometry *jsontree.Node) (*coordinates, bool) {
	list := geometry.Member("coordinates")
	if list == nil {
		return nil, false
	}
	c, ok := list.Taken().(*coordinates)
	return c, ok
}

func pack(document []byte, arrays []packedArray) []byte {
	vertices, taken, fixed := 0, 0, true
	for _, a := range arrays {
		taken += a.to - a.from
		for _, polygon := range a.shape {
			for _, ring := range polygon {
				vertices += len(ring)
				fixed = fixed && allFixed(ring)
			}
		}
	}
	width := 16
	if fixed {
		width = 8
	}
	p := make([]byte, 0, len(packedHead)+len(document)-taken+taken/64+vertices*width+vertices/4+1024)
	p = append(p, packedHead...)
	p = binary.AppendUvarint(p, uint64(len(document)-taken+2*len(arrays)))
	from := 0
	for _, a := range arrays {
		p = append(append(p, document[from:a.from]...), "[]"...)
		from = a.to
	}
	p = append(p, document[from:]...)
	p = binary.AppendUvarint(p, uint64(len(arrays)))
	for _, a := range arrays {
		p = a.append(p)
	}
	p = binary.AppendUvarint(p, uint64(width))
	p = binary.AppendUvarint(p, uint64(vertices))
	for _, a := range arrays {
		for _, polygon := range a.shape {
			for _, ring := range polygon {
				p = appendPositions(p, ring, fixed)
			}
		}
	}
	return p
}

// append adds what is to be known of an array beside its positions.
func (a *packedArray) append(p []byte) []byte {
	for _, n := range []int{a.depth, a.lines, a.altitude, len(a.shape)} {
		p = binary.AppendUvarint(p, uint64(n))
	}
	for _, polygon := range a.shape {
		p = binary.AppendUvarint(p, uint64(len(polygon)))
		for _, ring := range polygon {
			p = binary.AppendUvarint(p, uint64(len(ring)))
		}
	}
	p = binary.AppendUvarint(p, uint64(len(a.rings)))
	for _, r := range a.rings {
		for _, n := range []int32{r.Polygon, r.Ring, r.Line} {
			p = binary.AppendUvarint(p, uint64(n))
		}
	}
	return p
}

func allFixed(ring orb.Ring) bool {
	for _, p := range ring {
		for _, v := range p {
			if k := math.Round(v * fixedPoint); !(math.Abs(k) <= math.MaxInt32) || math.Float64bits(float64(int32(k))/fixedPoint) != math.Float64bits(v) {
				return false
			}
		}
	}
	return true
}

func appendPositions(p []byte, ring orb.Ring, fixed bool) []byte {
	for _, at := range ring {
		if fixed {
			p = binary.LittleEndian.AppendUint32(p, uint32(int32(math.Round(at[0]*fixedPoint))))
			p = binary.LittleEndian.AppendUint32(p, uint32(int32(math.Round(at[1]*fixedPoint))))
		} else {
			p = binary.LittleEndian.AppendUint64(p, math.Float64bits(at[0]))
			p = binary.LittleEndian.AppendUint64(p, math.Float64bits(at[1]))
		}
	}
	return p
}

var errPacked = errors.New("not a packed GeoJSON document")

// ParsePacked reads a packed document as Parse reads the one that it was made of.
func ParsePacked(packed []byte) (*jsontree.Node, error) {
	u := unpacker{rest: packed}
	if string(u.take(len(packedHead))) != packedHead {
		return nil, errPacked
	}
	document := u.take(u.count(1))
	arrays := u.arrays()
	if u.failed || len(u.rest) > 0 {
		return nil, errPacked
	}
	next := 0
	root, err := jsontree.ParseTaking(document, jsontree.Taker{Path: coordinatesPath, Take: func(text []byte, _ int) (any, int, int) {
		if next == len(arrays) || len(text) < 2 || text[0] != '[' || text[1] != ']' {
			return nil, 0, 0
		}
		a := &arrays[next]
		next++
		return a.coordinates, 2, a.lines
	}})
	if err != nil {
		return nil, err
	}
	if next < len(arrays) || !allWanted(root, len(arrays)) {
		return nil, errPacked
	}
	return root, nil
}

// unpacker reads a packed document. Once something is missing it has failed, and reads nothing.
type unpacker struct {
	rest     []byte
	failed   bool
	rings    []int32 // how many positions each has
	vertices uint64  // of all of them
}

func (u *unpacker) take(n int) []byte {
	if u.failed || n < 0 || n > len(u.rest) {
		u.failed = true
		return nil
	}
	taken := u.rest[:n]
	u.rest = u.rest[n:]
	return taken
}

func (u *unpacker) uvarint() uint64 {
	v, n := binary.Uvarint(u.rest)
	if u.failed || n <= 0 {
		u.failed = true
		return 0
	}
	u.rest = u.rest[n:]
	return v
}

// count reads how many things follow that take so many bytes each at least.
func (u *unpacker) count(bytes int) int {
	n := u.uvarint()
	if n > uint64(len(u.rest)/bytes) {
		u.failed = true
		return 0
	}
	return int(n)
}

// line reads the number of a line, or how many there are.
func (u *unpacker) line() int {
	n := u.uvarint()
	if n > math.MaxInt32 {
		u.failed = true
		return 0
	}
	return int(n)
}

// arrays reads all arrays with their positions, which share one piece of memory.
func (u *unpacker) arrays() []packedArray {
	const least = 4 // numbers of an array, of one byte
	arrays := make([]packedArray, u.count(least))
	for i := range arrays {
		if arrays[i] = u.array(); u.failed {
			return nil
		}
	}
	width := u.uvarint()
	if u.uvarint() != u.vertices || width != 8 && width != 16 || u.vertices > uint64(len(u.rest))/width {
		u.failed = true
		return nil
	}
	points := positions(u.take(int(u.vertices*width)), width == 8)
	for _, a := range arrays {
		for _, polygon := range a.shape {
			for i := range polygon {
				n := u.rings[0]
				polygon[i], points, u.rings = points[:n:n], points[n:], u.rings[1:]
			}
		}
		u.failed = u.failed || !a.nested()
	}
	return arrays
}

func (u *unpacker) array() packedArray {
	c := &coordinates{depth: u.line()}
	a := packedArray{coordinates: c, lines: u.line()}
	c.altitude = u.line()
	c.shape = make(orb.MultiPolygon, u.count(1))
	for k := range c.shape {
		c.shape[k] = make(orb.Polygon, u.count(1))
		for range c.shape[k] {
			n := u.uvarint()
			if u.vertices += n; n > math.MaxInt32 || u.vertices > uint64(len(u.rest))/8 { // positions come last
				u.failed = true
				return a
			}
			u.rings = append(u.rings, int32(n))
		}
	}
	if lines := u.count(3); lines > 0 {
		c.rings = make(Rings, lines)
	}
	for k := range c.rings {
		c.rings[k] = ringLine{int32(u.line()), int32(u.line()), int32(u.line())}
	}
	return a
}

// nested tells whether there are the parts that the depth says.
func (c *coordinates) nested() bool {
	if len(c.shape) == 0 || c.depth < 1 || c.depth > 4 || c.depth < 4 && len(c.shape) > 1 {
		return false
	}
	for _, polygon := range c.shape {
		if len(polygon) == 0 || c.depth < 3 && len(polygon) > 1 {
			return false
		}
		for _, ring := range polygon {
			if len(ring) == 0 || c.depth < 2 && len(ring) > 1 {
				return false
			}
		}
	}
	return true
}

func positions(numbers []byte, fixed bool) []orb.Point {
	if fixed {
		points := make([]orb.Point, len(numbers)/8)
		for i := range points {
			at := numbers[8*i : 8*i+8]
			points[i] = orb.Point{
				float64(int32(binary.LittleEndian.Uint32(at))) / fixedPoint, float64(int32(binary.LittleEndian.Uint32(at[4:]))) / fixedPoint,
			}
		}
		return points
	}
	points := make([]orb.Point, len(numbers)/16)
	for i := range points {
		at := numbers[16*i : 16*i+16]
		points[i] = orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(at)), math.Float64frombits(binary.LittleEndian.Uint64(at[8:]))}
	}
	return points
}
