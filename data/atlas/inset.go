package atlas

import (
	"context"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/picture"
	"demarc/geo/rgb"
)

// InsetShapes limits the features of an inset, and of its ground.
const InsetShapes = 2000

// ItemsInset draws features of a collection above a ground of others as SVG, an element of a page
// that needs no script and has its colours in a style sheet; "" when there is nothing to draw.
// Control has the look that it has on the map, what is not certain too if the features are those of
// one day.
func ItemsInset(s *data.Snapshot, collection string, during date.Interval, features, ground []geo.Feature) string {
	look := colorOf
	if collection == dataset.ControlLayer {
		look = controlLooks(s, during).of
	}
	return inset(look, features, ground)
}

// inset draws features in their looks.
func inset(look func(*geo.Feature) legendKey, features, ground []geo.Feature) string {
	inset := picture.Inset{
		Width: 640, Height: 480, Margin: 12, Label: "The features on a map",
		Least: 20e3, // a point is drawn with its surroundings
	}
	features = features[:min(len(features), InsetShapes)]
	ground = ground[:min(len(ground), InsetShapes)]
	for i := range ground {
		inset.Shapes = append(inset.Shapes, shapeOf(&ground[i], " ground", 2.5))
	}
	found := false
	for i := range features {
		f := &features[i]
		if f.Geometry == nil {
			continue
		}
		if !found {
			inset.Bound, found = f.Geometry.Bound(), true
		}
		inset.Bound = inset.Bound.Union(f.Geometry.Bound())
		shape, key := shapeOf(f, "", 4), look(f)
		shape.Fill = &key.fill
		if key.text != "" {
			shape.Title += ": " + key.text
		}
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
func shapeOf(f *geo.Feature, more string, radius float64) picture.Shape {
	s := picture.Shape{Geometry: f.Geometry, Title: f.ID, Radius: radius}
	if f.Geometry != nil {
		s.Class = [...]string{"point", "line", "area"}[min(2, max(0, f.Geometry.Dimensions()))] + more
	}
	return s
}

// colorOf fills with the first colour among the values of a feature, with none if there is none.
func colorOf(f *geo.Feature) legendKey {
	for _, v := range f.Values {
		if text, ok := v.(string); ok {
			if _, ok := rgb.Parse(text); ok {
				return legendKey{fill: picture.Fill{Color: text}}
			}
		}
	}
	return legendKey{}
}

// looks has the look of features of the control layer, of which each is a zone in a period.
type looks struct {
	sheet  sheet // of no picture; its day counts where there is one
	oneDay bool
	zones  map[string]*data.Zone
}

func controlLooks(s *data.Snapshot, during date.Interval) looks {
	l := looks{sheet{s: s, q: Query{Day: during.From}, words: WordsIn("en")}, during.To == during.From+1, map[string]*data.Zone{}}
	for _, zone := range slices.Concat(s.Zones(), s.Overlays()) {
		l.zones[zone.ID] = zone
	}
	return l
}

// of returns the look of a feature, and in words, by its id, ZONE@FROM.
func (l looks) of(f *geo.Feature) legendKey {
	at := strings.LastIndexByte(f.ID, '@')
	zone := l.zones[f.ID[:max(at, 0)]]
	if zone == nil {
		return l.sheet.usual(nil, nil) // a day that is not covered
	}
	for _, p := range l.sheet.s.Periods(zone) {
		switch {
		case p.Interval.From.String() != f.ID[at+1:]:
		case l.oneDay:
			return l.sheet.lookOn(zone, p)
		default:
			return l.sheet.usual(zone, p)
		}
	}
	return l.sheet.usual(nil, nil)
}

// CollectionInset draws a collection on the day that the dataset is first shown on; the colours of
// many days would hide each other. A collection with nothing on that day is drawn as a whole, and
// no day returned.
func CollectionInset(ctx context.Context, s *data.Snapshot, c *data.Collection) (svg, day string) {
	if first := s.Dataset.View.Date; c.Dated {
		during := date.Interval{From: first, To: first + 1}
		layer, err := s.Layer(ctx, c.Name, data.Selection{During: during})
		if svg := ItemsInset(s, c.Name, during, layer.Features, nil); err == nil && svg != "" {
			return svg, first.String()
		}
	}
	return ItemsInset(s, c.Name, date.Always, c.First(InsetShapes), nil), ""
}
