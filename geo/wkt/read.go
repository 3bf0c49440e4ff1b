package wkt

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Limits of what is read.
const (
	maxDepth     = 10      // of collections in each other
	maxPositions = 1 << 24 // 256 MB
)

// Error is what is wrong with a text, and where.
type Error struct {
	At   int // bytes into the text
	Want string
	near string
}

func (e *Error) Error() string {
	if e.near == "" {
		return fmt.Sprintf("at the end: want %s", e.Want)
	}
	return fmt.Sprintf("at byte %d, %.20q: want %s", e.At+1, e.near, e.Want)
}

// Parse reads a geometry, with the SRID that PostGIS puts before it; nil if the text is blank or
// the geometry EMPTY. Heights and measures are left out, and so are empty members of a collection.
func Parse(text string) (orb.Geometry, error) {
	r := &reader{text: text, left: maxPositions}
	if r.next() == 0 {
		return nil, nil
	}
	if err := r.srid(); err != nil {
		return nil, err
	}
	g, err := r.geometry(0)
	if err != nil {
		return nil, err
	}
	if r.next() != 0 {
		return nil, r.wrong("the end")
	}
	return g, nil
}

// ParsePrefix reads the geometry with which a text begins, of at most limit positions, and returns
// its length.
func ParsePrefix(text string, limit int) (g orb.Geometry, size int, err error) {
	r := &reader{text: text, left: min(limit, maxPositions)}
	if g, err = r.geometry(0); err != nil {
		return nil, 0, err
	}
	return g, r.at, nil
}

// reader reads from left to right.
type reader struct {
	text string
	at   int
	left int // positions that may still come
}

// srid steps over SRID=4326; if that comes next.
func (r *reader) srid() error {
	start := r.at
	if r.word() != "SRID" {
		r.at = start
		return nil
	}
	if r.next() != '=' {
		return r.wrong("=")
	}
	r.at++
	r.next()
	if rest, ok := strings.CutPrefix(r.text[r.at:], "4326"); !ok || rest != "" && rest[0]-'0' < 10 {
		return r.wrong("4326, longitude and latitude in WGS 84")
	}
	r.at += len("4326")
	if r.next() != ';' {
		return r.wrong(";")
	}
	r.at++
	return nil
}

// geometry reads one; nil if it is empty.
func (r *reader) geometry(depth int) (orb.Geometry, error) {
	if depth > maxDepth {
		return nil, r.wrong(fmt.Sprintf("collections no more than %d deep in each other", maxDepth))
	}
	r.next()
	start := r.at
	kind := strings.TrimRight(r.word(), "ZM")
	next := r.word()
	if strings.Trim(next, "ZM") == "" && next != "" { // Z, M or ZM apart
		next = r.word()
	}
	if next == "EMPTY" && kind != "" {
		return nil, nil
	}
	if next == "" {
		switch kind {
		case "POINT":
			return r.point()
		case "LINESTRING":
			return list[orb.LineString](r, r.position)
		case "POLYGON":
			return r.polygon()
		case "MULTIPOINT":
			return list[orb.MultiPoint](r, func() (orb.Point, error) {
				if r.next() == '(' {
					return r.point()
				}
				return r.position()
			})
		case "MULTILINESTRING":
			return list[orb.MultiLineString](r, func() (orb.LineString, error) { return list[orb.LineString](r, r.position) })
		case "MULTIPOLYGON":
			return list[orb.MultiPolygon](r, r.polygon)
		case "GEOMETRYCOLLECTION":
			return r.collection(depth)
		}
	}
	r.at = start
	return nil, r.wrong("POINT, LINESTRING, POLYGON, one of these with MULTI, or GEOMETRYCOLLECTION")
}

func (r *reader) collection(depth int) (orb.Geometry, error) {
	members, err := list[orb.Collection](r, func() (orb.Geometry, error) { return r.geometry(depth + 1) })
	kept := members[:0]
	for _, g := range members {
		if g != nil {
			kept = append(kept, g)
		}
	}
	return kept, err
}

func (r *reader) polygon() (orb.Polygon, error) {
	return list[orb.Polygon](r, func() (orb.Ring, error) { return list[orb.Ring](r, r.position) })
}

func (r *reader) point() (orb.Point, error) {
	r.next()
	start := r.at
	points, err := list[[]orb.Point](r, r.position)
	if err != nil {
		return orb.Point{}, err
	}
	if len(points) > 1 {
		r.at = start
		return orb.Point{}, r.wrong("one position")
	}
	return points[0], nil
}

// list reads items in brackets with commas between them.
func list[S ~[]E, E any](r *reader, item func() (E, error)) (S, error) {
	if r.next() != '(' {
		return nil, r.wrong("(")
	}
	var all S
	for {
		r.at++ // the bracket or a comma
		one, err := item()
		if err != nil {
			return nil, err
		}
		all = append(all, one)
		switch r.next() {
		case ',':
		case ')':
			r.at++
			return all, nil
		default:
			return nil, r.wrong(", or )")
		}
	}
}

// position reads two numbers and passes over up to two that follow.
func (r *reader) position() (orb.Point, error) {
	var p orb.Point
	if r.left--; r.left < 0 {
		return p, r.wrong("fewer positions")
	}
	for n := range 4 {
		r.next()
		end := r.at
		for end < len(r.text) && strings.IndexByte("+-.0123456789eE", r.text[end]) >= 0 {
			end++
		}
		if end == r.at && n >= 2 {
			break
		}
		value, err := strconv.ParseFloat(r.text[r.at:end], 64)
		if err != nil {
			return p, r.wrong("a number")
		}
		if n < 2 {
			p[n] = value
		}
		r.at = end
	}
	return p, nil
}

// word reads letters, as capitals.
func (r *reader) word() string {
	r.next()
	start := r.at
	for r.at < len(r.text) && ('a' <= r.text[r.at]|0x20 && r.text[r.at]|0x20 <= 'z') {
		r.at++
	}
	return strings.ToUpper(r.text[start:r.at])
}

// next passes over space and returns the next byte, 0 at the end.
func (r *reader) next() byte {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
	if r.at == len(r.text) {
		return 0
	}
	return r.text[r.at]
}

func (r *reader) wrong(want string) error {
	return &Error{At: r.at, Want: want, near: r.text[r.at:]}
}
