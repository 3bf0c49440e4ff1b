package workfile_test

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data/karabakh"
	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/workfile"
)

// opened is what QGIS makes of a project; see testdata/open_in_qgis.py.
type opened struct {
	Read, Topological, Snapping bool
	From                        string
	Broken, Order               []string
	Layers                      map[string]struct {
		Title, Group, Source string
		Valid, Fixed         bool
		Rows, Unstyled       int
		Fields               map[string]struct{ Title, Input, Layer, Value string }
		Pages                map[string][]string
		Named                []string
	}
	Shown map[string]string
}

func opens(t *testing.T, name, day string) (o opened) {
	t.Helper()
	testdata.Python(t, &o, "qgis.core", "python3-qgis", "testdata/open_in_qgis.py", name, day)
	return o
}

// heldOn says who controlled the zones that are drawn, by the rows of periods.
func heldOn(set *tables.Set, day string) map[string]string {
	drawn, held := map[any]bool{}, map[string]string{}
	for _, row := range set.Rows[tables.ZonesTable] {
		drawn[row.Values[tables.IDColumn]] = true
	}
	for _, row := range set.Rows[tables.PeriodsTable] {
		value := func(column string) string { text, _ := row.Values[column].(string); return text }
		if drawn[value("zone")] && value("valid_from") <= day && (value("valid_to") == "" || day < value("valid_to")) {
			held[value("zone")] = value("controller")
		}
	}
	return held
}

// A file opens in QGIS as a map to edit, and a renamed copy shows its own rows, even where another
// file has the name that it had.
func TestProjectForEditing(t *testing.T) {
	for _, tt := range []struct {
		name, day, namesOf string // the language of names; the words are Russian
		root               fs.FS
	}{
		{"karabakh", "2020-11-25", "names_ru", karabakh.FS()},
		{"isles", "1975-01-01", "names_ru", testdata.Isles()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			work := written(t, canonical(t, tt.root))
			set := read(t, work).Set
			moved := filepath.Join(filepath.Dir(work), "правка & 'копия' 50%.gpkg")
			if err := os.Rename(work, moved); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(written(t, canonical(t, testdata.Small())), work); err != nil {
				t.Fatal(err)
			}
			o := opens(t, moved, tt.day)
			if !o.Read || !o.Topological || !o.Snapping || len(o.Broken) > 0 || o.From == "" {
				t.Errorf("QGIS says %+v, broken relations %v", o.Read, o.Broken)
			}
			if want := []string{"Ошибки", "Спорные контуры", "Правка", "Фон", "Таблицы"}; !slices.Equal(o.Order, want) {
				t.Errorf("the layers are in the order %q, want %q", o.Order, want)
			}
			for id, l := range o.Layers {
				if !l.Valid || !strings.HasPrefix(l.Source, moved+"|") {
					t.Errorf("%s: valid is %t, from %s", id, l.Valid, l.Source)
				}
			}
			for _, table := range set.Tables {
				if l := o.Layers["demarc_layer_"+table.Name]; l.Rows != len(set.Rows[table.Name]) || l.Fixed || l.Group == "" {
					t.Errorf("%s: %d rows in the group %q, want %d", table.Name, l.Rows, l.Group, len(set.Rows[table.Name]))
				}
			}
			if !maps.Equal(o.Shown, heldOn(set, tt.day)) {
				t.Errorf("on %s QGIS shows %v, want %v", tt.day, o.Shown, heldOn(set, tt.day))
			}
			formsOf(t, o, tt.namesOf)
		})
	}
}

// formsOf judges the forms: choices instead of ids, titles in the language, and what belongs to a
// row within its form.
func formsOf(t *testing.T, o opened, names string) {
	t.Helper()
	periods := o.Layers["demarc_layer_periods"]
	for field, layer := range map[string]string{"controller": "actors", "status": "statuses", "event": "events", "zone": "zones", "patrolled_by": "actors"} {
		f := periods.Fields[field]
		if f.Input != "ValueRelation" || f.Layer != "demarc_layer_"+layer || f.Value != names && layer != "events" && f.Value != "names_en" {
			t.Errorf("periods.%s: %+v", field, f)
		}
	}
	for field, want := range map[string][2]string{"controller": {"ValueRelation", "Контролирует"}, "valid_from": {"DateTime", "С"}, "valid_from_text": {"TextEdit", "С (EDTF)"}, "fid": {"Hidden", "fid"}} {
		if f := periods.Fields[field]; f.Input != want[0] || f.Title != want[1] {
			t.Errorf("periods.%s: got %+v, want %v", field, f, want)
		}
	}
	for table, relation := range map[string]string{
		"zones": "demarc_periods_of_zones", "periods": "demarc_period_sources_of_periods", "events": "demarc_event_sources_of_events",
		"figures": "demarc_figure_sources_of_figures", "actors": "demarc_actor_sources_of_actors",
	} {
		pages := slices.Concat(slices.Collect(maps.Values(o.Layers["demarc_layer_"+table].Pages))...)
		if !slices.Contains(pages, relation) {
			t.Errorf("the form of %s has %v, want %s among them", table, pages, relation)
		}
	}
	if f := o.Layers["demarc_layer_event_sources"].Fields["source"]; f.Input != "ValueRelation" || f.Value != "title" {
		t.Errorf("event_sources.source: %+v", f)
	}
	if !o.Layers["demarc_layer_control"].Fixed || !o.Layers["demarc_layer_problems"].Fixed {
		t.Error("control and problems can be edited")
	}
}

// What the check found is on the map in QGIS, each with a rule that draws it.
func TestProblemsInQGIS(t *testing.T) {
	work := written(t, canonical(t, testdata.Isles()))
	found := []workfile.Finding{
		{Severity: "error", Rule: "gap", Message: "a gap", Point: &orb.Point{1, 2}}, {Severity: "warning", Message: "a doubt", Point: &orb.Point{1, 3}},
		{Severity: "conflict", Message: "two values", Point: &orb.Point{1, 4}}, {Severity: "error", Message: "nowhere"},
	}
	if err := workfile.WriteProblems(context.Background(), work, found); err != nil {
		t.Fatal(err)
	}
	got := opens(t, work, "1975-01-01").Layers["demarc_layer_problems"]
	if got.Rows != 4 || got.Unstyled != 0 || !slices.Equal(got.Named, []string{"a gap", "a doubt", "two values"}) {
		t.Errorf("QGIS shows %+v", got)
	}
}
