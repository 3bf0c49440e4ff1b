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
