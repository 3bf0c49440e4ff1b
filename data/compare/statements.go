package compare

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/geo/geojson"
)

// Statement is something that two datasets say differently: a value of a row, or a row that one of
// them has not.
type Statement struct {
	Table  string `json:"table"`
	ID     string `json:"id"`
	Column string `json:"column,omitempty"` // "" for a whole row
	Old    any    `json:"old"`              // null: A does not have it
	New    any    `json:"new"`              // null: B does not have it

	change tables.Change
	of     *tables.Table
}

// Count is how many statements of a table differ.
type Count struct {
	Table   string `json:"table"`
	Changed int    `json:"changed"` // values
	Come    int    `json:"new"`     // rows
	Gone    int    `json:"gone"`    // rows
}

// countWords are the words for the rows of tables whose names are not: what follows from one
// another is counted together.
var countWords = map[string]string{
	tables.DatasetTable: "about the dataset", "attributes": "own columns", "de_jure": "statements of law", tables.RetiredTable: "ids retired",
	"region_replaces": "links between old and new ids", "region_replaced_by": "links between old and new ids",
	"retired_replaces": "links between old and new ids", "retired_replaced_by": "links between old and new ids",
}

// CountLines are the words for counts, such as "sources of periods: 2 new".
func CountLines(counts []Count) (lines []string) {
	var kinds []string
	sums := map[string]Count{}
	for _, c := range counts {
		kind, known := countWords[c.Table]
		if of, is := strings.CutSuffix(c.Table, "_sources"); is {
			kind = "sources of " + of + "s"
		} else if !known {
			kind = strings.ReplaceAll(c.Table, "_", " ")
		}
		if _, there := sums[kind]; !there {
			kinds = append(kinds, kind)
		}
		sum := sums[kind]
		sums[kind] = Count{kind, sum.Changed + c.Changed, sum.Come + c.Come, sum.Gone + c.Gone}
	}
	for _, kind := range kinds {
		lines = append(lines, sums[kind].line())
	}
	return lines
}

// line says how many there are of what the table is called.
func (c Count) line() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{c.Come, "new"}, {c.Gone, "gone"}, {c.Changed, "changed"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return c.Table + ": " + strings.Join(parts, ", ")
}

// Statements lists what two datasets say differently, in the order of the tables, and counts it.
func Statements(a, b *tables.Set) ([]Statement, []Count) {
	all, counts := []Statement{}, []Count{}
	for _, change := range tables.Diff(a, b) {
		if n := len(counts); n == 0 || counts[n-1].Table != change.Table {
			counts = append(counts, Count{Table: change.Table})
		}
		count := &counts[len(counts)-1]
		switch {
		case change.Column != "":
			count.Changed++
		case change.Old == nil:
			count.Come++
		default:
			count.Gone++
		}
		of := b.Table(change.Table)
		if _, gone := change.Old.(*tables.Row); gone {
			of = a.Table(change.Table)
		}
		all = append(all, Statement{change.Table, change.Key, change.Column, plain(change.Old), plain(change.New), change, of})
	}
	return all, counts
}

// plain is a value for JSON.
func plain(v any) any {
	switch v := v.(type) {
	case *tables.Row:
		if v == nil {
			return nil
		}
		row := map[string]any{}
		for name, value := range v.Values {
			if value != nil {
				row[name] = plain(value)
			}
		}
		return row
	case orb.Geometry:
		return json.RawMessage(geojson.AppendGeometry(nil, v))
	}
	return v
}

// mostWords is how many values tell of a row that one side alone has.
const mostWords = 6

// String says the statement on one line.
func (s Statement) String() string {
	row, _ := s.change.New.(*tables.Row)
	if row == nil {
		row, _ = s.change.Old.(*tables.Row)
	}
	if row == nil || s.of == nil {
		return s.change.String()
	}
	var words []string
	for _, c := range s.of.Columns {
		v := row.Values[c.Name]
		if v == nil || v == "" || c.Type.Spatial() || c.Name == tables.IDColumn || len(words) == mostWords {
			continue
		}
		words = append(words, c.Name+" "+short(fmt.Sprint(v)))
	}
	return s.change.String() + ": " + strings.Join(words, ", ")
}

// short cuts long texts.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
