package csv

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// wktReader reads well-known text (OGC 06-103r4, 7.2). Heights and measures are left out.
type wktReader struct {
	text string
	at   int
}

// maxNesting limits how deep collections lie in each other.
const maxNesting = 10

// readWKT reads one geometry, with the SRID that PostGIS puts before it; nil if the text is blank or the geometry EMPTY.
func readWKT(text string) (orb.Geometry, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	if srid, rest, found := strings.Cut(text, ";"); found {
		if !strings.EqualFold(strings.TrimSpace(srid), "SRID=4326") {
			return nil, fmt.Errorf("%.20q: want SRID=4326, longitude and latitude in WGS 84", srid)
		}
		text = rest
	}
	r := &wktReader{text: text}
	g, err := r.geometry(0)
	if err != nil {
		return nil, err
	}
	if r.next() != 0 {
		return nil, r.wrong("the end")
	}
	return g, nil
}

// geometry reads one; nil if it is empty.
func (r *wktReader) geometry(depth int) (orb.Geometry, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("collections lie more than %d deep in each other", maxNesting)
	}
	kind := strings.TrimRight(r.word(), "ZM")
	if next := r.word(); next == "EMPTY" || strings.Trim(next, "ZM") == "" && next != "" && r.word() == "EMPTY" {
		return nil, nil
	}
	switch kind {
	case "POINT":
		points, err := r.points()
		if err == nil && len(points) != 1 {
			err = errors.New("a POINT of more than one position")
		}
		if err != nil {
			return nil, err
		}
		return points[0], nil
	case "LINESTRING":
		points, err := r.points()
		return orb.LineString(points), err
	case "POLYGON":
		return r.polygon()
	}
	return r.many(kind, depth)
}

// many reads the parts of a geometry of several.
func (r *wktReader) many(kind string, depth int) (orb.Geometry, error) {
	switch kind {
	case "MULTIPOINT":
		var points orb.MultiPoint
		err := r.list(func() error {
			if r.next() == '(' {
				more, err := r.points()
				points = append(points, more...)
				return err
			}
			p, err := r.position()
			points = append(points, p)
			return err
		})
		return points, err
	case "MULTILINESTRING":
		var lines orb.MultiLineString
		err := r.list(func() error {
			points, err := r.points()
			lines = append(lines, points)
			return err
		})
		return lines, err
	case "MULTIPOLYGON":
		var polygons orb.MultiPolygon
		err := r.list(func() error {
			polygon, err := r.polygon()
			polygons = append(polygons, polygon)
			return err
		})
		return polygons, err
	case "GEOMETRYCOLLECTION":
		var all orb.Collection
		err := r.list(func() error {
			g, err := r.geometry(depth + 1)
			if g != nil {
				all = append(all, g)
			}
			return err
		})
		return all, err
	}
	return nil, fmt.Errorf("type %.20q: want POINT, LINESTRING, POLYGON or one with MULTI", kind)
}

func (r *wktReader) polygon() (orb.Polygon, error) {
	var polygon orb.Polygon
	err := r.list(func() error {
		points, err := r.points()
		polygon = append(polygon, points)
		return err
	})
	return polygon, err
}

func (r *wktReader) points() ([]orb.Point, error) {
	var points []orb.Point
	err := r.list(func() error {
		p, err := r.position()
		points = append(points, p)
		return err
	})
	return points, err
}

// list reads items in brackets with commas between them.
func (r *wktReader) list(item func() error) error {
	if r.next() != '(' {
		return r.wrong("(")
	}
	r.at++
	for {
		if err := item(); err != nil {
			return err
		}
		switch r.next() {
		case ',':
			r.at++
		case ')':
			r.at++
			return nil
		default:
			return r.wrong(", or )")
		}
	}
}

// position reads two numbers and passes over those that follow.
func (r *wktReader) position() (orb.Point, error) {
	var p orb.Point
	for n := 0; ; n++ {
		r.next()
		end := r.at
		for end < len(r.text) && strings.IndexByte("+-.0123456789eE", r.text[end]) >= 0 {
			end++
		}
		if end == r.at && n >= 2 {
			return p, nil
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
}

// word reads letters, as capitals.
func (r *wktReader) word() string {
	r.next()
	start := r.at
	for r.at < len(r.text) && ('a' <= r.text[r.at]|0x20 && r.text[r.at]|0x20 <= 'z') {
		r.at++
	}
	return strings.ToUpper(r.text[start:r.at])
}

// next passes over space and returns the next byte, 0 at the end.
func (r *wktReader) next() byte {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
	if r.at == len(r.text) {
		return 0
	}
	return r.text[r.at]
}

func (r *wktReader) wrong(want string) error {
	return fmt.Errorf("at %.20q: want %s", r.text[r.at:], want)
}
