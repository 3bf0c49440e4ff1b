// Package jsonfg writes JSON-FG 1.0 (OGC 21-045r1): GeoJSON in which each feature says when it is
// valid.
package jsonfg

import (
	"io"
	"maps"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/calendar"
	"demarc/geo/geojson"
)

// conformsTo names the requirements classes that the files meet.
var conformsTo = []string{
	"http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
	"http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
}

// Write writes layer as a feature collection. The member "time" of a feature is the interval of its
// days, of which both ends belong to it, as everywhere in OGC standards that know days: the last
// day is the one before valid_to, which stands among the properties as it is. Days are of RFC 3339,
// which knows no year before 0: what began earlier begins on FirstDay, and what has ended by then
// has no "time". There is no "place", as geometries are in WGS 84 anyway.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	return WriteWith(w, layer, meta.Members())
}

// WriteWith is Write with other members of the collection, which it adds to.
func WriteWith(w io.Writer, layer geo.Layer, members map[string]any) error {
	members["conformsTo"] = conformsTo
	members["featureType"] = layer.Name
	if dimension, same := dimensionOf(layer); same {
		members["geometryDimension"] = dimension
	}
	return geojson.WriteWith(w, layer, members, func(f *geo.Feature) map[string]any { return own(layer, f) })
}

// WriteFeature writes the feature i of layer as a document of its own. members are those of the
// document, which it adds to.
func WriteFeature(w io.Writer, layer geo.Layer, i int, members map[string]any) error {
	members["conformsTo"] = conformsTo
	members["featureType"] = layer.Name
	maps.Copy(members, own(layer, &layer.Features[i]))
	return geojson.WriteFeature(w, layer, i, members)
}

// own returns the members that a feature has in JSON-FG alone.
func own(layer geo.Layer, f *geo.Feature) map[string]any {
	from, to := f.Text(layer.With(geo.RoleFrom)), f.Text(layer.With(geo.RoleTo))
	return map[string]any{"time": when(from, to), "place": nil}
}

// FirstDay is the first one of RFC 3339.
const FirstDay = "0000-01-01"

// when returns the member "time", nil for a feature that is always valid and for one of days that
// cannot be told.
func when(from, to string) any {
	if from == "" && to == "" {
		return nil
	}
	first, _ := geo.Day(FirstDay)
	interval := [2]string{"..", ".."}
	if day, err := geo.Day(from); err == nil {
		interval[0] = string(calendar.Append(nil, max(day, first)))
	}
	if day, err := geo.Day(to); err == nil {
		if day <= first {
			return nil
		}
		interval[1] = string(calendar.Append(nil, day-1))
	}
	return map[string]any{"interval": interval}
}

// dimensionOf returns the dimension that all geometries of the layer have.
func dimensionOf(layer geo.Layer) (dimension int, same bool) {
	dimension = -1
	for _, f := range layer.Features {
		d := -1
		switch geo.Plain(f.Geometry).(type) {
		case nil:
			continue
		case orb.Point, orb.MultiPoint:
			d = 0
		case orb.LineString, orb.MultiLineString:
			d = 1
		case orb.Polygon, orb.MultiPolygon:
			d = 2
		}
		if d < 0 || dimension >= 0 && d != dimension {
			return 0, false
		}
		dimension = d
	}
	return dimension, dimension >= 0
}
