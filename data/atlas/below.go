package atlas

import (
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/picture"
)

// belowCredit is whose the world below all maps is.
const belowCredit = "Natural Earth"

// below draws what lies below the map as it was on the day: lines and names of countries only where
// the dataset has no context of its own, which knows better.
func (m *sheet) below() {
	if m.q.Below == nil {
		return
	}
	var known []orb.Bound
	for _, context := range m.s.Dataset.Context {
		if len(context.Features) > 0 {
			known = append(known, contextBound(context))
		}
	}
	names := m.around(known)
	for _, layer := range m.q.Below(m.framedIn(), m.p.Width) {
		for i := range layer.Features {
			f := &layer.Features[i]
			if !holds(&layer, f, m.q.Day) {
				continue
			}
			if at, ok := f.Geometry.(orb.Point); ok {
				names.add(&layer, f, at)
				continue
			}
			if f.Geometry.Dimensions() == 2 {
				m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: f.Geometry, Fill: &picture.Fill{Color: WaterColor, Opacity: 1}})
				continue
			}
			stroke := picture.Stroke{Color: countryColor, Opacity: 0.42, Width: 1.2}
			switch text(&layer, f, "kind") {
			case "river":
				stroke = picture.Stroke{Color: RiverColor, Width: 1}
			case "disputed":
				stroke.Dash = []float64{4, 3}
			}
			if lines := without(f.Geometry, known); len(lines) > 0 {
				m.p.Shapes = append(m.p.Shapes, picture.Shape{Geometry: lines, Strokes: []picture.Stroke{stroke}})
			}
		}
	}
	m.p.Labels = append(m.p.Labels, names.labels()...)
}

// leastMap is which share of the height of a picture its map has at least.
const leastMap = 0.5

// framedIn is the box that a picture shows, or a somewhat larger one: that of the map in the middle
// of what room there is.
func (m *sheet) framedIn() orb.Bound {
	b, shape := m.p.Bound, float64(m.p.Width)/float64(m.p.Height)
	middle := b.Center()
	squeeze := max(math.Cos(middle[1]*math.Pi/180), 0.1) // a degree of latitude is so much longer than on the map
	width := max(b.Max[0]-b.Min[0], (b.Max[1]-b.Min[1])/squeeze*shape/leastMap)
	height := max(b.Max[1]-b.Min[1], width*squeeze/shape)
	width = min(width, 720)
	return orb.Bound{
		Min: orb.Point{middle[0] - width/2, max(middle[1]-height/2, -90)},
		Max: orb.Point{middle[0] + width/2, min(middle[1]+height/2, 90)},
	}
}

// credited adds the source of what lies below to a line of credits that does not have it.
func (m *sheet) credited(line string) string {
	if m.q.Below == nil || strings.Contains(line, belowCredit) {
		return line
	}
	return strings.TrimPrefix(line+"; "+belowCredit, "; ")
}

// text is the text that a feature has in a field, "" if it has none.
func text(l *geo.Layer, f *geo.Feature, field string) string {
	return f.Text(slices.IndexFunc(l.Fields, func(known geo.Field) bool { return known.Name == field }))
}

// holds tells whether a feature holds on a day.
func holds(l *geo.Layer, f *geo.Feature, day date.Date) bool {
	from, to := text(l, f, "valid_from"), text(l, f, "valid_to")
	first, err := date.Parse(from)
	if from != "" && (err != nil || day < first) {
		return false
	}
	end, err := date.Parse(to)
	return to == "" || err == nil && day < end
}

// without returns lines without their edges in any of the boxes.
func without(g orb.Geometry, boxes []orb.Bound) (kept orb.MultiLineString) {
	lines, _ := g.(orb.MultiLineString)
	for _, line := range lines {
		var run orb.LineString
		flush := func() {
			if len(run) > 1 {
				kept = append(kept, run)
			}
			run = nil
		}
		for i := 1; i < len(line); i++ {
			middle := orb.Point{(line[i-1][0] + line[i][0]) / 2, (line[i-1][1] + line[i][1]) / 2}
			if slices.ContainsFunc(boxes, func(b orb.Bound) bool { return b.Contains(middle) }) {
				flush()
				continue
			}
			if len(run) == 0 {
				run = append(run, line[i-1])
			}
			run = append(run, line[i])
		}
		flush()
	}
	return kept
}
