package tables

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo/geojson"
)

// Change is a difference between two sets: a row that has come or gone, or a value of one.
type Change struct {
	Table  string
	Key    string // of the row, as the first of the two sets has it
	Column string // "" for the row as a whole
	Old    any    // *Row, or a value; nil: it was not there
	New    any    // the same; nil: it is gone
}

// Diff lists the changes that make b of a, in the order of the tables and of their rows.
func Diff(a, b *Set) []Change {
	var all []Change
	for _, t := range union(a, b) {
		d := differ{t, aligned(a, a, t), aligned(a, b, t)}
		all = append(all, d.changes()...)
	}
	return all
}

// union returns the tables with the columns of both sets.
func union(sets ...*Set) []*Table {
	return Schema(needsOf(sets...))
}

// needsOf are the needs of all sets.
func needsOf(sets ...*Set) Needs {
	var all Needs
	for _, s := range sets {
		for _, language := range s.Needs.Languages {
			if !slices.ContainsFunc(all.Languages, func(other string) bool { return strings.EqualFold(other, language) }) {
				all.Languages = append(all.Languages, language)
			}
		}
		for _, text := range s.Needs.Texts {
			if !slices.Contains(all.Texts, text) {
				all.Texts = append(all.Texts, text)
			}
		}
		for _, attribute := range s.Needs.Attributes {
			if !slices.Contains(all.Attributes, attribute) {
				all.Attributes = append(all.Attributes, attribute)
			}
		}
	}
	return all
}

// keyed are the rows of a table by key.
type keyed struct {
	keys []string
	rows map[string]*Row
}

// aligned returns the rows of a table of s under the keys that they have in base, those of what is
// listed under the key of what lists it there.
func aligned(base, s *Set, t *Table) keyed {
	k := keyed{rows: map[string]*Row{}}
	keys, rows := Align(base, s, t.Name), s.Rows[t.Name]
	if t.Listed {
		keys, rows = listedKeys(base, s, t)
	}
	k.keys = keys
	for i, key := range keys {
		k.rows[key] = rows[i]
	}
	return k
}

// listedKeys are the keys of what is listed, and the rows with the key of what lists them in base.
func listedKeys(base, s *Set, t *Table) (keys []string, rows []*Row) {
	column := t.Columns[0].Name
	moved := map[string]string{}
	if lists := s.Table(t.Columns[0].Refers); lists != nil && lists.told() {
		own, there := s.Keys(lists.Name), Align(base, s, lists.Name)
		for i := range own {
			moved[own[i]] = there[i]
		}
	}
	as := &Set{Tables: s.Tables, Rows: map[string][]*Row{}}
	for _, r := range s.Rows[t.Name] {
		if to := moved[r.text(column)]; to != "" && to != r.text(column) {
			r = r.Clone()
			r.Values[column] = to
		}
		as.Rows[t.Name] = append(as.Rows[t.Name], r)
	}
	return as.Keys(t.Name), as.Rows[t.Name]
}

// Clone returns a copy of the row.
func (r *Row) Clone() *Row {
	values := make(map[string]any, len(r.Values))
	for name, value := range r.Values {
		values[name] = value
	}
	return &Row{ID: r.ID, Values: values}
}

// differ compares the rows of a table.
type differ struct {
	of   *Table
	a, b keyed
}

func (d differ) changes() []Change {
	var all []Change
	for _, key := range d.a.keys {
		old, now := d.a.rows[key], d.b.rows[key]
		if now == nil {
			all = append(all, Change{Table: d.of.Name, Key: key, Old: old})
			continue
		}
		for _, c := range d.of.Columns {
			if !Same(old.Values[c.Name], now.Values[c.Name]) {
				all = append(all, Change{d.of.Name, key, c.Name, old.Values[c.Name], now.Values[c.Name]})
			}
		}
	}
	for _, key := range d.b.keys {
		if d.a.rows[key] == nil {
			all = append(all, Change{Table: d.of.Name, Key: key, New: d.b.rows[key]})
		}
	}
	return all
}

// Same tells whether two values are written alike.
func Same(a, b any) bool {
	g, is := a.(orb.Geometry)
	h, are := b.(orb.Geometry)
	if is && are && g != nil && h != nil {
		if reflect.DeepEqual(g, h) {
			return true
		}
		return string(geojson.AppendGeometry(nil, single(g))) == string(geojson.AppendGeometry(nil, single(h)))
	}
	if is || are {
		return a == nil && b == nil
	}
	return a == b
}

// String says the change in words, on one line.
func (c Change) String() string {
	of := strings.ReplaceAll(c.Table, "_", " ") + " " + c.Key
	switch {
	case c.Column != "":
		return fmt.Sprintf("%s: %s: %s -> %s", of, c.Column, Words(c.Old), Words(c.New))
	case c.Old == nil:
		return of + ": new"
	}
	return of + ": gone"
}

// Words says a value.
func Words(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case *Row:
		return "a row"
	case []byte:
		return fmt.Sprintf("%d bytes", len(v))
	case string:
		return fmt.Sprintf("%q", clip(v))
	case orb.Geometry:
		center := v.Bound().Center()
		return fmt.Sprintf("a %s with %d positions around %.4f, %.4f", v.GeoJSONType(), positions(v), center[0], center[1])
	}
	return fmt.Sprint(v)
}

func positions(g orb.Geometry) int {
	n := 0
	switch g := g.(type) {
	case orb.Point:
		n = 1
	case orb.MultiPoint:
		n = len(g)
	case orb.LineString:
		n = len(g)
	case orb.MultiLineString:
		for _, line := range g {
			n += len(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += positions(p)
		}
	}
	return n
}
