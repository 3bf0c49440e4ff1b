package geojson

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/decimal"
	"demarc/geo/jsontree"
)

// Parse reads a GeoJSON document into a tree for Read. The coordinates of its
// features take about as much memory as their float64s.
func Parse(document []byte) (*jsontree.Node, error) {
	var s scanner
	return jsontree.ParseTaking(document, jsontree.Taker{Path: coordinatesPath, Take: s.take})
}

// coordinatesPath leads to the coordinates of features, but not to those in collections.
var coordinatesPath = []string{"features", "geometry", "coordinates"}

// coordinates are well-formed ones of any geometry: arrays nested evenly, of
// positions of at least two numbers.
type coordinates struct {
	depth    int // 1: a position, 2: positions, 3: those of rings or lines, 4: of polygons
	shape    orb.MultiPolygon
	rings    Rings
	altitude int // line of the first position of more than two numbers, 0 if there is none
}

// scanner reads coordinates from text. It leaves whatever is unusual to the
// tree, which has the words for it.
type scanner struct {
	text   []byte
	at     int // the next byte
	line   int // on which it stands
	points []orb.Point
	c      coordinates
}

// take is what jsontree.Taker wants.
func (s *scanner) take(text []byte, line int) (taken any, size, lines int) {
	s.text, s.at, s.line, s.c = text, 0, line, coordinates{depth: nesting(text)}
	ok := false
	switch s.c.depth {
	case 1:
		s.points = s.points[:0]
		ok = s.position()
		s.keep()
	case 2:
		ok = s.ring()
	case 3:
		ok = s.polygon()
	case 4:
		ok = s.list(s.polygon)
	}
	// JSON has rules of its own for exponents; hardly any coordinate has one.
	read := text[:s.at]
	if !ok || (bytes.IndexByte(read, 'e') >= 0 || bytes.IndexByte(read, 'E') >= 0) && !json.Valid(read) {
		return nil, 0, 0
	}
	c := s.c
	return &c, s.at, s.line - line
}

// nesting counts the brackets that text begins with.
func nesting(text []byte) int {
	n := 0
	for _, c := range text {
		switch c {
		case '[':
			n++
		case ' ', '\t', '\r', '\n':
		default:
			return n
		}
	}
	return n
}

// list reads an array that is not empty.
func (s *scanner) list(item func() bool) bool {
	if !s.eat('[') {
		return false
	}
	for item() {
		if !s.eat(',') {
			return s.eat(']')
		}
	}
	return false
}

func (s *scanner) polygon() bool {
	s.c.shape = append(s.c.shape, nil)
	return s.list(s.ring)
}

func (s *scanner) ring() bool {
	s.space()
	line := s.line
	s.points = s.points[:0]
	if !s.list(s.position) {
		return false
	}
	s.keep()
	last := len(s.c.shape) - 1
	s.c.rings.add(last, len(s.c.shape[last])-1, line)
	return true
}

// keep makes a ring of the positions.
func (s *scanner) keep() {
	if len(s.c.shape) == 0 {
		s.c.shape = append(s.c.shape, nil)
	}
	polygon := &s.c.shape[len(s.c.shape)-1]
	*polygon = append(*polygon, slices.Clone(s.points))
}

func (s *scanner) position() bool {
	s.space()
	line := s.line
	if !s.eat('[') {
		return false
	}
	lon, ok := s.number()
	if !ok || !s.eat(',') {
		return false
	}
	lat, ok := s.number()
	if !ok {
		return false
	}
	s.points = append(s.points, orb.Point{lon, lat})
	for !s.eat(']') {
		if s.c.altitude == 0 {
			s.c.altitude = line
		}
		if !s.eat(',') {
			return false
		}
		if _, ok := s.number(); !ok {
			return false
		}
	}
	return true
}

// number reads a number as JSON writes it, but for exponents.
func (s *scanner) number() (float64, bool) {
	s.space()
	first := s.at
	if first < len(s.text) && s.text[first] == '-' {
		first++
	}
	if !s.digit(first) || s.text[first] == '0' && s.digit(first+1) {
		return 0, false
	}
	value, end, ok := decimal.Parse(s.text, s.at)
	s.at = end
	return value, ok && s.digit(end-1)
}

func (s *scanner) digit(at int) bool { return at < len(s.text) && s.text[at]-'0' < 10 }

// eat steps over c, and the space before it, if it comes next.
func (s *scanner) eat(c byte) bool {
	s.space()
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scanner) space() {
	if s.at < len(s.text) && s.text[s.at] > ' ' {
		return
	}
	s.skip()
}

func (s *scanner) skip() {
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\n':
			s.line++
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}
