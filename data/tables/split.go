package tables

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math"
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
		case "figures.json", "retired.json":
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

// rowSplitter fills a row.
type rowSplitter struct {
	s    *splitter
	t    *Table
	r    *Row
	more map[string]any
	key  func() string // of the row, once it is filled
}

// done writes down what no column could hold.
func (w rowSplitter) done() {
	if prune(w.more) {
		text, err := json.Marshal(w.more)
		if err == nil {
			w.r.Values[moreName] = string(text)
		}
	}
}

// prune drops objects that hold nothing, and tells whether anything is left.
func prune(tree map[string]any) bool {
	for name, value := range tree {
		if inner, ok := value.(within); ok {
			if !prune(inner) {
				delete(tree, name)
			}
		}
	}
	return len(tree) > 0
}

// within is an object of which columns hold a part.
type within = map[string]any

// object fills the columns of the members. More takes what they cannot hold.
func (w rowSplitter) object(node *jsontree.Node, members []dataset.Member, path []string, more within) {
	var lists []jsontree.Member // last: their rows have the key of this one
	for _, given := range node.Members {
		if listed(given.Name, members) {
			lists = append(lists, given)
			continue
		}
		w.given(given, members, path, more)
	}
	for _, given := range lists {
		w.given(given, members, path, more)
	}
}

func listed(name string, members []dataset.Member) bool {
	return slices.ContainsFunc(members, func(m dataset.Member) bool {
		switch m.Kind {
		case dataset.Texts, dataset.Objects, dataset.ObjectsByName, dataset.ByParty:
			return m.Name == name
		}
		return false
	})
}

func (w rowSplitter) given(given jsontree.Member, members []dataset.Member, path []string, more within) {
	if given.Value.Kind == jsontree.Null {
		return // says as much as a member that is not there
	}
	i := slices.IndexFunc(members, func(m dataset.Member) bool { return m.Name == given.Name })
	if i < 0 || !w.member(given.Value, members[i], append(slices.Clone(path), given.Name), more) {
		more[given.Name] = plain(given.Value)
	}
}

// member fills the columns of a member, or the table of what it lists, and tells whether they hold
// it.
func (w rowSplitter) member(value *jsontree.Node, m dataset.Member, path []string, more within) bool {
	inner := func() within {
		of := within{}
		more[m.Name] = of
		return of
	}
	switch m.Kind {
	case dataset.ByLanguage, dataset.ByScheme, dataset.ReaderText:
		if m.Kind == dataset.ReaderText && value.Kind == jsontree.String {
			return w.scalar(path, value)
		}
		return value.Kind == jsontree.Object && w.each(value, path, inner(), w.scalar)
	case dataset.OwnColumns:
		return value.Kind == jsontree.Object && w.each(value, path, inner(), w.scalar)
	case dataset.OneObject:
		if value.Kind != jsontree.Object {
			return false
		}
		w.object(value, m.Members, path, inner())
		return true
	case dataset.Numbers:
		return w.numbers(path, value)
	case dataset.AnyValue:
		text, err := json.Marshal(plain(value))
		return err == nil && w.put(path, string(text))
	case dataset.Texts:
		if w.s.set.Table(w.listName(m.Name)) == nil {
			return w.lines(path, value)
		}
		return w.list(value, m)
	case dataset.Objects, dataset.ObjectsByName, dataset.ByParty:
		return w.list(value, m)
	}
	return w.scalar(path, value)
}

// each fills a column for each member of a value.
func (w rowSplitter) each(value *jsontree.Node, path []string, more within, fill func([]string, *jsontree.Node) bool) bool {
	for _, m := range value.Members {
		if !fill(append(slices.Clone(path), m.Name), m.Value) {
			more[m.Name] = plain(m.Value)
		}
	}
	return true
}

// columns are those of a member.
func (w rowSplitter) columns(path []string) []Column {
	var all []Column
	for _, c := range w.t.Columns {
		if slices.Equal(c.path, path) {
			all = append(all, c)
		}
	}
	return all
}

func (w rowSplitter) put(path []string, value any) bool {
	columns := w.columns(path)
	if len(columns) == 0 {
		return false
	}
	w.r.Values[columns[0].Name] = value
	return true
}

// scalar fills the column of a text, number, day or yes and no.
func (w rowSplitter) scalar(path []string, value *jsontree.Node) bool {
	columns := w.columns(path)
	if len(columns) == 0 {
		return false
	}
	switch c := columns[0]; {
	case c.Type == Day && value.Kind == jsontree.String:
		return w.day(columns, value.Text)
	case c.Type == Text && value.Kind == jsontree.String && c.kind != dataset.Texts:
		return w.put(path, value.Text)
	case c.Type == YesNo && value.Kind == jsontree.Bool:
		return w.put(path, value.Text == "true")
	case c.Type == Number && value.Kind == jsontree.Number:
		number, ok := value.Float()
		return ok && w.put(path, number)
	case c.Type == Whole && value.Kind == jsontree.Number:
		number, ok := value.Float()
		return ok && number == math.Trunc(number) && math.Abs(number) < 1<<53 && w.put(path, int64(number))
	}
	return false
}

// day fills the columns of a day.
func (w rowSplitter) day(columns []Column, text string) bool {
	day, err := date.Parse(text)
	if err == nil && inRange(day) && day.String() == text {
		w.r.Values[columns[0].Name] = text
		return true
	}
	if len(columns) < 2 {
		return false
	}
	if first, known := firstDay(text); known {
		w.r.Values[columns[0].Name] = first
	}
	w.r.Values[columns[1].Name] = text
	return true
}

// firstDay is the first day that a text may mean, if columns of days hold it.
func firstDay(text string) (day string, known bool) {
	uncertain, err := date.ParseEDTF(text)
	if err != nil || uncertain.Earliest == date.Beginning || !inRange(uncertain.Earliest) {
		return "", false
	}
	return uncertain.Earliest.String(), true
}

// numbers fills a column for each of a list of numbers.
func (w rowSplitter) numbers(path []string, value *jsontree.Node) bool {
	columns := w.columns(path)
	var numbers []float64
	for _, item := range value.Items {
		number, ok := item.Float()
		if !ok {
			return false
		}
		numbers = append(numbers, number)
	}
	if len(columns) == 1 && columns[0].Type == Points && len(numbers) == 2 {
		w.r.Values[columns[0].Name] = orb.Point{numbers[0], numbers[1]}
		return true
	}
	if len(columns) != len(numbers) {
		return false
	}
	for i, c := range columns {
		w.r.Values[c.Name] = numbers[i]
	}
	return true
}

// lines fills a column with the texts of a list, one a line.
func (w rowSplitter) lines(path []string, value *jsontree.Node) bool {
	var texts []string
	for _, item := range value.Items {
		if item.Kind != jsontree.String || item.Text != strings.TrimSpace(item.Text) || item.Text == "" || strings.ContainsAny(item.Text, "\n\r") {
			return false
		}
		texts = append(texts, item.Text)
	}
	return len(texts) > 0 && w.put(path, strings.Join(texts, "\n"))
}

func (w rowSplitter) listName(member string) string {
	one := w.t.One
	if one == "zone" {
		one = "region"
	}
	return one + "_" + member
}

// list makes rows of the table of what a member lists.
func (w rowSplitter) list(value *jsontree.Node, m dataset.Member) bool {
	t := w.s.set.Table(w.listName(m.Name))
	var rows []*Row
	add := func(values map[string]any, node *jsontree.Node) {
		values[t.Columns[0].Name] = w.key()
		r := &Row{Values: values}
		inner := rowSplitter{w.s, t, r, within{}, nil}
		if node != nil {
			inner.object(node, m.Members, nil, inner.more)
		}
		inner.done()
		rows = append(rows, r)
	}
	for _, item := range value.Items {
		switch {
		case m.Kind == dataset.Texts && item.Kind == jsontree.String:
			add(map[string]any{t.Columns[1].Name: item.Text}, nil)
		case m.Kind == dataset.Objects && item.Kind == jsontree.Object:
			add(map[string]any{}, item)
		default:
			return false
		}
	}
	for _, item := range value.Members {
		switch {
		case m.Kind == dataset.ByParty && item.Value.Kind == jsontree.String:
			add(map[string]any{t.Columns[1].Name: item.Name, t.Columns[2].Name: item.Value.Text}, nil)
		case m.Kind == dataset.ObjectsByName && item.Value.Kind == jsontree.Object:
			add(map[string]any{t.Columns[1].Name: item.Name}, item.Value)
		default:
			return false
		}
	}
	w.s.set.Rows[t.Name] = append(w.s.set.Rows[t.Name], rows...)
	return len(rows) > 0
}

// plain returns a value with numbers as they are written.
func plain(n *jsontree.Node) any {
	switch n.Kind {
	case jsontree.Number:
		return json.Number(n.Text)
	case jsontree.Array:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = plain(item)
		}
		return list
	case jsontree.Object:
		object := make(map[string]any, len(n.Members))
		for _, m := range n.Members {
			object[m.Name] = plain(m.Value)
		}
		return object
	}
	return n.Interface()
}
