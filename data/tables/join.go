package tables

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo/geojson"
)

// Place is where something stands in a Set.
type Place struct {
	Table  string
	Row    int    // index of the row, -1 for the table as a whole
	Column string // "" for the row as a whole
}

// Joined is a Set as files of a dataset, each member on a line of its own so that what is found in
// them is found in the tables.
type Joined struct {
	Files map[string][]byte
	// Problems are rows that no file can hold, such as those of a layer that is not there.
	Problems []Problem

	places map[dataset.Position]Place
}

// Problem is one of the check, in a row of a table.
type Problem struct {
	dataset.Problem
	Place
}

// Join makes the files of the dataset.
func (s *Set) Join() *Joined {
	j := &joiner{set: s, out: &Joined{Files: map[string][]byte{}, places: map[dataset.Position]Place{}}, listed: map[string]map[string][]int{}}
	for _, t := range s.Tables {
		if t.Listed {
			j.listed[t.Name] = index(s.Rows[t.Name], t.Columns[0].Name)
		}
	}
	j.first = "en"
	if len(s.Rows[DatasetTable]) > 0 {
		if languages := strings.Split(s.Rows[DatasetTable][0].text("languages"), "\n"); languages[0] != "" {
			j.first = languages[0]
		}
	}
	j.files()
	return j.out
}

func index(rows []*Row, column string) map[string][]int {
	by := map[string][]int{}
	for i, r := range rows {
		by[r.text(column)] = append(by[r.text(column)], i)
	}
	return by
}

type joiner struct {
	set    *Set
	out    *Joined
	listed map[string]map[string][]int // rows of what is listed, by key of what lists it
	first  string                      // language of texts that name none
	told   map[string][]string         // keys of tables whose rows have no id
}

// node is a value to be written: an objectNode, a list, or JSON.
type (
	objectNode struct {
		names  []string
		values map[string]leaf
	}
	leaf struct {
		value any // *objectNode, []leaf or json.RawMessage
		at    Place
	}
)

func (o *objectNode) set(name string, value leaf) {
	if o.values == nil {
		o.values = map[string]leaf{}
	}
	if _, there := o.values[name]; !there {
		o.names = append(o.names, name)
	}
	o.values[name] = value
}

// within returns the object that is a member.
func (o *objectNode) within(name string, at Place) *objectNode {
	if inner, ok := o.values[name].value.(*objectNode); ok {
		return inner
	}
	inner := &objectNode{}
	o.set(name, leaf{inner, at})
	return inner
}

func raw(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		text = []byte("null") // of numbers that no file holds
	}
	return text
}

// files makes all files.
func (j *joiner) files() {
	top := &objectNode{}
	if rows := j.set.Rows[DatasetTable]; len(rows) > 0 {
		top = j.row(j.set.Table(DatasetTable), 0)
	}
	lists := map[string]*objectNode{}
	for _, t := range things {
		switch {
		case t.list == "":
		case t.file == "dataset.json":
			if rows := j.rows(t.table); len(rows) > 0 || t.table == layersTable || t.table == "statuses" {
				top.set(t.list, leaf{rows, Place{t.table, -1, ""}})
			}
		default:
			rows := j.rows(t.table)
			if len(rows) > 0 || !optionalFiles[t.file] || slices.Contains(j.set.Empty, t.file) {
				file := &objectNode{}
				file.set(t.list, leaf{rows, Place{t.table, -1, ""}})
				lists[t.file] = file
			}
		}
	}
	j.write("dataset.json", top)
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		j.write(name, lists[name])
	}
	j.write("control.json", j.control())
	if len(j.set.Rows[placesTable]) > 0 || slices.Contains(j.set.Empty, "places.geojson") {
		j.write("places.geojson", collection(j.features(placesTable, nil)))
	}
	j.shapes(layersTable, "regions", ZonesTable, RegionsTable, LinesTable, PointsTable)
	j.shapes(contextTable, "context", shapesTable, shapeLines, shapePoints)
}

var optionalFiles = map[string]bool{"figures.json": true, "retired.json": true, "corrections.json": true}

func (j *joiner) rows(table string) []leaf {
	list := []leaf{}
	for i := range j.set.Rows[table] {
		list = append(list, leaf{j.row(j.set.Table(table), i), Place{table, i, ""}})
	}
	return list
}

// control is the timeline, whose zones stand in the order of their first periods.
func (j *joiner) control() *objectNode {
	file, zones := &objectNode{}, &objectNode{}
	t := j.set.Table(PeriodsTable)
	for i, r := range j.set.Rows[PeriodsTable] {
		zone := r.text(ZoneColumn)
		if zone == "" {
			j.problem(Place{PeriodsTable, i, ZoneColumn}, "shape", "the period names no zone", "give the id of a zone")
			continue
		}
		of := zones.values[zone]
		list, _ := of.value.([]leaf)
		if list == nil {
			of.at = Place{PeriodsTable, i, ZoneColumn}
		}
		of.value = append(list, leaf{j.row(t, i), Place{PeriodsTable, i, ""}})
		zones.set(zone, of)
	}
	file.set("zones", leaf{zones, Place{PeriodsTable, -1, ""}})
	return file
}

func (j *joiner) problem(at Place, rule, message, hint string) {
	j.out.Problems = append(j.out.Problems, Problem{dataset.Problem{Rule: rule, Severity: dataset.Error, Message: message, Hint: hint}, at})
}

// shapes makes a file of each layer, or set, that is listed.
func (j *joiner) shapes(list, folder string, tables ...string) {
	files := map[string][]leaf{}
	for _, r := range j.set.Rows[list] {
		files[r.text(IDColumn)] = []leaf{}
	}
	for _, table := range tables {
		for i, r := range j.set.Rows[table] {
			if _, known := files[r.text(LayerColumn)]; !known {
				j.problem(Place{table, i, LayerColumn}, "unknown-id", fmt.Sprintf("%s %s: no layer is called %q", j.set.Table(table).One, r.text(IDColumn), r.text(LayerColumn)),
					"give the id of a row of "+list)
			}
		}
		for layer, features := range j.byLayer(table) {
			if known, ok := files[layer]; ok {
				files[layer] = append(known, features...)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(files)) {
		if id != "" && !strings.ContainsAny(id, `/\`) {
			j.write(path.Join(folder, id+".geojson"), collection(files[id]))
		}
	}
}

func (j *joiner) byLayer(table string) map[string][]leaf {
	by := map[string][]leaf{}
	for i, f := range j.features(table, nil) {
		layer := j.set.Rows[table][i].text(LayerColumn)
		by[layer] = append(by[layer], f)
	}
	return by
}

func collection(features []leaf) *objectNode {
	file := &objectNode{}
	file.set("type", leaf{value: raw("FeatureCollection")})
	file.set("features", leaf{value: features})
	return file
}

func (j *joiner) features(table string, list []leaf) []leaf {
	t := j.set.Table(table)
	for i, r := range j.set.Rows[table] {
		f, at := &objectNode{}, func(column string) Place { return Place{table, i, column} }
		properties := j.row(t, i)
		multiple := properties.values[multipleMember].value != nil
		properties.drop(multipleMember)
		f.set("type", leaf{raw("Feature"), at("")})
		if id := r.text(IDColumn); id != "" {
			f.set("id", leaf{raw(id), at(IDColumn)})
		}
		f.set("properties", leaf{properties, at("")})
		shape, _ := r.Values[ShapeColumn].(orb.Geometry)
		if shape != nil && !multiple {
			shape = single(shape)
		}
		f.set("geometry", leaf{json.RawMessage(geojson.AppendGeometry(nil, shape)), at(ShapeColumn)})
		list = append(list, leaf{f, at("")})
	}
	return list
}

func (o *objectNode) drop(name string) {
	delete(o.values, name)
	o.names = slices.DeleteFunc(o.names, func(n string) bool { return n == name })
}

// row makes the object of a row.
func (j *joiner) row(t *Table, i int) *objectNode {
	r, o := j.set.Rows[t.Name][i], &objectNode{}
	for n, c := range t.Columns {
		if c.path == nil || t.Listed && n < 3 && c.Needed && c.kind == 0 && c.path == nil {
			continue
		}
		j.value(o, t, i, r, n)
	}
	j.lists(o, t, i)
	for _, c := range t.Columns {
		if _, there := o.values[c.first()]; c.kind == dataset.UncertainDay && len(c.path) == 1 && !there && j.mayBeNull(t, c.path[0]) {
			o.set(c.path[0], leaf{raw(nil), Place{t.Name, i, c.Name}})
		}
	}
	j.more(o, t, i)
	return o
}

func (c Column) first() string {
	if len(c.path) == 0 {
		return ""
	}
	return c.path[0]
}

func (j *joiner) mayBeNull(t *Table, member string) bool {
	return slices.ContainsFunc(t.members, func(m dataset.Member) bool { return m.Name == member && m.Null })
}

// value writes what column n holds.
func (j *joiner) value(o *objectNode, t *Table, i int, r *Row, n int) {
	c := t.Columns[n]
	at := Place{t.Name, i, c.Name}
	v := r.Values[c.Name]
	if c.With != "" || v == nil && c.Type != Day {
		return // said beside the day
	}
	for _, step := range c.path[:len(c.path)-1] {
		if v == nil && c.Type == Day && r.text(c.Name+textEnding) == "" {
			return
		}
		if text, ok := o.values[step].value.(json.RawMessage); ok { // a text without a language beside one with
			inner := &objectNode{}
			inner.set(j.first, leaf{text, o.values[step].at})
			o.set(step, leaf{inner, at})
		}
		o = o.within(step, at)
	}
	name := c.path[len(c.path)-1]
	switch {
	case c.Type == Day:
		j.day(o, name, t, i, r, c)
	case c.kind == dataset.Numbers:
		j.number(o, name, at, v)
	case c.kind == dataset.Texts:
		var list []leaf
		for _, line := range strings.Split(v.(string), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				list = append(list, leaf{raw(line), at})
			}
		}
		o.set(name, leaf{list, at})
	case c.Type == JSON:
		j.json(o, name, at, v.(string))
	default:
		if whole, is := v.(float64); is && c.Type == Whole && whole == float64(int64(whole)) {
			v = int64(whole)
		}
		o.set(name, leaf{raw(v), at})
	}
}

func (j *joiner) json(o *objectNode, name string, at Place, text string) {
	if !json.Valid([]byte(text)) {
		j.problem(at, "json", fmt.Sprintf("%q is no JSON", clip(text)), "want an object, as {\"a\": 1}, or nothing")
		return
	}
	o.set(name, leaf{json.RawMessage(text), at})
}

func clip(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "..."
	}
	return text
}

// number writes one of a list of numbers.
func (j *joiner) number(o *objectNode, name string, at Place, v any) {
	if p, ok := v.(orb.Geometry); ok {
		point, is := single(p).(orb.Point)
		if !is {
			j.problem(at, "shape", "the shape is no point", "draw one point")
			return
		}
		o.set(name, leaf{[]leaf{{raw(point[0]), at}, {raw(point[1]), at}}, at})
		return
	}
	list, _ := o.values[name].value.([]leaf)
	o.set(name, leaf{append(list, leaf{raw(v), at}), at})
}

// day writes a day, or the text beside it.
func (j *joiner) day(o *objectNode, name string, t *Table, i int, r *Row, c Column) {
	day, known := r.Values[c.Name].(string)
	text := r.text(c.Name + textEnding)
	at := Place{t.Name, i, c.Name}
	switch first, _ := firstDay(text); {
	case text == "" && !known:
	case text == "":
		o.set(name, leaf{raw(day), at})
	default:
		at.Column += textEnding
		if known && first != day {
			j.problem(at, "date", fmt.Sprintf("%s says %s, and %s beside it %q, which begins on another day", c.Name, day, at.Column, text),
				"empty "+at.Column+", or "+c.Name)
		}
		o.set(name, leaf{raw(text), at})
	}
}

// lists writes what other tables list for the row.
func (j *joiner) lists(o *objectNode, t *Table, i int) {
	one := t.One
	if one == "zone" {
		one = "region"
	}
	for _, list := range j.set.Tables {
		if !list.Listed || !strings.HasPrefix(list.Name, one+"_") || list.Name != one+"_"+list.nested || !slices.ContainsFunc(t.members, func(m dataset.Member) bool { return m.Name == list.nested && m.Kind == list.kind }) {
			continue
		}
		rows := j.listed[list.Name][j.key(t, i)]
		if len(rows) == 0 {
			continue
		}
		at := Place{list.Name, rows[0], ""}
		o.set(list.nested, leaf{j.list(list, rows), at})
	}
}

// key of a row that lists others.
func (j *joiner) key(t *Table, i int) string {
	if t.told() {
		return j.keys(t)[i]
	}
	return t.key(j.set.Rows[t.Name][i])
}

func (j *joiner) keys(t *Table) []string {
	if j.told == nil {
		j.told = map[string][]string{}
	}
	if j.told[t.Name] == nil {
		j.told[t.Name] = j.set.Keys(t.Name)
	}
	return j.told[t.Name]
}

func (j *joiner) list(list *Table, rows []int) any {
	var items []leaf
	byName := &objectNode{}
	for _, n := range rows {
		r, at := j.set.Rows[list.Name][n], Place{list.Name, n, list.Columns[1].Name}
		name := r.text(list.Columns[1].Name)
		switch list.kind {
		case dataset.Texts:
			items = append(items, leaf{raw(name), at})
		case dataset.Objects:
			at.Column = ""
			items = append(items, leaf{j.row(list, n), at})
		case dataset.ByParty:
			byName.set(name, leaf{raw(r.text(list.Columns[2].Name)), at})
		case dataset.ObjectsByName:
			byName.set(name, leaf{j.row(list, n), at})
		}
	}
	if items != nil {
		return items
	}
	return byName
}

// more adds what no column holds.
func (j *joiner) more(o *objectNode, t *Table, i int) {
	text := j.set.Rows[t.Name][i].text(moreName)
	if text == "" {
		return
	}
	at := Place{t.Name, i, moreName}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var tree map[string]any
	if err := decoder.Decode(&tree); err != nil {
		j.problem(at, "json", fmt.Sprintf("%q is no JSON object", clip(text)), "want an object, as {\"a\": 1}, or nothing")
		return
	}
	fold(o, tree, at)
}

// fold adds the members that are not there.
func fold(o *objectNode, tree map[string]any, at Place) {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		there, is := o.values[name]
		inner, object := tree[name].(map[string]any)
		switch within, ok := there.value.(*objectNode); {
		case !is && object:
			fold(o.within(name, at), inner, at)
		case !is:
			o.set(name, leaf{raw(tree[name]), at})
		case ok && object:
			fold(within, inner, at)
		}
	}
}

// write writes a file and notes on which line what stands.
func (j *joiner) write(name string, top *objectNode) {
	w := lineWriter{file: name, line: 1, places: j.out.places}
	w.leaf(leaf{value: top, at: Place{DatasetTable, 0, ""}})
	w.text = append(w.text, '\n')
	j.out.Files[name] = w.text
}

type lineWriter struct {
	file   string
	text   []byte
	line   int
	places map[dataset.Position]Place
}

func (w *lineWriter) leaf(l leaf) {
	switch value := l.value.(type) {
	case json.RawMessage:
		w.note(l.at)
		w.text = append(w.text, value...)
		w.line += strings.Count(string(value), "\n")
	case *objectNode:
		w.note(l.at)
		w.text = append(w.text, '{')
		for i, name := range value.names {
			w.next(i)
			w.text = append(append(w.text, raw(name)...), ':')
			w.leaf(value.values[name])
		}
		w.text = append(w.text, '}')
	case []leaf:
		w.note(l.at)
		w.text = append(w.text, '[')
		for i, item := range value {
			w.next(i)
			w.leaf(item)
		}
		w.text = append(w.text, ']')
	}
}

func (w *lineWriter) note(at Place) {
	position := dataset.Position{File: w.file, Line: w.line}
	if _, there := w.places[position]; !there && at.Table != "" {
		w.places[position] = at
	}
}

func (w *lineWriter) next(i int) {
	if i > 0 {
		w.text = append(w.text, ',')
	}
	w.text = append(w.text, '\n')
	w.line++
}

// Locate finds the rows of problems of the files.
func (j *Joined) Locate(found []dataset.Problem) []Problem {
	var all []Problem
	for _, p := range found {
		at := Place{Table: DatasetTable, Row: -1}
		for line := p.Line; line >= 0; line-- {
			if place, known := j.places[dataset.Position{File: p.File, Line: max(line, 1)}]; known {
				at = place
				break
			}
		}
		all = append(all, Problem{p, at})
	}
	return all
}
