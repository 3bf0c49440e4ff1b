package server

import (
	"html/template"
	"strings"

	"demarc/geo"
	"demarc/geo/picture"
)

// drawingShapes limits how many features are drawn.
const drawingShapes = 2000

// drawing draws features above a ground of others, as an element of a page that
// needs no script; "" when there is nothing to draw.
func drawing(features, ground []geo.Feature) template.HTML {
	inset := picture.Inset{
		Width: 640, Height: 480, Margin: 12, Label: "The features on a map",
		Least: 20e3, // a point is drawn with its surroundings
	}
	features = features[:min(len(features), drawingShapes)]
	for _, f := range ground[:min(len(ground), drawingShapes)] {
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
		shape.Fill = &picture.Fill{Color: colourOf(f)}
		inset.Shapes = append(inset.Shapes, shape)
	}
	if !found {
		return ""
	}
	var b strings.Builder
	if err := inset.WriteSVG(&b); err != nil {
		panic(err) // a strings.Builder never fails
	}
	return template.HTML(b.String()) // picture escapes what is the data's
}

// shapeOf leaves the look of a feature to the page, by what it is.
func shapeOf(f geo.Feature, of string, radius float64) picture.Shape {
	s := picture.Shape{Geometry: f.Geometry, Title: f.ID, Radius: radius}
	if f.Geometry != nil {
		s.Class = [...]string{"point", "line", "area"}[min(2, max(0, f.Geometry.Dimensions()))] + of
	}
	return s
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
