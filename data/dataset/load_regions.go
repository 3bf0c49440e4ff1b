package dataset

import (
	"fmt"
	"path"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/compound"
	"demarc/geo/geojson"
	"demarc/geo/jsontree"
)

// features reads a GeoJSON file and reports its faults.
func (l *loader) features(file string, optional bool) []geojson.Feature {
	root := l.document(file, optional)
	if root == nil {
		return nil
	}
	l.foreign(file, root)
	features, faults := geojson.Read(root)
	for _, fault := range faults {
		at := Position{file, fault.Line}
		if fault.Warning {
			l.report.warnf(string(fault.Kind), at, "%s", fault.Message)
			continue
		}
		l.report.errorf(string(fault.Kind), at, "%s", fault.Message).Hint = fault.Hint
	}
	return features
}

// foreign warns about members of a GeoJSON file that RFC 7946 allows beside its own and that are
// not read. bbox and crs say nothing more, and name is what GDAL calls the file.
func (l *loader) foreign(file string, root *jsontree.Node) {
	warn := func(of string, node *jsontree.Node, known ...string) {
		if node == nil {
			return
		}
		for _, m := range node.Members {
			if !slices.Contains(known, m.Name) {
				l.report.warnf("unknown-member", Position{file, m.Line}, "%s: %q means nothing here and is not used", of, m.Name)
			}
		}
	}
	warn("file", root, "type", "features", "bbox", "crs", "name")
	list := root.Member("features")
	if list == nil {
		return
	}
	for _, feature := range list.Items {
		warn("feature", feature, "type", "id", "properties", "geometry", "bbox")
		warn("geometry", feature.Member("geometry"), "type", "coordinates", "geometries", "bbox")
	}
}

func (l *loader) readRegions(layer *RegionLayer) {
	if layer.ID == "" {
		l.reading.broken = append(l.reading.broken, regionsDir) // reported; nobody knows what it holds
		return
	}
	file := path.Join(regionsDir, layer.ID+".geojson")
	for _, feature := range l.features(file, false) {
		l.dataset.Regions = append(l.dataset.Regions, l.readRegion(file, layer, feature))
	}
}

func (l *loader) readRegion(file string, layer *RegionLayer, feature geojson.Feature) *Region {
	o := l.properties(file, "region", feature)
	r := &Region{ID: feature.ID, Layer: layer.ID, Position: Position{file, feature.Line}}
	r.Names, r.AltNames, r.Kind, r.Parent = o.needNames("names"), o.texts("alt_names"), o.text("kind"), o.text("parent")
	r.Interval, r.spelled = o.interval("valid_from", "valid_to")
	r.Replaces, r.ReplacedBy, r.SameAs = o.texts("replaces"), o.texts("replaced_by"), readSameAs(o)
	r.AdminFrom, r.AdminTo = edtfText(o, "admin_from"), edtfText(o, "admin_to")
	r.Confidence, r.Note = o.text("confidence"), o.readerText("note")
	r.PrecisionM, r.PrecisionNote = o.number("precision_m"), o.readerText("precision_note")
	r.DecidedBy = o.readerText("decided_by")
	r.Related, r.Sources = o.texts("regions"), o.texts("sources")
	r.LineSource, r.DeJureState = o.text("source"), o.text("de_jure_state")
	r.Areas, r.Population = readRegionFigures(o, "areas", "km2"), readRegionFigures(o, "population", "value")
	r.Attributes, r.AttributesOf, r.Review = l.readValues(o, OfRegions, layer.ID), o.text("attributes_of"), o.review()
	o.done()
	l.reading.rings[r] = feature.Rings
	geometry := l.single(feature.Geometry, kindDimensions[layer.Kind], r.Position, "region "+r.ID)
	if !r.Draw(geometry, layer.Kind) {
		l.report.errorf("geojson", r.Position, "region %s: the layer %s holds %ss, got a %s", r.ID, layer.ID, layer.Kind, geometry.GeoJSONType())
	}
	return r
}

var kindDimensions = map[string]int{AreaKind: 2, LineKind: 1, PointKind: 0}

// single makes one geometry of those of a collection that have the dimension, and says what it left
// out. A collection without any is returned as it is.
func (l *loader) single(g orb.Geometry, dimension int, at Position, what string) orb.Geometry {
	if _, is := g.(orb.Collection); !is {
		return g
	}
	taken, left := compound.Take(g, dimension)
	if taken == nil {
		return g
	}
	if message := what + ": its GeometryCollection is taken as one " + taken.GeoJSONType(); left.Any() {
		l.report.warnf("collection", at, "%s, and left out of it is: %s", message, left).lost = true
	} else {
		l.report.warnf("collection", at, "%s", message)
	}
	return taken
}

func (l *loader) readContextFile(context *Context) {
	if context.ID == "" {
		return
	}
	file := path.Join(contextDir, context.ID+".geojson")
	for _, feature := range l.features(file, false) {
		o := l.properties(file, "context", feature)
		feature.Geometry = l.single(feature.Geometry, compound.Dimension(feature.Geometry), Position{file, feature.Line}, "context "+feature.ID)
		shape := &ContextFeature{
			ID: feature.ID, Names: o.strings("names"), Kind: o.text("kind"), Geometry: feature.Geometry, Position: Position{file, feature.Line},
		}
		shape.Interval, shape.spelled = o.interval("valid_from", "valid_to")
		shape.Review = o.review()
		context.Features = append(context.Features, shape)
		o.done()
		if feature.Geometry == nil || feature.Geometry.Bound().IsEmpty() {
			l.report.errorf("geojson", Position{file, feature.Line}, "context %s: want a geometry: it is there to be drawn", feature.ID)
		}
	}
}

// properties starts to read a feature's properties and reports a missing id.
func (l *loader) properties(file, what string, feature geojson.Feature) *object {
	if feature.ID == "" {
		l.report.errorf("shape", Position{file, feature.Line}, "%s: the feature has no \"id\"", what).
			hint("put \"id\" beside \"type\", not among the properties")
		l.reading.broken = append(l.reading.broken, file) // what is missed elsewhere may be this one
	}
	node := feature.Properties
	if node == nil {
		node = &jsontree.Node{Kind: jsontree.Object, Line: feature.Line}
	}
	return l.object(file, node, fmt.Sprintf("%s %s", what, feature.ID))
}

func edtfText(o *object, name string) string {
	date, _ := o.edtf(name)
	return date.Text
}

func readRegionFigures(o *object, name, value string) []RegionFigure {
	if o.get(name) == nil {
		return nil
	}
	var figures []RegionFigure
	for _, f := range o.objects(name) {
		figures = append(figures, RegionFigure{Value: f.number(value), AsOf: f.text("as_of"), Note: f.readerText("note"), Source: f.text("source")})
		f.need(value)
		f.done()
	}
	return figures
}

func (l *loader) readPlaces() {
	for _, feature := range l.features(placesFile, true) {
		o := l.properties(placesFile, "place", feature)
		p := &Place{ID: feature.ID, Position: Position{placesFile, feature.Line}}
		p.Names, p.Role, p.Region = o.needNames("names"), o.text("role"), o.text("region")
		p.Precision, p.Sources = o.text("precision"), o.texts("sources")
		p.Rank = int(o.number("rank"))
		p.Note, p.SameAs, p.Review = o.readerText("note"), readSameAs(o), o.review()
		o.done()
		point, ok := feature.Geometry.(orb.Point)
		if !ok {
			l.report.errorf("geojson", p.Position, "place %s: want a Point", p.ID)
			continue
		}
		p.Point = point
		l.dataset.Places = append(l.dataset.Places, p)
	}
}
