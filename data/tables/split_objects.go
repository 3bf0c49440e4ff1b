package tables

import (
	"path"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo/geojson"
	"demarc/geo/jsontree"
)

// object is an object of the files, and the table that it has a row of.
type object struct {
	thing   *thing
	table   string
	node    *jsontree.Node
	feature *geojson.Feature
	layer   string // of a feature, or the zone of a period
}

func (t *thing) membersOnce() []dataset.Member { return membersOf(*t) }

// objects lists the objects of all files in the order of the tables.
func (s *splitter) objects() []object {
	var all []object
	for i := range things {
		t := &things[i]
		switch {
		case t.table == DatasetTable:
			all = append(all, object{thing: t, table: t.table, node: s.trees["dataset.json"]})
		case t.table == PeriodsTable:
			all = append(all, s.periods(t)...)
		case t.table == placesTable:
			all = append(all, s.featuresOf(t, t.file, "")...)
		case !t.feature && s.trees[t.file] != nil:
			for _, item := range items(s.trees[t.file], t.list) {
				all = append(all, object{thing: t, table: t.table, node: item})
			}
		}
	}
	all = append(all, s.shapes("layers", "regions", s.regionTable)...)
	return append(all, s.shapes("context", "context", contextOf)...)
}

func (s *splitter) periods(t *thing) []object {
	var all []object
	file := s.trees[t.file]
	if file == nil || file.Member("zones") == nil {
		return nil
	}
	for _, zone := range file.Member("zones").Members {
		for _, item := range zone.Value.Items {
			all = append(all, object{thing: t, table: t.table, node: item, layer: zone.Name})
		}
	}
	return all
}

func (s *splitter) featuresOf(t *thing, file, layer string) []object {
	var all []object
	for i := range s.features[file] {
		f := &s.features[file][i]
		all = append(all, object{thing: t, table: t.table, node: cmpNode(f.Properties), feature: f, layer: layer})
	}
	return all
}

func cmpNode(node *jsontree.Node) *jsontree.Node {
	if node == nil {
		return &jsontree.Node{Kind: jsontree.Object}
	}
	return node
}

// shapes are the features of all layers, or sets, that dataset.json lists.
func (s *splitter) shapes(list, folder string, tableOf func(*jsontree.Node, *geojson.Feature) string) []object {
	var all []object
	for _, item := range items(s.trees["dataset.json"], list) {
		id := text(item, "id")
		for _, o := range s.featuresOf(&thing{}, path.Join(folder, id+".geojson"), id) {
			o.thing = thingOf(tableOf(item, o.feature))
			o.table = o.thing.table
			all = append(all, o)
		}
	}
	return all
}

func thingOf(table string) *thing {
	i := slices.IndexFunc(things, func(t thing) bool { return t.table == table })
	return &things[i]
}

// regionTable is the table of the regions of a layer.
func (s *splitter) regionTable(layer *jsontree.Node, _ *geojson.Feature) string {
	top := s.trees["dataset.json"]
	overlay := func(item *jsontree.Node) bool { return item.Text == text(layer, "id") }
	switch text(layer, "kind") {
	case dataset.LineKind:
		return LinesTable
	case dataset.PointKind:
		return PointsTable
	}
	if text(top, "control_layer") == text(layer, "id") || slices.ContainsFunc(items(top, "overlay_layers"), overlay) {
		return ZonesTable
	}
	return RegionsTable
}

// contextOf is the table of a shape that is drawn below.
func contextOf(_ *jsontree.Node, f *geojson.Feature) string {
	switch f.Geometry.(type) {
	case orb.Point, orb.MultiPoint:
		return shapePoints
	case orb.LineString, orb.MultiLineString:
		return shapeLines
	}
	return shapesTable
}
