package server

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/crs"
)

// picture is a small map of features that needs no script.
type picture struct {
	Width, Height int
	Shapes        []shape
}

type shape struct {
	Class string // "ground", "area", "line" or "point"
	Path  string
	Fill  string // a colour, "" for that of the style
	Title string
}

const (
	pictureWidth  = 640
	pictureHeight = 480
	pictureMargin = 12
	// pictureShapes limits how many features are drawn.
	pictureShapes = 2000
)

// drawing draws features above a ground of others, in web Mercator; nil when
// there is nothing to draw.
func drawing(features, ground []geo.Feature) *picture {
	box, ok := orb.Bound{}, false
	for _, f := range features[:min(len(features), pictureShapes)] {
		switch {
		case f.Geometry == nil:
		case !ok:
			box, ok = f.Geometry.Bound(), true
		default:
			box = box.Union(f.Geometry.Bound())
		}
	}
	if !ok {
		return nil
	}
	p := newPen(box)
	for _, f := range ground[:min(len(ground), pictureShapes)] {
		if f.Geometry != nil && f.Geometry.Bound().Intersects(p.seen) {
			p.draw(f, "", true)
		}
	}
	for _, f := range features[:min(len(features), pictureShapes)] {
		if f.Geometry != nil {
			p.draw(f, colourOf(f), false)
		}
	}
	return &p.picture
}

// colourOf returns the colour that a feature brings along.
func colourOf(f geo.Feature) string {
	for _, v := range f.Values {
		if text, ok := v.(string); ok && len(text) == 7 && text[0] == '#' && strings.Trim(text[1:], "0123456789abcdefABCDEF") == "" {
			return text
		}
	}
	return ""
}

// pen draws with the scale of a picture.
type pen struct {
	picture picture
	seen    orb.Bound // longitude, latitude
	origin  orb.Point // metres, of the north-west corner
	scale   float64   // pixels a metre
}

func newPen(box orb.Bound) *pen {
	low, high := crs.WebMercator.Forward(box.Min), crs.WebMercator.Forward(box.Max)
	const least = 20e3 // metres: a point is drawn with its surroundings
	for i := range low {
		if grow := least - (high[i] - low[i]); grow > 0 {
			low[i], high[i] = low[i]-grow/2, high[i]+grow/2
		}
	}
	width, height := high[0]-low[0], high[1]-low[1]
	scale := min((pictureWidth-2*pictureMargin)/width, (pictureHeight-2*pictureMargin)/height)
	margin := pictureMargin / scale
	p := &pen{scale: scale, origin: orb.Point{low[0] - margin, high[1] + margin}}
	p.picture.Width, p.picture.Height = int(width*scale)+2*pictureMargin, int(height*scale)+2*pictureMargin
	p.seen = orb.Bound{
		Min: crs.WebMercator.Inverse(orb.Point{low[0] - margin, low[1] - margin}),
		Max: crs.WebMercator.Inverse(orb.Point{high[0] + margin, high[1] + margin}),
	}
	return p
}

func (p *pen) draw(f geo.Feature, fill string, ground bool) {
	var path strings.Builder
	p.trace(&path, f.Geometry)
	s := shape{Class: [...]string{"point", "line", "area"}[min(2, max(0, f.Geometry.Dimensions()))], Path: path.String(), Fill: fill, Title: f.ID}
	if ground {
		s.Class += " ground"
	}
	if s.Path != "" {
		p.picture.Shapes = append(p.picture.Shapes, s)
	}
}

// trace appends a geometry as the data of an SVG path. A point is a stroke
// without length, which a round cap makes a dot.
func (p *pen) trace(path *strings.Builder, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		p.line(path, []orb.Point{g, g}, "")
	case orb.MultiPoint:
		for _, at := range g {
			p.trace(path, at)
		}
	case orb.LineString:
		p.line(path, g, "")
	case orb.MultiLineString:
		for _, line := range g {
			p.line(path, line, "")
		}
	case orb.Polygon:
		for _, ring := range g {
			p.line(path, ring, "Z")
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			p.trace(path, polygon)
		}
	}
}

// line leaves out positions that come within half a pixel of the one before.
func (p *pen) line(path *strings.Builder, points []orb.Point, end string) {
	var last orb.Point
	for i, at := range points {
		metres := crs.WebMercator.Forward(at)
		x, y := (metres[0]-p.origin[0])*p.scale, (p.origin[1]-metres[1])*p.scale
		if i == 0 {
			fmt.Fprintf(path, "M%.1f %.1f", x, y)
		} else if i < len(points)-1 && (x-last[0])*(x-last[0])+(y-last[1])*(y-last[1]) < 0.25 {
			continue
		} else {
			fmt.Fprintf(path, "L%.1f %.1f", x, y)
		}
		last = orb.Point{x, y}
	}
	path.WriteString(end)
}
