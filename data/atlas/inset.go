package atlas

import (
	"strings"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/picture"
	"demarc/geo/rgb"
)

// insetShapes limits the features of an inset.
const insetShapes = 2000

// Inset draws features above a ground of others as SVG, an element of a page that needs no script
// and has the colours in its style sheet; "" when there is nothing to draw.
func Inset(features, ground []geo.Feature) string {
	inset := picture.Inset{
		Width: 640, Height: 480, Margin: 12, Label: "The features on a map",
		Least: 20e3, // a point is drawn with its surroundings
	}
	features = features[:min(len(features), insetShapes)]
	for _, f := range ground[:min(len(ground), insetShapes)] {
		inset.Shapes = append(inset.Shapes, shapeOf(f, " ground", 2.5))
	}
	found := false
	for _, f := range features {
		if f.Geometry == nil {
			continue
		}
		if !found {
			inset.Bound, found = f.Geometry.Bound(), true
		}
		inset.Bound = inset.Bound.Union(f.Geometry.Bound())
		shape := shapeOf(f, "", 4)
		shape.Fill = &picture.Fill{Color: colorOf(f)}
		inset.Shapes = append(inset.Shapes, shape)
	}
	if !found {
		return ""
	}
	var b strings.Builder
	if err := inset.WriteSVG(&b); err != nil {
		panic(err) // a strings.Builder never fails
	}
	return b.String()
}

// shapeOf leaves the look of a feature to the page: its class is that of its dimension, and more.
func shapeOf(f geo.Feature, more string, radius float64) picture.Shape {
	s := picture.Shape{Geometry: f.Geometry, Title: f.ID, Radius: radius}
	if f.Geometry != nil {
		s.Class = [...]string{"point", "line", "area"}[min(2, max(0, f.Geometry.Dimensions()))] + more
	}
	return s
}

// colorOf returns the first colour among the values of a feature, "" if there is none.
func colorOf(f geo.Feature) string {
	for _, v := range f.Values {
		if text, ok := v.(string); ok {
			if _, ok := rgb.Parse(text); ok {
				return text
			}
		}
	}
	return ""
}

// CollectionInset draws a collection on the day that the dataset is first shown on; the colours of
// many days would hide each other. A collection with nothing on that day is drawn as a whole, and
// no day returned.
func CollectionInset(s *data.Snapshot, c *data.Collection) (svg, day string) {
	if first := s.Dataset.View.Date; c.Dated {
		layer, err := s.Layer(c.Name, data.Selection{During: date.Interval{From: first, To: first + 1}})
		if svg := Inset(layer.Features, nil); err == nil && svg != "" {
			return svg, first.String()
		}
	}
	return Inset(c.Features, nil), ""
}
