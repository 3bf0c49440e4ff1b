package tables_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/data/testdata"
)

var randomMerges = flag.Int("merges", 300, "how many random edits on two sides are merged; once it was 10000")

func split(t *testing.T, files map[string][]byte) *tables.Set {
	t.Helper()
	set, err := tables.Split(files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// edit changes a set at random: values, rows that go with all they list, rows that come, an order.
func edit(r *rand.Rand, set *tables.Set, side string) {
	for n := range 1 + r.IntN(12) {
		t := set.Tables[r.IntN(len(set.Tables))]
		rows := set.Rows[t.Name][:min(2, len(set.Rows[t.Name]))] // both sides are to meet
		if len(rows) == 0 || t.Name == tables.DatasetTable && r.IntN(3) > 0 {
			continue
		}
		i := r.IntN(len(rows))
		switch r.IntN(4) {
		case 0:
			if t.Name != tables.DatasetTable {
				remove(set, t, i)
			}
		case 1:
			if t.Name != tables.DatasetTable && t.Name != "de_jure" { // a new law may be taken for one that is gone
				add(set, t, i, fmt.Sprintf("%s%d", side, n))
			}
		default:
			change(r, t, rows[i], fmt.Sprintf("%s%d", side, r.IntN(3)))
		}
	}
}

func remove(set *tables.Set, t *tables.Table, i int) {
	key := set.Keys(t.Name)[i]
	rows := append([]*tables.Row{}, set.Rows[t.Name][:i]...)
	for _, list := range set.Tables {
		if list.Listed && (list.Columns[0].Refers == t.Name || list.Columns[0].Name == "region" && (t.One == "region" || t.One == "zone")) {
			var left []*tables.Row
			for _, r := range set.Rows[list.Name] {
				if r.Values[list.Columns[0].Name] != key {
					left = append(left, r)
				}
			}
			set.Rows[list.Name] = left
		}
	}
	set.Rows[t.Name] = append(rows, set.Rows[t.Name][i+1:]...)
}

func add(set *tables.Set, t *tables.Table, i int, id string) {
	values := map[string]any{}
	for name, value := range set.Rows[t.Name][i].Values {
		values[name] = value
	}
	switch {
	case t.Name == tables.PeriodsTable:
		values["valid_from"] = fmt.Sprintf("30%02d-01-01", len(set.Rows[t.Name]))
		delete(values, "valid_from_text")
	case t.Listed:
		values[t.Columns[1].Name] = any(id)
		if t.Columns[1].Type != tables.Text {
			return
		}
	default:
		for _, name := range []string{"id", "name", "text_en"} {
			if t.Column(name) != nil {
				values[name] = id
			}
		}
	}
	set.Rows[t.Name] = append(set.Rows[t.Name], &tables.Row{Values: values})
}

func change(r *rand.Rand, t *tables.Table, row *tables.Row, to string) {
	c := t.Columns[r.IntN(len(t.Columns))]
	if c.Name == "id" || c.Name == tables.ZoneColumn || t.Listed && c.Name == t.Columns[1].Name || strings.HasPrefix(c.Name, "valid_") ||
		t.Name == "attributes" || t.Name == "de_jure" || t.Listed && t.Name != "region_areas" {
		return
	}
	switch c.Type {
	case tables.Text:
		row.Values[c.Name] = to
	case tables.Day:
		row.Values[c.Name] = fmt.Sprintf("20%02d-01-01", len(to)+r.IntN(50))
	case tables.Number:
		row.Values[c.Name] = float64(r.IntN(100))
	case tables.YesNo:
		row.Values[c.Name] = r.IntN(2) == 0
	case tables.Areas:
		row.Values[c.Name] = orb.Polygon{{{0, 0}, {float64(1 + r.IntN(5)), 0}, {0, 1}, {0, 0}}}
	}
}

// statements are the changes from base by table, key and column, with the new value in words.
func statements(base, set *tables.Set) map[string]string {
	all := map[string]string{}
	for _, c := range tables.Diff(base, set) {
		value := fmt.Sprint(c.New)
		if row, is := c.New.(*tables.Row); is {
			if value = "row"; row == nil {
				value = fmt.Sprint(nil)
			}
		}
		all[c.Table+"|"+c.Key+"|"+c.Column] = value
	}
	return all
}

// What one side changed and the other left is in the result, what neither touched stays, and what
// both changed is a conflict and as the preferred side has it: nothing is lost that neither
// removed.
func TestMergesLoseNothing(t *testing.T) {
	conflicts := 0
	for seed := range *randomMerges {
		files := canonical(t, testdata.Random(uint64(seed%200)))
		base, ours, theirs := split(t, files), split(t, files), split(t, files)
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		edit(r, ours, "ours")
		edit(r, theirs, "theirs")
		side := tables.Side(r.IntN(2))
		merged, found := tables.Merge(base, ours, theirs, side)
		conflicts += len(found)
		if err := lossless(base, ours, theirs, merged, found, side); err != nil {
			t.Fatalf("merge %d: %v", seed, err)
		}
	}
	if conflicts < *randomMerges/20 {
		t.Errorf("only %d conflicts in %d merges", conflicts, *randomMerges)
	}
}

func lossless(base, ours, theirs, merged *tables.Set, found []tables.Conflict, side tables.Side) error {
	a, b, got := statements(base, ours), statements(base, theirs), statements(base, merged)
	if side == tables.Theirs {
		a, b = b, a
	}
	in := map[string]bool{}
	for _, c := range found {
		in[c.Table+"|"+c.Key+"|"] = true
		in[c.Table+"|"+c.Key+"|"+c.Column] = true
	}
	// A period that one side removed may be taken for one that the other added.
	there := map[string]bool{}
	for _, key := range merged.Keys(tables.PeriodsTable) {
		there[key] = true
	}
	gone := func(statement string) bool {
		table, rest, _ := strings.Cut(statement, "|")
		key, _, _ := strings.Cut(rest, "|")
		row := table + "|" + key + "|"
		return table == tables.PeriodsTable && (there[key] && (a[row] == "row" || b[row] == "row") ||
			!there[key] && (a[row] == fmt.Sprint(nil) || b[row] == fmt.Sprint(nil)))
	}
	listed := func(statement string) bool { // of a thing that is in conflict as a whole
		table, rest, _ := strings.Cut(statement, "|")
		of := merged.Table(table)
		key, _, _ := strings.Cut(rest, " / ")
		if of == nil || !of.Listed {
			key, _, _ = strings.Cut(rest, "|")
			return in[table+"|"+key+"|"]
		}
		for _, lists := range []string{of.Columns[0].Refers, "zones", "regions", "region_lines", "region_points"} {
			if in[lists+"|"+key+"|"] {
				return true
			}
		}
		return false
	}
	for statement, value := range a {
		if got[statement] != value && !listed(statement) && !gone(statement) {
			return fmt.Errorf("%s: got %q, the preferred side says %q", statement, got[statement], value)
		}
	}
	for statement, value := range b {
		if got[statement] != value && !in[statement] && !listed(statement) && !gone(statement) {
			return fmt.Errorf("%s: got %q, the other side says %q and nobody is in conflict", statement, got[statement], value)
		}
	}
	for statement, value := range got {
		if _, both := a[statement]; !both && b[statement] != value && !listed(statement) && !gone(statement) {
			return fmt.Errorf("%s: got %q, which no side says", statement, value)
		}
	}
	return nil
}

// With one side unchanged, or both changed alike, the result is the changed one.
func TestMergesOfOneSide(t *testing.T) {
	for seed := range 50 {
		files := canonical(t, testdata.Random(uint64(seed)))
		base, changed := split(t, files), split(t, files)
		edit(rand.New(rand.NewPCG(uint64(seed), 2)), changed, "x")
		for name, sides := range map[string][2]*tables.Set{"ours": {changed, base}, "theirs": {base, changed}, "both": {changed, changed}} {
			merged, conflicts := tables.Merge(base, sides[0], sides[1], tables.Ours)
			if len(conflicts) > 0 {
				t.Fatalf("dataset %d, %s: %v", seed, name, conflicts)
			}
			if err := differences(merged.Join().Files, changed.Join().Files); err != nil {
				t.Fatalf("dataset %d, %s: %v", seed, name, err)
			}
		}
	}
}

// The words of a change and a conflict name the statement and both values.
func TestChangesInWords(t *testing.T) {
	files := canonical(t, testdata.Small())
	base, ours, theirs := split(t, files), split(t, files), split(t, files)
	period := func(s *tables.Set) *tables.Row { return s.Rows[tables.PeriodsTable][0] }
	zone := period(base).Values["zone"].(string)
	period(ours).Values["confidence"], period(theirs).Values["confidence"] = "high", "low"
	period(theirs).Values["valid_from"] = "1999-12-01"
	changes := tables.Diff(base, theirs)
	if len(changes) != 2 || changes[0].String() != "periods "+zone+` 2000-01-01: valid_from: "2000-01-01" -> "1999-12-01"` {
		t.Errorf("got %v", changes)
	}
	merged, conflicts := tables.Merge(base, ours, theirs, tables.Theirs)
	if len(conflicts) != 1 || conflicts[0].String() != "periods "+zone+` 2000-01-01: confidence: was nothing, ours "high", theirs "low"` {
		t.Errorf("got %v", conflicts)
	}
	if got := period(merged).Values; got["confidence"] != "low" || got["valid_from"] != "1999-12-01" {
		t.Errorf("got %v", got)
	}
}
