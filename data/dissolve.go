package data

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/partition"
)

// Dissolve makes the areas of a layer that have the same value in a field one: borders between them
// vanish, all others stay exactly as they are. Overlays, and what is not drawn, are left out. The
// error says why a layer cannot be dissolved: no such field, no areas, or areas that overlap; or it
// is that of the context.
func Dissolve(ctx context.Context, layer geo.Layer, field string) (geo.Layer, error) {
	names := make([]string, len(layer.Fields))
	for i, f := range layer.Fields {
		names[i] = f.Name
	}
	by, overlay := slices.Index(names, field), slices.Index(names, "overlay")
	if by < 0 {
		return geo.Layer{}, fmt.Errorf("layer %s has no field %q: want one of %s", layer.Name, field, strings.Join(names, ", "))
	}
	var features []geo.Feature
	var shapes []orb.MultiPolygon
	for _, f := range layer.Features {
		shape := geo.Polygons(f.Geometry)
		if f.Geometry != nil && shape == nil {
			return geo.Layer{}, fmt.Errorf("layer %s is not of areas", layer.Name)
		}
		if shape != nil && (overlay < 0 || f.Values[overlay] != true) {
			features, shapes = append(features, f), append(shapes, shape)
		}
	}
	if err := ctx.Err(); err != nil {
		return geo.Layer{}, err
	}
	parts, faults := partition.New(shapes)
	if err := ctx.Err(); err != nil {
		return geo.Layer{}, err
	}
	for _, fault := range faults {
		if fault.Kind == partition.Overlap {
			return geo.Layer{}, fmt.Errorf("%s and %s overlap near %v, and areas are made one where they lie side by side",
				features[fault.A].ID, features[max(fault.B, 0)].ID, fault.At)
		}
	}

	type area = partition.Dissolved[any]
	fields := columns[area]{
		{Name: field, Type: layer.Fields[by].Type, Role: geo.RoleTitle, Of: func(d area) any { return d.Key }},
		{Name: "features", Type: geo.Int, Of: func(d area) any { return len(d.Shapes) }},
		{Name: "area_km2", Type: geo.Float, Of: func(d area) any { return round(geo.Area(d.Area)/1e6, 1) }},
	}
	out := fields.layer(layer.Name)
	for _, d := range partition.Dissolve(parts, func(i int) (any, bool) { return features[i].Values[by], true }) {
		id := "none"
		if d.Key != nil {
			id = fmt.Sprint(d.Key)
		}
		out.Features = append(out.Features, fields.feature(id, geo.Plain(d.Area), d))
	}
	return out, nil
}
