package tables

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/geojson"
	"demarc/geo/jsontree"
)

// Split makes tables of the files of a dataset by name, which Load reads without errors of syntax
// and shape. What Files of package dataset writes is best: then equal datasets have equal tables.
func Split(files map[string][]byte) (*Set, error) {
	s := &splitter{trees: map[string]*jsontree.Node{}, features: map[string][]geojson.Feature{}}
	for name, content := range files {
		tree, err := jsontree.Parse(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s.trees[name] = tree
		if path.Ext(name) == ".geojson" {
			s.features[name], _ = geojson.Read(tree) // whoever loads them has the faults
		}
	}
	top := s.trees["dataset.json"]
	if top == nil {
		return nil, fmt.Errorf("dataset.json: %w", fs.ErrNotExist)
	}
	s.needs(top)
	s.set = NewSet(s.found)
	s.fill()
	return s.set, nil
}

type splitter struct {
	trees    map[string]*jsontree.Node
	features map[string][]geojson.Feature
	found    Needs
	set      *Set
}

// needs finds the languages, attributes and days that want columns.
func (s *splitter) needs(top *jsontree.Node) {
	for _, item := range items(top, "languages") {
		s.language(item.Text)
	}
	for _, item := range items(top, "attributes") {
		a := Attribute{text(item, "of"), text(item, "layer"), text(item, "name"), text(item, "type")}
		if _, known := attributeTypes[a.Type]; known {
			s.found.Attributes = append(s.found.Attributes, a)
		}
	}
	for _, of := range s.objects() {
		t := Table{Name: of.table}
		s.needsOf(&t, of.table, of.node, of.thing.membersOnce(), nil)
	}
	slices.Sort(s.found.Texts)
	s.found.Texts = slices.Compact(s.found.Texts)
}

func (s *splitter) language(tag string) {
	known := func(other string) bool { return strings.EqualFold(other, tag) }
	if tag != "" && !slices.ContainsFunc(s.found.Languages, known) {
		s.found.Languages = append(s.found.Languages, tag)
	}
}

func (s *splitter) needsOf(t *Table, table string, node *jsontree.Node, members []dataset.Member, within []string) {
	for _, m := range members {
		value := node.Member(m.Name)
		if value == nil {
			continue
		}
		at := append(slices.Clone(within), m.Name)
		switch m.Kind {
		case dataset.ByLanguage, dataset.ReaderText:
			for _, text := range value.Members {
				s.language(text.Name)
			}
		case dataset.PlainDay:
			s.dayNeeds(table+"."+columnName(at...), value)
		case dataset.OneObject:
			s.needsOf(t, table, value, m.Members, at)
		case dataset.Objects:
			for _, item := range value.Items {
				s.needsOf(t, "", item, m.Members, nil)
			}
		case dataset.OwnColumns:
			for _, a := range s.found.Attributes {
				if given := value.Member(a.Name); a.Type == dataset.DateType && given != nil {
					s.dayNeeds(table+"."+ownPrefix+a.Name, given)
				}
			}
		}
	}
}

// dayNeeds notes a day that columns of days do not hold.
func (s *splitter) dayNeeds(column string, value *jsontree.Node) {
	day, err := date.Parse(value.Text)
	if err == nil && value.Kind == jsontree.String && !inRange(day) {
		s.found.Texts = append(s.found.Texts, column)
	}
}

// inRange tells whether databases know the year of a day.
func inRange(day date.Date) bool { return day >= date.On(1, 1, 1) && day < date.On(10000, 1, 1) }

func items(node *jsontree.Node, name string) []*jsontree.Node {
	if list := node.Member(name); list != nil {
		return list.Items
	}
	return nil
}

func text(node *jsontree.Node, name string) string {
	if value := node.Member(name); value != nil && value.Kind == jsontree.String {
		return value.Text
	}
	return ""
}

// fill makes the rows.
func (s *splitter) fill() {
	seen := map[string]int{} // keys of a table
	for _, o := range s.objects() {
		t := s.set.Table(o.table)
		r := &Row{Values: map[string]any{}}
		s.set.Rows[t.Name] = append(s.set.Rows[t.Name], r)
		more := map[string]any{}
		if f := o.feature; f != nil {
			r.Values[IDColumn] = f.ID
			if f.Geometry != nil {
				r.Values[ShapeColumn] = f.Geometry
			}
			if f.Geometry != nil && o.thing.kind == "ContextFeature" && single(f.Geometry).GeoJSONType() != f.Geometry.GeoJSONType() {
				more[multipleMember] = true
			}
		}
		if o.layer != "" {
			r.Values[map[bool]string{true: ZoneColumn, false: LayerColumn}[t.Name == PeriodsTable]] = o.layer
		}
		w := rowSplitter{s, t, r, more, func() string { return t.numbered(r, seen) }}
		w.object(o.node, t.members, nil, more)
		if t.Name == DatasetTable {
			for _, other := range things {
				if other.file == "dataset.json" && len(items(o.node, other.list)) > 0 {
					delete(more, other.list) // it has a table
				}
			}
		}
		w.done()
		if t.told() {
			seen[t.Name+" "+t.key(r)]++
		}
	}
	s.set.Empty = s.emptyFiles()
}

// multipleMember says in the column more that a shape of one part is a multiple one.
const multipleMember = "@multiple"

// single returns the one part of a multiple shape that has no more.
func single(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.MultiPolygon:
		if len(g) == 1 {
			return g[0]
		}
	case orb.MultiLineString:
		if len(g) == 1 {
			return g[0]
		}
	case orb.MultiPoint:
		if len(g) == 1 {
			return g[0]
		}
	}
	return g
}

// emptyFiles are the optional files that say nothing.
func (s *splitter) emptyFiles() []string {
	var empty []string
	for _, name := range slices.Sorted(maps.Keys(s.trees)) {
		switch top := s.trees[name]; name {
		case "figures.json", "retired.json", "corrections.json":
			if len(items(top, strings.TrimSuffix(name, ".json"))) == 0 {
				empty = append(empty, name)
			}
		case "places.geojson":
			if len(items(top, "features")) == 0 {
				empty = append(empty, name)
			}
		}
	}
	return empty
}
