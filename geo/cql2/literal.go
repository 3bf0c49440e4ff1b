package cql2

import (
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/calendar"
)

// function makes a node of a function with its operands; DATE, TIMESTAMP, INTERVAL and BBOX are
// literals.
func (p *parser) function(name string, args []*node) (*node, error) {
	switch name {
	case "date", "timestamp":
		if len(args) != 1 || args[0].kind != textNode {
			return nil, fmt.Errorf("filter: %s: want one text in quotes", strings.ToUpper(name))
		}
		return p.instant(name, args[0].text)
	case "interval":
		return p.interval(args)
	case "bbox":
		var numbers []float64
		for _, a := range args {
			if a.kind != numberNode {
				return nil, fmt.Errorf("filter: BBOX: %s: want numbers", a)
			}
			numbers = append(numbers, a.number)
		}
		return p.bbox(numbers)
	}
	return p.add(node{name: name, args: args})
}

// parseDay reads a day or the day of a timestamp, counted from 1970-01-01. T and Z may be small
// letters (RFC 3339, 5.6).
func parseDay(text string) (int64, bool) {
	day, clock, timed := strings.Cut(strings.ToUpper(text), "T")
	if timed {
		if _, err := time.Parse(time.RFC3339, "2000-01-01T"+clock); err != nil {
			return 0, false // the day is ours to read: package time knows no year before 0
		}
	}
	number, ok := calendar.Parse(day)
	return int64(number), ok
}

func (p *parser) instant(name, text string) (*node, error) {
	day, ok := parseDay(text)
	if !ok || (name == "timestamp") != strings.ContainsAny(text, "Tt") {
		form := "YYYY-MM-DD"
		if name == "timestamp" {
			form = "YYYY-MM-DDThh:mm:ssZ"
		}
		return nil, fmt.Errorf("filter: %s %q: want %s", name, text, form)
	}
	return p.add(node{kind: dayNode, day: day})
}

// interval makes an interval of two ends: texts, dates, properties or "..".
func (p *parser) interval(ends []*node) (*node, error) {
	if len(ends) != 2 {
		return nil, fmt.Errorf("filter: INTERVAL: want two ends, for instance INTERVAL('2020-11-10', '..')")
	}
	for i, end := range ends {
		switch {
		case end.kind == textNode && end.text == "..":
			ends[i] = &node{kind: openNode}
		case end.kind == textNode:
			day, ok := parseDay(end.text)
			if !ok {
				return nil, fmt.Errorf("filter: INTERVAL: %q: want YYYY-MM-DD or '..'", end.text)
			}
			ends[i] = &node{kind: dayNode, day: day}
		case end.kind != dayNode && end.kind != propertyNode:
			return nil, fmt.Errorf("filter: INTERVAL: %s: want a date, a property or '..'", end)
		}
	}
	if ends[0].kind == dayNode && ends[1].kind == dayNode && ends[0].day > ends[1].day {
		return nil, fmt.Errorf("filter: INTERVAL: it ends before it begins")
	}
	return p.add(node{kind: intervalNode, args: ends})
}

// bbox makes a geometry of the numbers of a box, see geo.Boxes.
func (p *parser) bbox(numbers []float64) (*node, error) {
	if len(numbers) != 4 && len(numbers) != 6 {
		return nil, fmt.Errorf("filter: BBOX: %d numbers: want 4, or 6 with heights", len(numbers))
	}
	half := len(numbers) / 2
	low, err := p.position(numbers[0], numbers[1])
	if err != nil {
		return nil, err
	}
	high, err := p.position(numbers[half], numbers[half+1])
	if err != nil {
		return nil, err
	}
	boxes, err := geo.Boxes(low, high)
	if err != nil {
		return nil, fmt.Errorf("filter: BBOX: %w", err)
	}
	if len(boxes) == 1 {
		return p.add(node{kind: shapeNode, shape: boxes[0]})
	}
	return p.add(node{kind: shapeNode, shape: orb.Collection{boxes[0], boxes[1]}})
}

// position reads two coordinates as the filter writes them. The longitude stays on its turn of the
// globe: that of one position says nothing without those of the others.
func (p *parser) position(x, y float64) (orb.Point, error) {
	if p.positions++; p.positions > maxPositions {
		return orb.Point{}, fmt.Errorf("filter: more than %d positions: want simpler geometries", maxPositions)
	}
	at := orb.Point{x, y}
	if p.schema.Inverse != nil {
		at = p.schema.Inverse(at)
	}
	if _, err := geo.TurnPoint(at); err != nil {
		return at, fmt.Errorf("filter: position %v %v: want longitude and latitude in the order of filter-crs: %w", x, y, err)
	}
	return at, nil
}

// shapes are the names of geometries.
var shapes = map[string]bool{
	"point": true, "multipoint": true, "linestring": true, "polygon": true,
	"multilinestring": true, "multipolygon": true, "geometrycollection": true,
}

// shape makes a node of a geometry as the filter writes it.
func (p *parser) shape(g orb.Geometry) (*node, error) {
	g, err := p.placed(g)
	if err != nil {
		return nil, err
	}
	return p.add(node{kind: shapeNode, shape: geo.Turns(g)})
}

// placed checks a geometry and turns it into longitude and latitude, in place but for a point.
func (p *parser) placed(g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case orb.Point:
		return p.position(g[0], g[1])
	case orb.MultiPoint:
		return g, p.points(g)
	case orb.LineString:
		return g, p.line(g)
	case orb.MultiLineString:
		return g, every(g, p.line)
	case orb.Polygon:
		return g, p.polygon(g)
	case orb.MultiPolygon:
		return g, every(g, p.polygon)
	case orb.Collection:
		for i, member := range g {
			var err error
			if g[i], err = p.placed(member); err != nil {
				return nil, err
			}
		}
		return g, nil
	}
	return nil, fmt.Errorf("filter: an empty geometry: want positions")
}

func every[T any](list []T, check func(T) error) error {
	for _, v := range list {
		if err := check(v); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) points(points []orb.Point) (err error) {
	for i, at := range points {
		if points[i], err = p.position(at[0], at[1]); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) line(line orb.LineString) error {
	if len(line) < 2 {
		return fmt.Errorf("filter: a line of %d positions: want at least 2", len(line))
	}
	return p.points(line)
}

func (p *parser) polygon(polygon orb.Polygon) error {
	if len(polygon) == 0 {
		return fmt.Errorf("filter: a polygon without rings")
	}
	return every(polygon, func(ring orb.Ring) error {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			return fmt.Errorf("filter: a ring of %d positions: want at least 4, the last the same as the first", len(ring))
		}
		return p.points(ring)
	})
}
